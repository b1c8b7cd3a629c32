"""Hand-made screens of sales: taking back, and panels that are loaded again when they have changed."""
