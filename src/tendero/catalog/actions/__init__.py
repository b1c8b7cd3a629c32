"""The verbs of the catalog."""

from tendero.catalog.actions.products import create_product, update_product

__all__ = ["create_product", "update_product"]
