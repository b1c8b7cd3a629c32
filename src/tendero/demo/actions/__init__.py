"""Filling an empty database with the demo shop, or an own one with the example that goes again."""

from tendero.demo.actions.example import ask_example, ask_removal, has_own, load_example, remove_example
from tendero.demo.actions.removing import lost
from tendero.demo.actions.shop import open_shop

__all__ = ["ask_example", "ask_removal", "has_own", "load_example", "lost", "open_shop", "remove_example"]
