"""Hand-made screens of the pipeline: the board, closing a deal, stages and reasons in the settings."""
