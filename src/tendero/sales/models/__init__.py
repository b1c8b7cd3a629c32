"""Sales with their lines, and the lists that say where and how they were made."""

from tendero.sales.models.lists import Channel, PaymentMethod, Store
from tendero.sales.models.sale import Kind, Sale, SaleLine

__all__ = ["Channel", "Kind", "PaymentMethod", "Sale", "SaleLine", "Store"]
