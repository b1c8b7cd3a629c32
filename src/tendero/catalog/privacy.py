"""What the catalog knows about people: nothing."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

for _model, _fields in {
    "Category": "name position",
    "Product": "name code category unit price cost margin currency tax on_sale description",
    "ProductAlias": "product kind text origin source",
    "PriceChange": "product since price cost currency",
}.items():
    declare(f"catalog.{_model}", purpose="what the company sells", retention=Retention.COMPANY, none=_fields)
