"""Products, their families, what else they are called and the history of their prices."""

from tendero.catalog.models.alias import ProductAlias
from tendero.catalog.models.product import Category, PriceChange, Product

__all__ = ["Category", "PriceChange", "Product", "ProductAlias"]
