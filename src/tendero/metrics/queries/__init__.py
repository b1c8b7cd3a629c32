"""Reads about how customers buy."""
