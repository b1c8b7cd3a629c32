"""Pure rules of the pipeline: weighing, rotting, places on the board."""
