"""Filling an empty database: the demo shop."""

from tendero.demo.actions.shop import open_shop

__all__ = ["open_shop"]
