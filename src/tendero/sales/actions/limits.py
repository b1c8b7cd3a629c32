"""Never more comes back than was bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.kernel.text import fold
from tendero.sales.models import Kind, Sale, SaleLine
from tendero.ui import words


def require_bought(sale: Sale) -> None:
    """ValidationError where more units have come back of a sale than it sold, by product or by words.

    For a return, of the sale it is of; for a sale, of itself. Two queries at most.
    """
    bought = sale.corrects if sale.kind == Kind.RETURN else sale
    if bought is None or not bought.pk:
        return
    Sale.everything.select_for_update().filter(pk=bought.pk).first()  # two at the counter return the same thing
    returned = SaleLine.objects.filter(sale__corrects=bought, sale__kind=Kind.RETURN, sale__binned_at=None)
    back = _units(returned.select_related("product"))
    if not back:
        return
    sold = _units(SaleLine.objects.filter(sale=bought).select_related("product"))
    for key, (name, units) in back.items():
        there = sold[key][1] if key in sold else Decimal(0)
        if -units > there:
            said = {"name": name, "sold": words.number(there.normalize()), "back": words.number(-units.normalize())}
            text = _("“%(name)s”: %(sold)s sold, and %(back)s would have come back.") % said
            raise ValidationError({"lines": text})


def _units(lines: Iterable[SaleLine]) -> dict[Hashable, tuple[str, Decimal]]:
    """Name and units of each thing, by its product or else by its words."""
    found: dict[Hashable, tuple[str, Decimal]] = defaultdict(lambda: ("", Decimal(0)))
    for line in lines:
        key: Hashable = line.product_id or fold(line.text)
        found[key] = (str(line), found[key][1] + line.quantity)
    return found
