"""Products, their families and the history of their prices."""

from tendero.catalog.models.product import Category, PriceChange, Product

__all__ = ["Category", "PriceChange", "Product"]
