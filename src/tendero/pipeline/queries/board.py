"""The board: columns, cards, sums. Queries: stages, open sums, closed sums, the cards of each open stage, those won."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import BigIntegerField, Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from tendero.activities.rules.due import Due, DueState, due_on
from tendero.directory.models import Party
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.pipeline.models import Opportunity, Stage
from tendero.pipeline.rules import rotting, worth
from tendero.records.sight import named

PAGE: Final = 20
"""Cards of a column at once: two screens of them; the next ones come when the last one is reached."""
_ORDER: Final = (DueState.LATE, DueState.TODAY, DueState.PLANNED, DueState.NOTHING)


@dataclass
class Tally:
    """How many, how much and how much weighed, per currency; and how many by the standing of their next step."""

    number: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    weighted: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, *, number: int, currency: str, amount: Decimal | None, weighted: Decimal | None, state: str) -> None:
        """Count a group of rows in; None for sums that are hidden."""
        self.number += number
        if amount is not None and weighted is not None:
            self.amounts[currency] += amount
            self.weighted[currency] += weighted
        self.states[state] += number

    @property
    def sums(self) -> list[Money]:
        """Amounts, the largest currency first; never added together."""
        return _moneys(self.amounts)

    @property
    def weighted_sums(self) -> list[Money]:
        return _moneys(self.weighted)

    @property
    def shares(self) -> list[Share]:
        """The parts of the strip, late first, those without any left out."""
        return [Share(state, self.states[state], self.number) for state in _ORDER if self.states.get(state)]


@dataclass(frozen=True)
class Share:
    """A part of a column's strip: how many of all stand so."""

    state: DueState
    number: int
    total: int

    @property
    def weight(self) -> int:
        """1 to 9: how wide the part is drawn."""
        return max(1, min(9, round(9 * self.number / self.total)))


@dataclass(frozen=True, slots=True)
class CardRow:
    """The columns a card shows; no model, since a board reads hundreds."""

    pk: int
    ref: str
    name: str
    party_name: str
    party_kind: str
    amount: Decimal
    currency: str
    expected_close: dt.date | None
    next_on: dt.date | None
    next_time: dt.time | None
    next_title: str
    touched_at: dt.datetime
    closed_at: dt.datetime | None
    position: int


_COLUMNS: Final = tuple(column.name.replace("party_", "party__") for column in fields(CardRow))


@dataclass(frozen=True)
class Card:
    """An opportunity as its card shows it."""

    row: CardRow
    due: Due
    still: int

    @property
    def look(self) -> str:
        return str(self.due.state)


@dataclass
class Column:
    """A stage with its cards; `next_ref` is the first of those that stand below them, "" when these are all."""

    stage: Stage
    tally: Tally
    cards: list[Card] = field(default_factory=list)
    next_ref: str = ""

    @property
    def more(self) -> bool:
        return bool(self.next_ref)


class BoardQuery:
    """The board over `rows`: whatever opportunities, open or closed, the filter in force leaves."""

    def __init__(self, rows: QuerySet[Opportunity], actor: Actor) -> None:
        self.rows, self.actor = rows.order_by(), actor
        self.today, self.zone = clock.today(actor.time_zone), timezone.get_current_timezone()
        self.hidden = permissions.hidden_fields(actor, Opportunity.record_key)

    @cached_property
    def stages(self) -> list[Stage]:
        return list(Stage.objects.order_by("position", "id"))

    @cached_property
    def columns(self) -> list[Column]:
        """The open stages in order."""
        return [self.column(stage) for stage in self.stages if stage.kind == Stage.Kind.OPEN]

    def column(self, stage: Stage, *, after: CardRow | Opportunity | None = None) -> Column:
        """One open stage; `after` a card, the next page below it."""
        rows = self.rows.filter(stage=stage, status="open").order_by("position", "id")
        if after is not None:
            below = Q(position__gt=after.position) | Q(id__gt=after.pk)
            rows = rows.filter(position__gte=after.position).filter(below)
        found = self._shown(rows)
        cards = [self.card(row, stage) for row in found[:PAGE]]
        return Column(stage, self.tallies[stage.pk], cards, _below(found))

    def card(self, row: CardRow, stage: Stage) -> Card:
        """How the card of a row stands today."""
        touched = row.touched_at.astimezone(self.zone).date()
        still = rotting.rotting(touched, limit=stage.rotting_days, today=self.today) if row.closed_at is None else 0
        return Card(row, due_on(row.next_on, today=self.today), still)

    def _shown(self, rows: QuerySet[Opportunity]) -> list[CardRow]:
        """A page of rows, and the first of the next one."""
        columns = [named("party", "name", Party, self.actor) if one == "party__name" else one for one in _COLUMNS]
        return [CardRow(*row) for row in rows.values_list(*columns)[: PAGE + 1]]

    @cached_property
    def tallies(self) -> dict[int, Tally]:
        """Counts and sums of every open stage, in one grouped query over the index made for it."""
        state = Case(
            When(next_on=None, then=Value(DueState.NOTHING)),
            When(next_on__lt=self.today, then=Value(DueState.LATE)),
            When(next_on=self.today, then=Value(DueState.TODAY)),
            default=Value(DueState.PLANNED),
            output_field=CharField(),
        )
        grouped = self.rows.filter(status="open", binned_at=None).annotate(state=state)
        found: dict[int, Tally] = defaultdict(Tally)
        for row in _summed(grouped.values("stage_id", "currency", "state")):
            found[row.pop("stage_id")].add(**self._group(row))
        return found

    @property
    def open_total(self) -> Tally:
        """All open columns together."""
        total = Tally()
        for tally in self.tallies.values():
            total.number += tally.number
            for currency, amount in tally.amounts.items():
                total.amounts[currency] += amount
            for currency, amount in tally.weighted.items():
                total.weighted[currency] += amount
        return total

    @cached_property
    def closed(self) -> dict[str, Tally]:
        """Won and lost this month."""
        grouped = self._closed_rows().annotate(state=Value("", output_field=CharField()))
        found: dict[str, Tally] = defaultdict(Tally)
        for row in _summed(grouped.values("status", "currency", "state")):
            found[row.pop("status")].add(**self._group(row))
        return found

    def _closed_rows(self) -> QuerySet[Opportunity]:
        start = dt.datetime.combine(self.today.replace(day=1), dt.time(), timezone.get_current_timezone())
        return self.rows.filter(status__in=["won", "lost"], closed_at__gte=start)

    @cached_property
    def won(self) -> Column | None:
        """Those won this month, the latest first; None for a company without such a stage."""
        stage = self._closing(Stage.Kind.WON)
        if stage is None:
            return None
        found = self._shown(self._closed_rows().filter(status="won").order_by("-closed_at", "-id"))
        return Column(stage, self.closed["won"], [self.card(row, stage) for row in found[:PAGE]], _below(found))

    @cached_property
    def lost(self) -> Column | None:
        """How many were lost this month; their cards stay out of the board."""
        stage = self._closing(Stage.Kind.LOST)
        return None if stage is None else Column(stage, self.closed["lost"])

    def _group(self, row: dict[str, Any]) -> dict[str, Any]:
        """A group as a tally takes it; without sums for whoever may not know of amounts."""
        told = {name: row[name] for name in ("number", "currency", "state")}
        if "amount" in self.hidden:
            return told | {"amount": None, "weighted": None}
        return told | {"amount": row["total"], "weighted": worth.from_product(int(row["product"]))}

    def _closing(self, kind: Stage.Kind) -> Stage | None:
        return next((stage for stage in self.stages if stage.kind == kind), None)


def _below(found: Sequence[CardRow]) -> str:
    return found[PAGE].ref if len(found) > PAGE else ""


def _summed(groups: Any) -> Iterable[dict[str, Any]]:
    product = Sum(F("amount") * F("chance"), output_field=BigIntegerField())
    rows: Iterable[dict[str, Any]] = groups.annotate(number=Count("*"), total=Sum("amount"), product=product).order_by()
    return rows


def _moneys(amounts: dict[str, Decimal]) -> list[Money]:
    found = [Money(amount, currency) for currency, amount in amounts.items()]
    return sorted(found, key=lambda money: (-money.amount, money.currency))
