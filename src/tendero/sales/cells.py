"""Cells of the list of sales, drawn straight: fifty rows of them make a page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from tendero.kernel.actor import Actor
from tendero.records.values.display import number
from tendero.sales.models import Kind
from tendero.ui.markup import fill, told

_SHOWN: Final = 3
NOTHING: Final = mark_safe("")


def kind(row: Any, value: Any, actor: Actor) -> SafeString:
    """What the document is; a sale is the usual thing, all else stands out."""
    if not value:
        return NOTHING
    label = row.get_kind_display()
    return told(label) if value == Kind.SALE else fill('<span class="t-chip">{}</span>', label)


def lines(row: Any, value: Any, actor: Actor) -> SafeString:
    """What was sold: “2 × Café, Molino”, and how many lines more."""
    names = [_line(one) for one in list(value or ())[:_SHOWN]]
    rest = len(value or ()) - _SHOWN
    return told(", ".join(names) + (f" +{rest}" if rest > 0 else ""))


def _line(part: dict[str, Any]) -> str:
    name = str(part.get("text") or part.get("product") or "")
    units = part.get("quantity")
    return name if units in (None, 1) else f"{number(units)} × {name}"
