"""The verbs of sales."""

from tendero.sales.actions.returning import return_all, return_sale
from tendero.sales.actions.sales import create_sale, update_sale

__all__ = ["create_sale", "return_all", "return_sale", "update_sale"]
