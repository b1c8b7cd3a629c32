"""The board: the rows of a filter in columns, with sums; cards move between them."""
