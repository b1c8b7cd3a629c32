"""Reads of figures: plain sums of the sales, and those that are kept."""
