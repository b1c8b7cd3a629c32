"""The verbs of the catalog."""

from tendero.catalog.actions.demand import name_demand
from tendero.catalog.actions.products import create_product, update_product

__all__ = ["create_product", "name_demand", "update_product"]
