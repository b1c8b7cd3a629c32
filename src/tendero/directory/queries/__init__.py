"""Reads about contacts that span tables."""

from tendero.directory.queries.desk import pairs_waiting
from tendero.directory.queries.doubts import doubts, tax_id_told
from tendero.directory.queries.duplicates import Duplicate, duplicates_of

__all__ = ["Duplicate", "doubts", "duplicates_of", "pairs_waiting", "tax_id_told"]
