"""Bringing sales from files: a row a line, or a row a ticket."""

from tendero.sales.actions.importing.session import SalesSession

__all__ = ["SalesSession"]
