"""Sales by the thousand, with everything that `kernel.write` would have computed, and the habits behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Final

from tendero.catalog.models import Product
from tendero.demo.actions.synthetic.loading import Table
from tendero.kernel import clock, db, refs, text
from tendero.sales.models import Channel, Kind, PaymentMethod, Sale, SaleLine, Store
from tendero.sales.rules.amounts import Amounts, line_amount, line_cost, line_tax, margin, whole

YEARS: Final = 3
GOODS: Final = 300
_MOST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Sold:
    """A line to be: the product's key, units, price of one, discount and tax in percent, cost of one if known."""

    product: int
    units: Decimal
    price: Decimal
    discount: Decimal
    tax: Decimal
    cost: Decimal | None


class SaleTables:
    """The tables of sales and of their lines, filled a sale at a time."""

    def __init__(self, currency: str = "EUR") -> None:
        """The lists of the company are read once."""
        self.channels = list(Channel.objects.order_by("position").values_list("pk", flat=True))
        self.payments = list(PaymentMethod.objects.order_by("position").values_list("pk", flat=True))
        store = Store.objects.order_by("position").values_list("pk", flat=True).first()
        self.sales = Table(
            Sale,
            """id ref created changed kind number number_folded number_sort party on hour channel payment seller net
            tax_amount total cost margin corrects""".split(),
            version=1, binned_at=None, store=store, currency=currency, origin="", mark=None, note="",
        )  # fmt: skip
        self.lines = Table(
            SaleLine,
            """id created sale on buyer position product quantity price discount tax amount tax_amount cost
            margin""".split(),
            text="", mark=None, nth=0,
        )  # fmt: skip

    def tables(self) -> list[Table]:
        """In the order their keys need."""
        return [self.sales, self.lines]

    def add(
        self, *, number: str, day: dt.date, hour: dt.time, party: int | None, seller: int | None, channel: int | None,
        payment: int | None, lines: list[Sold], corrects: int | None = None,
    ) -> int:  # fmt: skip
        """One sale, or what came back of one (`corrects`); its key."""
        pk, moment = self.sales.key(), dt.datetime.combine(day, hour, dt.UTC)
        sums = whole([self._line(pk, day, party, place, moment, line) for place, line in enumerate(lines)])
        kind = Kind.RETURN if corrects else Kind.SALE
        self.sales.add(
            pk, refs.new_ref(), moment, moment, kind.value, number, text.fold(number), text.sort_key(number), party,
            day, hour, channel, payment, seller, sums.amount, sums.tax_amount, sums.amount + sums.tax_amount,
            sums.cost, margin(sums.amount, sums.cost), corrects,
        )  # fmt: skip
        return pk

    def _line(self, sale: int, day: dt.date, buyer: int | None, place: int, moment: dt.datetime, line: Sold) -> Amounts:
        """One line; what it comes to."""
        amount = line_amount(line.units, line.price, line.discount)
        found = Amounts(amount, line_tax(amount, line.tax), line_cost(line.units, line.cost))
        columns: tuple[Any, ...] = (
            line.units, line.price, line.discount, line.tax, amount, found.tax_amount, found.cost,
            margin(amount, found.cost),
        )  # fmt: skip
        self.lines.add(self.lines.key(), moment, sale, day, buyer, place, line.product, *columns)
        return found


class Purchases:
    """Customers who each buy at an interval of their own, some of whom have not come lately."""

    def __init__(self, chance: Random, today: dt.date) -> None:
        """Goods are those of the shop; where it has hardly any, three hundred more are made."""
        self.chance, self.today = chance, today
        self.rows = SaleTables()
        self.goods = _goods(chance)
        self.number = 0

    def add(self, party: int, seller: int, lines: int) -> None:
        """So many lines of one customer, from his last purchase back; the older ones stop after three years."""
        chance = self.chance
        interval = chance.choice((7, 14, 21, 30, 30, 45, 60, 90, 180))
        day = self.today - dt.timedelta(days=round(interval * chance.choice((0.2, 0.5, 0.8, 1.1, 1.6, 4))))
        mine = chance.sample(self.goods, min(4, len(self.goods)))
        while lines > 0:
            some = min(lines, chance.randint(1, _MOST_LINES))
            self._sell(party, seller, day, [self._line(mine) for _number in range(some)])
            lines -= some
            day -= dt.timedelta(days=max(1, round(interval * chance.uniform(0.7, 1.3))))
            if day < self.today - dt.timedelta(days=365 * YEARS):
                day = self.today - dt.timedelta(days=chance.randrange(365 * YEARS))

    def _line(self, mine: list[tuple[int, Decimal, Decimal]]) -> Sold:
        """Mostly of what he always buys."""
        product, price, cost = self.chance.choice(mine if self.chance.random() < 0.8 else self.goods)
        return Sold(product, Decimal(self.chance.randint(1, 6)), price, Decimal(0), Decimal(21), cost)

    def _sell(self, party: int, seller: int, day: dt.date, lines: list[Sold]) -> None:
        self.number += 1
        self.rows.add(
            number=f"S-{self.number:07d}", day=day, hour=dt.time(self.chance.randrange(9, 20)), party=party,
            seller=seller, channel=self.chance.choice(self.rows.channels or [None]),
            payment=self.chance.choice(self.rows.payments or [None]), lines=lines,
        )  # fmt: skip


def _goods(chance: Random) -> list[tuple[int, Decimal, Decimal]]:
    """Key, price and cost of what is sold."""
    there = Product.objects.filter(price__gt=0, on_sale=True).order_by("pk")
    found = list(there.values_list("pk", "price", "cost"))
    if len(found) >= GOODS:
        return [(pk, price, cost or price / 2) for pk, price, cost in found]
    rows = Table(
        Product,
        "id ref created changed name name_folded name_sort code code_folded code_sort price cost margin".split(),
        version=1, binned_at=None, category=None, unit="", currency="EUR", tax=Decimal(21), on_sale=True,
        description="",
    )  # fmt: skip
    moment = clock.now()
    for _number in range(GOODS - len(found)):
        pk, price = rows.key(), Decimal(chance.randrange(100, 20_000)) / 100
        cost = (price * Decimal("0.6")).quantize(Decimal("0.01"))
        name, code = f"Artículo {pk}", f"SINT-{pk}"
        rows.add(pk, refs.new_ref(), moment, moment, name, text.fold(name), text.sort_key(name), code, text.fold(code),
                 text.sort_key(code), price, cost, price - cost)  # fmt: skip
        found.append((pk, price, cost))
    rows.flush()
    db.next_keys_follow(Product)
    return found
