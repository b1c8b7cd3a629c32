"""The lines behind a figure: those of the sales that pass a filter, of one product or family where that is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.core import signing
from django.db.models import Count, Q, Sum

from tendero.catalog.models import Category, Product
from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.kernel.permissions import Missing, hidden_fields
from tendero.records import registry
from tendero.records.filters import Filter, read
from tendero.records.veil import all_veiled
from tendero.sales.models import Sale, SaleLine

PAGE: Final = 50
NONE: Final = "none"
_SALT: Final = "tendero.insight.lines"


@dataclass(frozen=True)
class Total:
    """What the lines come to in one currency; the margin is of those whose cost is known."""

    net: Money
    margin: Money
    number: int


class Lines:
    """A page of lines, the last first, and what all of them come to. FilterError where the filter cannot be read."""

    def __init__(self, actor: Actor, asked: Mapping[str, Any]) -> None:
        self.hidden = hidden_fields(actor, Sale.record_key)
        if {"lines", "on"} & self.hidden:
            raise Missing
        self.actor = actor
        record = registry.get(Sale.record_key)
        self.filter: Filter = read(record, asked.get("filter") or None, actor)
        self.of = _of(asked, actor)
        self.after = _place(asked.get("after", ""))

    @property
    def costs(self) -> bool:
        """Whether he may know what is left of them."""
        return not {"cost", "margin"} & self.hidden

    def queryset(self) -> Any:
        """The lines, in no order."""
        sales = self.filter.apply(Sale.objects.visible_to(self.actor)).order_by()
        rows = SaleLine.objects.filter(sale__in=sales.values("pk"))
        for path, thing in self.of.items():
            rows = rows.filter(**({f"{path}__isnull": True} if thing is None else {path: thing}))
        return rows

    @cached_property
    def rows(self) -> list[SaleLine]:
        """This page, and one row more where there is a next one."""
        rows = self.queryset()
        if self.after is not None:
            day, key = self.after
            rows = rows.filter(sale__on__lte=day).filter(Q(sale__on__lt=day) | Q(pk__lt=key))
        told = rows.select_related("product", "sale", "sale__party").order_by("-sale__on", "-pk")
        return all_veiled(told[: PAGE + 1], self.actor)

    @property
    def shown(self) -> list[SaleLine]:
        return self.rows[:PAGE]

    @property
    def next(self) -> str:
        """Where the next page begins; "" after the last."""
        if len(self.rows) <= PAGE:
            return ""
        last = self.rows[PAGE - 1]
        return signing.dumps([last.sale.on.isoformat(), last.pk], salt=_SALT)

    @cached_property
    def sums(self) -> list[Total]:
        """What all of them come to, one sum a currency."""
        found = self.queryset().order_by().values("sale__currency")
        told = found.annotate(net=Sum("amount"), left=Sum("margin"), number=Count("pk")).order_by("-number")
        rows = told.values_list("sale__currency", "net", "left", "number")
        return [Total(Money(net, code), Money(left or Decimal(0), code), number) for code, net, left, number in rows]


def _of(asked: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """The product and the family that are asked for, by the path to them; None for none."""
    found: dict[str, Any] = {}
    paths: dict[str, tuple[str, Any]] = {"product": ("product", Product), "family": ("product__category", Category)}
    for name, (path, model) in paths.items():
        ref = asked.get(name, "")
        if not ref:
            continue
        row = model.everything.visible_to(actor).filter(ref=ref).first() if refs.is_ref(ref) else None
        if row is None and ref != NONE:
            raise Missing
        found[path] = row
    return found


def _place(after: str) -> tuple[dt.date, int] | None:
    try:
        day, key = signing.loads(after, salt=_SALT) if after else (None, 0)
    except signing.BadSignature:
        return None
    return (dt.date.fromisoformat(day), int(key)) if day else None
