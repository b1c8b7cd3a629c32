"""The filter language over real records: what passes, what is refused, what does not exist for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tendero.kernel import clock
from tendero.kernel.models import unlocked
from tendero.records import filters, registry
from tendero.records.filters import FilterError
from tests.world import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def names(world: World, data: Any, who: str = "ana", record: str = "pipeline.Opportunity") -> set[str]:
    actor = world.actor(who)
    rows = registry.get(record).rows(actor)
    return {str(row) for row in filters.read(record, data, actor).apply(rows)}


def t(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


@pytest.fixture
def deals(world: World) -> World:
    from tendero.pipeline.models import Opportunity, Stage

    with unlocked():
        stage = Stage.objects.first() or Stage.objects.create(name="Nueva", kind="open", position=1)
    luis = world.don_luis
    bar = world.company("Café Sevilla", owner="nuria")
    for name, party, owner, amount, currency in (
        ("Horno", luis, "beto", 1200, "EUR"),
        ("Vajilla", luis, "nuria", 300, "EUR"),
        ("Cámara", bar, "nuria", 300, "USD"),
        ("Ñora", bar, "", 0, "EUR"),
    ):
        who = world.user(owner) if owner else None
        world.make(Opportunity(name=name, party=party, owner=who, stage=stage, amount=amount, currency=currency))
    return world


def test_text_is_folded(deals: World) -> None:
    assert names(deals, t("name", "eq", "camara")) == {"Cámara"}
    assert names(deals, t("name", "contains", "ÑOR")) == {"Ñora"}
    assert names(deals, t("name", "not_contains", "a")) == {"Horno"}
    assert names(deals, t("name", "in", ["horno", "VAJILLA"])) == {"Horno", "Vajilla"}


def test_empty_satisfies_no_positive_operator(deals: World) -> None:
    everyone = {"Horno", "Vajilla", "Cámara", "Ñora"}
    beto = deals.user("beto").ref
    assert names(deals, t("owner", "eq", beto)) == {"Horno"}
    assert names(deals, t("owner", "ne", beto)) == everyone - {"Horno"}
    assert names(deals, t("owner", "empty")) == {"Ñora"}
    assert names(deals, t("expected_close", "lt", "2030-01-01")) == set()
    assert names(deals, {"not": t("expected_close", "lt", "2030-01-01")}) == everyone
    assert names(deals, {"any": []}) == set()
    assert names(deals, {"any": [t("owner", "empty"), {"all": []}]}) == everyone
    assert names(deals, {"not": {"any": [{"any": []}, t("name", "eq", "horno")]}}) == everyone - {"Horno"}


def test_paths_through_relations(deals: World) -> None:
    huesca = deals.user("nuria").team
    assert huesca is not None
    assert names(deals, t("owner.team", "eq", huesca.ref)) == {"Vajilla", "Cámara"}
    assert names(deals, t("owner.team", "ne", huesca.ref)) == {"Horno", "Ñora"}
    assert names(deals, t("owner.team.name", "eq", "huesca")) == {"Vajilla", "Cámara"}
    assert names(deals, t("owner", "is_me"), "beto") == {"Horno"}


def test_money_and_numbers(deals: World) -> None:
    assert names(deals, t("amount", "gte", 300)) == {"Horno", "Vajilla", "Cámara"}
    assert names(
        deals, t("amount", "between", [{"amount": 1, "currency": "USD"}, {"amount": 300, "currency": "USD"}])
    ) == {"Cámara"}
    assert names(deals, t("chance", "gt", "12.5")) == names(deals, t("chance", "gte", 13))
    assert names(deals, t("chance", "eq", "12.5")) == set()


def test_a_team_does_not_see_others_deals_through_filters(deals: World) -> None:
    assert names(deals, {}, "beto") == {"Horno", "Ñora"}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (t("nothing", "eq", 1), "field"),
        (t("owner.nothing", "eq", 1), "field"),
        (t("name", "gt", "a"), "op"),
        (t("amount", "gte", "much"), "value"),
        ({"all": [{}, t("name", "eq", 3)]}, "all.1.value"),
        ({"all": {}}, "all"),
        ([], ""),
        ({"field": "name", "op": "eq", "value": "x", "or": 1}, "or"),
        ({"related": "nothing"}, "related"),
        ({"what": 1}, "what"),
        ("{", ""),
        (t("owner", "eq", "1"), "value"),
    ],
)
def test_a_bad_filter_names_its_part(world: World, data: Any, path: str) -> None:
    with pytest.raises(FilterError) as caught:
        filters.read("pipeline.Opportunity", data, world.actor("ana"))
    assert caught.value.path == path


def test_size_is_limited(world: World) -> None:
    deep: dict[str, Any] = {}
    for _ in range(12):
        deep = {"not": deep} if deep else {"not": {"any": []}}
    for data in (deep, {"all": [{"any": []}] * 200}, {"text": "x" * 301}):
        with pytest.raises(FilterError):
            filters.read("pipeline.Opportunity", data, world.actor("ana"))


def test_canonical_json_reads_the_same(world: World) -> None:
    actor = world.actor("ana")
    data = {
        "all": [
            t("name", "contains", "Hor"),
            {"not": t("amount", "between", ["1.50", 20])},
            {"any": [t("expected_close", "within", "7d"), t("owner.team.name", "eq", "Huesca")]},
        ]
    }
    once = filters.read("pipeline.Opportunity", data, actor)
    assert filters.read("pipeline.Opportunity", once.data, actor) == once
    assert [str(chip) for chip in once.chips()]


def test_relative_days_are_those_of_the_viewer(deals: World) -> None:
    from tendero.activities.models import Task

    late_evening = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the 25th in Madrid
    with clock.frozen(late_evening):
        for title, day in (("hoy", 25), ("ayer", 24)):
            deals.make(Task(title=title, due_on=datetime(2026, 11, day, tzinfo=UTC).date(), party=deals.don_luis))
        assert names(deals, t("due_on", "eq", "today"), record="activities.Task") == {"hoy"}
        assert names(deals, t("due_on", "lt", "today"), record="activities.Task") == {"ayer"}
        assert names(deals, t("due_on", "within", "-1d"), record="activities.Task") == {"hoy", "ayer"}


def test_moments_fall_in_days_of_the_viewer(world: World) -> None:
    from tendero.activities.models import Activity

    with clock.frozen(NOON):
        for title, back in (("fresh", 1), ("old", 91)):
            world.make(Activity(kind="call", title=title, party=world.don_luis, at=NOON - timedelta(days=back)))
        assert names(world, t("at", "gte", "-90d"), record="activities.Activity") == {"fresh"}
        assert names(world, t("at", "eq", "yesterday"), record="activities.Activity") == {"fresh"}


def test_text_within_a_filter(deals: World) -> None:
    assert names(deals, {"text": "cam"}) == {"Cámara"}
    assert names(deals, {"not": {"text": "cam"}}) == {"Horno", "Vajilla", "Ñora"}


def test_the_menu_offers_what_the_actor_knows(world: World) -> None:
    offered = filters.menu("pipeline.Opportunity", world.actor("ana"))
    by_name = {field["name"]: field for field in offered["fields"]}
    assert [operator["op"] for operator in by_name["amount"]["operators"]][:2] == ["eq", "ne"]
    assert "owner.team" in {field["name"] for field in by_name["owner"]["through"]}
