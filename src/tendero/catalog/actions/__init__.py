"""The verbs of the catalog."""

from tendero.catalog.actions.aliases import Called, note_aliases
from tendero.catalog.actions.demand import name_demand
from tendero.catalog.actions.products import create_product, update_product

__all__ = ["Called", "create_product", "name_demand", "note_aliases", "update_product"]
