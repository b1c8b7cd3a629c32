"""A property: for any filter, the rows SQL finds are those a plain reading of the language finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tendero.activities.models import Activity, Task
from tendero.directory.models import Party, PartyEmail, PartyPhone, PartyTag, Tag
from tendero.kernel import changes, clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.metrics.models import PartyRhythm, State
from tendero.pipeline.models import Opportunity, Stage
from tendero.records import filters, registry
from tendero.records.custom import actions as own_fields
from tendero.records.fields import Related
from tendero.records.filters import FilterError, operators
from tendero.records.filters.columns import Moment
from tendero.records.filters.evaluating import Evaluator
from tendero.records.filters.reaching import living
from tendero.records.filters.shapes import KnownShape
from tendero.records.models import CustomValue
from tests.world import World

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
WORDS = ["", "García", "garcia", "Núñez 7", "ñ", "A%b_c", "Ébano", "zz"]
DEALS, STAGES = "pipeline.Opportunity", "pipeline.Stage"
KEYS = [DEALS, "activities.Task", "activities.Activity", "directory.Party", STAGES]


class InMemory:
    """Values of ORM rows, read field by field."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        with clock.frozen(NOW):
            self.today = clock.today(actor.time_zone)
        self._living: dict[str, dict[int, Any]] = {}

    def living(self, key: str) -> dict[int, Any]:
        if key not in self._living:
            self._living[key] = {row.pk: row for row in living(key, self.actor)}
        return self._living[key]

    def raw(self, row: Any, path: str) -> list[Any]:
        found = [row]
        for part in path.split("__"):
            steps = [getattr(one, part, None) for one in found if one is not None]
            found = [inner for step in steps for inner in (step.all() if hasattr(step, "get_queryset") else [step])]
        return found

    def values(self, row: Any, field: Any) -> Iterable[Any]:
        if field.custom is not None:
            return [
                self._own(held, field) for held in CustomValue.objects.filter(definition=field.custom, record_id=row.pk)
            ]
        found = self.raw(row, field.path)
        if field.kind in operators.REFERENCES:
            seen = self.living(field.target)
            return [one.ref for one in found if one is not None and one.pk in seen]
        if field.kind == "money" and field.currency:
            codes = self.raw(row, field.currency)
            return [Money(one, code) for one, code in zip(found, codes, strict=True) if one is not None]
        if field.kind == "elapsed":
            return [days if (days := (self.today - one).days) > 0 else None for one in found if one is not None]
        return found

    def _own(self, held: CustomValue, field: Any) -> Any:
        if field.kind == "money":
            return Money(held.number, held.currency)
        if field.kind == "bool":
            return bool(held.number)
        if field.kind in ("number", "date"):
            return getattr(held, field.kind)
        if field.kind == "party":
            party = self.living("directory.Party").get(held.ref_id or 0)
            return party.ref if party else None
        return held.text

    def behind(self, row: Any, link: Any) -> Iterable[Any]:
        seen = self.living(link.shape.key)
        return [seen[one.pk] for one in self.raw(row, link.field.path) if one is not None and one.pk in seen]

    def children(self, row: Any, relation: Any) -> Iterable[Any]:
        return [
            one for one in self.living(relation.shape.key).values() if getattr(one, f"{relation.path}_id") == row.pk
        ]

    def matches(self, row: Any, words: str) -> bool:
        raise NotImplementedError

    def brought(self, row: Any, batch: str, outcomes: Sequence[str]) -> bool:
        raise NotImplementedError


@pytest.fixture
def company(world: World) -> Iterator[World]:
    """A company of random rows: blanks, several of a kind, some in the bin, two currencies, own fields."""
    registry.extend(STAGES, related=[Related(name="deals", label="deals", record=DEALS, path="stage")])
    chance = Random(7)
    with clock.frozen(NOW), changes.change_set("test", by=world.system):
        parties = _parties(world, chance)
        deals = _deals(world, chance, parties)
        _past(world, chance, parties)
    _rhythms(chance, parties)
    _own_values(world, chance, deals, parties)
    yield world
    registry.get(STAGES).extensions.pop()


def _parties(world: World, chance: Random) -> list[Party]:
    tags = [write.create(Tag(name=name)) for name in ("uno", "dos")]
    people = [world.user("beto"), world.user("nuria"), None]
    made = []
    for number in range(14):
        party = write.create(
            Party(
                kind=chance.choice(["person", "organisation"]),
                name=chance.choice(WORDS[1:]),
                owner=chance.choice(people),
                birthday_key=chance.choice([0, 0, 229, 228, 101, 1124, 1231]),
                tax_id=chance.choice(["", "X1"]),
            )
        )
        for place in range(chance.randrange(3)):
            write.create(PartyEmail(party=party, address=f"{chance.choice('abc')}@x.es", position=place))
            write.create(PartyPhone(party=party, number=chance.choice(["+34976123456", "123"]), position=place))
        if chance.random() < 0.5:
            write.create(PartyTag(party=party, tag=chance.choice(tags)))
        if number % 5 == 4:
            write.to_bin([party])
        made.append(party)
    return made


def _deals(world: World, chance: Random, parties: list[Party]) -> list[Opportunity]:
    stages = list(Stage.objects.all()[:3])
    return [
        write.create(
            Opportunity(
                name=chance.choice(WORDS[1:]),
                party=chance.choice(parties),
                contact=chance.choice([*parties, None, None]),
                owner=chance.choice([world.user("ana"), world.user("nuria"), None]),
                stage=chance.choice(stages),
                amount=chance.choice([0, 10, Decimal("10.1"), 300]),
                currency=chance.choice(["EUR", "USD"]),
                probability=chance.choice([None, None, 0, 50, 100]),
                expected_close=chance.choice([None, NOW.date(), NOW.date() + timedelta(days=1), date(2026, 10, 31)]),
                note=chance.choice(WORDS),
            )
        )
        for _ in range(24)
    ]


def _past(world: World, chance: Random, parties: list[Party]) -> None:
    for _ in range(24):
        write.create(
            Activity(
                kind=chance.choice(["note", "call"]),
                party=chance.choice(parties),
                author=chance.choice([world.user("ana"), world.user("beto"), None]),
                at=NOW - timedelta(hours=chance.choice([0, 1, 22, 23, 24, 24 * 90])),
                title=chance.choice(WORDS),
                private=chance.random() < 0.2,
                minutes=chance.choice([None, 0, 5]),
            )
        )
        write.create(
            Task(
                title=chance.choice(WORDS[1:]),
                party=chance.choice([*parties, None]),
                assignee=chance.choice([world.user("ana"), None]),
                due_on=NOW.date() + timedelta(days=chance.choice([-1, 0, 1, 7, 8])),
                done_at=chance.choice([None, NOW]),
                priority=chance.choice([1, 2, 3]),
            )
        )


def _rhythms(chance: Random, parties: list[Party]) -> None:
    """How some of them buy: expected long ago, on the days around today, and not at all."""
    for party in parties[::2]:
        ago = chance.choice([None, -1, 0, 1, 2, 10, 12, 13, 50, 300])
        PartyRhythm.objects.create(
            party=party,
            state=chance.choice(State.values),
            count=chance.choice([1, 10]),
            first_on=date(2026, 10, 31),
            last_on=NOW.date() - timedelta(days=chance.choice([0, 1, 90])),
            expected_on=None if ago is None else NOW.date() - timedelta(days=ago),
            dormant_from=date(2027, 10, 31),
            currency=chance.choice(["EUR", "USD"]),
            year_net=chance.choice([0, 10, 300]),
            stake=10,
        )


def _own_values(world: World, chance: Random, deals: list[Opportunity], parties: list[Party]) -> None:
    ana = world.actor("ana")
    made = {
        kind: own_fields.define_field(
            DEALS, label=f"own {kind}", kind=kind, by=ana, choices=["x", "y"] if "choice" in kind else ()
        )
        for kind in ("text", "number", "money", "date", "choices", "bool", "party")
    }
    rows = []
    for deal in deals:
        for kind, field in made.items():
            if chance.random() < 0.5:
                rows += [
                    CustomValue(definition_id=field.custom, record_id=deal.pk, **columns)
                    for columns in _columns(kind, field, chance, parties)
                ]
    with changes.change_set("test", by=world.system):
        write.create_many(CustomValue, rows)


def _columns(kind: str, field: Any, chance: Random, parties: list[Party]) -> list[dict[str, Any]]:
    if kind == "choices":
        return [{"text": value, "slot": value} for value, _label in field.choices() if chance.random() < 0.6]
    number = Decimal(chance.choice([0, 1, "2.5", 300]))
    return {
        "text": [{"text": chance.choice(WORDS[1:])}],
        "number": [{"number": number}],
        "money": [{"number": number, "currency": chance.choice(["EUR", "USD"])}],
        "date": [{"date": chance.choice([NOW.date(), date(2026, 10, 31)])}],
        "bool": [{"number": chance.choice([0, 1])}],
        "party": [{"ref_id": chance.choice(parties).pk}],
    }[kind]


NUMBERS = st.sampled_from([0, 1, 10, "10.1", "2.5", 50, 300, -1, "12.5"])
PERIODS = st.sampled_from(
    ["today", "yesterday", "this_month", "last_month", "-1d", "7d", "-90d", "1m", "2026-11-24", "last_year"]
)
ANYTHING = st.sampled_from([None, True, "x", 3, [], {}, [1], {"amount": 1}, "today", ["a", "b"], "\x00", 10**15])


def _value(draw: Any, field: Any, op: str, actor: Actor) -> Any:
    if draw(st.integers(0, 12)) == 0:
        return draw(ANYTHING)
    if op in operators.WITHOUT_VALUE:
        return None
    if op == "within":
        return draw(st.sampled_from(["7d", "-1d", "1m", "-90d", "1y", "2y"]))
    one = _one(field, actor)
    if op == "between":
        return [draw(one), draw(one)]
    return draw(st.lists(one, min_size=1, max_size=3)) if op in ("in", "not_in") else draw(one)


def _one(field: Any, actor: Actor) -> Any:
    kind = field.kind
    if kind in ("number", "elapsed"):
        return NUMBERS
    if kind == "money":
        return NUMBERS | st.builds(lambda amount: {"amount": amount, "currency": "USD"}, NUMBERS)
    if kind in ("date", "datetime"):
        moment = st.just("2026-11-24T21:30:00Z")
        return PERIODS | moment if kind == "datetime" else PERIODS
    if kind == "birthday":
        return PERIODS | st.sampled_from(["02-29", "02-28", "11-24"])
    if kind == "bool":
        return st.booleans()
    if kind in operators.CHOICES:
        return st.sampled_from([str(value) for value, _label in field.choices()])
    if kind in operators.REFERENCES:
        refs = [row.ref for row in living(field.target, actor)[:4]]
        return st.sampled_from([*refs, "0" * 20])
    return st.sampled_from([word for word in WORDS if word] + ["976", "123", "@x", "a@x.es", "%", "_"])


@st.composite
def filters_for(draw: Any, shape: KnownShape, depth: int = 2) -> Any:
    kinds = ["test"] * 5 + (["all", "any", "not"] if depth else []) + (["related"] if shape.relations and depth else [])
    match draw(st.sampled_from(kinds)):
        case "all":
            return {"all": draw(st.lists(filters_for(shape, depth - 1), max_size=3))}
        case "any":
            return {"any": draw(st.lists(filters_for(shape, depth - 1), max_size=3))}
        case "not":
            return {"not": draw(filters_for(shape, depth - 1))}
        case "related":
            return draw(_related(shape))
    return draw(_test(shape))


@st.composite
def _test(draw: Any, shape: KnownShape) -> Any:
    path = ""
    while True:
        known = [f for f in shape.fields.values() if f.kind in operators.OPERATORS]
        field = draw(st.sampled_from(known))
        link = shape.link(field.name)
        if link is None or path.count(".") > 1 or draw(st.booleans()):
            break
        path, shape = f"{path}{field.name}.", link.shape  # type: ignore[assignment]
    op = draw(st.sampled_from(operators.OPERATORS[field.kind]))
    value = _value(draw, field, op, shape.actor)
    return {"field": path + field.name, "op": op, **({} if value is None else {"value": value})}


@st.composite
def _related(draw: Any, shape: KnownShape) -> Any:
    relation = draw(st.sampled_from(list(shape.relations.values())))
    bound = st.dictionaries(st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"]), NUMBERS, min_size=1, max_size=2)
    data: dict[str, Any] = {"related": relation.name}
    if draw(st.booleans()):
        data["where"] = draw(filters_for(relation.shape, 1))
    if draw(st.booleans()):
        data["count"] = draw(bound)
    sums = [
        f.name for f in relation.shape.fields.values() if f.kind in ("number", "money") and not f.custom and not f.many
    ]
    if sums and draw(st.booleans()):
        measured = {"gte": {"amount": 10, "currency": "EUR"}}
        data[f"sum:{draw(st.sampled_from(sums))}"] = draw(bound | st.just(measured))
    return data


@pytest.mark.parametrize("who", ["ana", "beto"])
@pytest.mark.parametrize("key", KEYS)
def test_sql_and_the_plain_reading_agree(company: World, key: str, who: str) -> None:
    actor = company.actor(who)
    with clock.frozen(NOW):
        moment = Moment(clock.today(actor.time_zone), ZoneInfo(actor.time_zone))
    source = InMemory(actor)
    evaluator = Evaluator(source, moment, company.user(who).ref)
    rows = source.living(key)

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(filters_for(KnownShape(key, actor)))
    def agree(data: Any) -> None:
        try:
            read = filters.read(key, data, actor)
        except FilterError:
            return  # a mistyped value: refused, never a crash
        with clock.frozen(NOW):
            found = set(read.apply(registry.get(key).rows(actor)).values_list("pk", flat=True))
        expected = {pk for pk, row in rows.items() if evaluator.passes(read.node, row)}
        assert found == expected, read.data
        assert filters.read(key, read.data, actor) == read
        assert all(str(chip) for chip in read.chips())

    agree()
