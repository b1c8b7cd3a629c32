"""Three years of sales: what the customers everybody talks about buy, the others, and who comes in from the street.

Loaded past the journal, like the many contacts; the same seed gives the same sales.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from tendero.catalog.models import Product
from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.actions.synthetic.purchases import SaleTables, Sold
from tendero.demo.story import CUSTOMERS, GOODS
from tendero.demo.story.habits import COUNTER, EVERYDAY, FOR_YEARS, HABITS, NOW_AND_THEN, TELEPHONE, VISIT, WEB
from tendero.demo.story.shapes import Good, Habit
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import clock

DAYS: Final = 1096
STREET_DAYS: Final = 120
_CASH, _CARD, _TRANSFER, _DEBIT = range(4)
_CUSTOMERS_AMONG_THE_OTHERS: Final = 0.16


@dataclass
class Bought:
    """A sale before it has a number: the day, to whom, how, and what of which (code, units, discount in percent)."""

    day: dt.date
    party: int | None
    channel: int
    seller: int | None
    lines: list[tuple[str, int, int]]
    of: Bought | None = None
    """For a return, the sale that comes back."""


@dataclass
class Till:
    """Gathers sales, then writes them in the order of their days."""

    people: dict[str, User]
    chance: Random
    sales: list[Bought] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.today = clock.today("Europe/Madrid")
        self.goods: dict[str, Good] = {good.code: good for good in GOODS if good.code}

    def sell(self, others: Sequence[tuple[int, int]]) -> list[Table]:
        """The tables with everything sold; `others` are the contacts nobody talks about, with their owners."""
        self._regulars()
        self._others(others)
        self._street()
        self.sales.sort(key=lambda sale: sale.day)
        return self._tables()

    def _regulars(self) -> None:
        keys = dict(Party.objects.filter(name__in=[c.name for c in CUSTOMERS]).values_list("name", "pk"))
        owners = {customer.name: customer.owner for customer in CUSTOMERS}
        for habit in HABITS:
            if habit.customer in keys:
                self._again(habit, keys[habit.customer], self.people[owners[habit.customer]].pk)

    def _again(self, habit: Habit, party: int, owner: int) -> None:
        """From the last time backwards, now and then a few days early or late."""
        day = habit.last
        while day > -DAYS:
            units = self.chance.randint(*habit.units)
            self._add(day, party, habit.channel, owner, [(habit.code, units, habit.discount)])
            day -= max(3, round(habit.every * self.chance.uniform(0.8, 1.2)))

    def _others(self, others: Sequence[tuple[int, int]]) -> None:
        chance = self.chance
        for party, owner in others:
            if chance.random() >= _CUSTOMERS_AMONG_THE_OTHERS:
                continue
            channel = chance.choices((COUNTER, TELEPHONE, WEB, VISIT), (5, 3, 2, 2))[0]
            goods = chance.sample(EVERYDAY, chance.randint(1, 3))
            every, last = chance.choice((30, 45, 60, 90, 120)), -chance.randint(1, 60)
            if chance.random() < 0.3:  # they went elsewhere
                last -= chance.randint(60, 500)
            since = last - chance.randint(60, DAYS)
            first = max(-DAYS, since)
            if chance.random() < 0.25 and since == first:  # else it was bought before the story begins
                self._add(first, party, VISIT, owner, [(chance.choice(FOR_YEARS), 1, chance.choice((0, 5, 8)))])
            day = last
            while day > first:
                some = [(code, self._units(code), 0) for code in goods if chance.random() < 0.6]
                self._add(day, party, channel, owner, some or [(goods[0], self._units(goods[0]), 0)])
                day -= max(4, round(every * chance.uniform(0.7, 1.4)))

    def _units(self, code: str) -> int:
        small = Decimal(self.goods[code].price) < 10
        return self.chance.choice((6, 12, 24, 36)) if small else self.chance.randint(1, 6)

    def _street(self) -> None:
        """Somebody who comes in, pays and goes."""
        for day in range(-STREET_DAYS, 0):
            for _sale in range(self.chance.choice((1, 2, 2, 3, 4))):
                self._add(day, None, COUNTER, None, [(self.chance.choice(NOW_AND_THEN), 1, 0)])

    def _add(
        self, day: int, party: int | None, channel: int, owner: int | None, lines: list[tuple[str, int, int]]
    ) -> None:
        """A sale on that day, or on the Monday after a Sunday; one in forty comes back within the week."""
        on = self.today + dt.timedelta(days=day)
        on += dt.timedelta(days=1 if on.weekday() == 6 else 0)
        counter = channel == COUNTER
        seller = self.people["caja"].pk if counter else None if channel == WEB else owner
        sale = Bought(min(on, self.today), party, channel, seller, lines)
        self.sales.append(sale)
        if self.chance.random() < 0.025 and day < -8:
            again = on + dt.timedelta(days=self.chance.randint(1, 6))
            self.sales.append(Bought(again, party, channel, seller, [(c, -n, d) for c, n, d in lines[:1]], sale))

    def _tables(self) -> list[Table]:
        return _Ledger(self).tables(self.sales)


class _Ledger:
    """Turns what was bought into rows."""

    def __init__(self, till: Till) -> None:
        self.till, self.chance = till, till.chance
        self.rows = SaleTables()
        self.products = dict(Product.objects.values_list("code", "pk"))

    def tables(self, sales: Iterable[Bought]) -> list[Table]:
        """The tables with all of these, numbered by year, returns apart."""
        written: dict[int, int] = {}
        numbers: dict[tuple[int, bool], int] = {}
        for sale in sales:
            series = sale.day.year, sale.of is not None
            numbers[series] = numbers.get(series, 0) + 1
            number = f"{'D' if sale.of else 'T'}{sale.day.year % 100}-{numbers[series]:05d}"
            written[id(sale)] = self._write(sale, number, written[id(sale.of)] if sale.of else None)
        return self.rows.tables()

    def _write(self, sale: Bought, number: str, corrects: int | None) -> int:
        """One sale, at an hour at which the shop is open; its key."""
        return self.rows.add(
            number=number,
            day=sale.day,
            hour=dt.time(self.chance.choice((9, 10, 11, 12, 13, 17, 18, 19)), self.chance.randrange(60)),
            party=sale.party,
            seller=sale.seller,
            channel=self.rows.channels[sale.channel],
            payment=self.rows.payments[self._payment(sale)],
            lines=[self._line(sale.day, *line) for line in sale.lines],
            corrects=corrects,
        )

    def _line(self, day: dt.date, code: str, units: int, discount: int) -> Sold:
        """As the good was priced on that day."""
        good = self.till.goods[code]
        price, cost = self._price(good, day)
        return Sold(self.products[code], Decimal(units), price, Decimal(discount), Decimal(good.tax), cost)

    def _price(self, good: Good, day: dt.date) -> tuple[Decimal, Decimal | None]:
        """What one fetched and cost on that day."""
        ago = (day - self.till.today).days
        price, cost = good.price, good.cost
        for until, before, less in good.was:
            if ago < until:
                price, cost = before, less
        return Decimal(price), Decimal(cost) if cost else None

    def _payment(self, sale: Bought) -> int:
        if sale.channel == COUNTER:
            return self.chance.choice((_CASH, _CARD, _CARD))
        return _CARD if sale.channel == WEB else self.chance.choice((_TRANSFER, _DEBIT))
