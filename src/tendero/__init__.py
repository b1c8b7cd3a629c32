"""Tendero: a shop's memory of every customer, for a whole company."""
