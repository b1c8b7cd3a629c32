"""Reading rows: pages both ways, orders, counts, sums, and what a profile may not know of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tendero.access.models import FieldRule, Profile
from tendero.activities.models import Activity
from tendero.kernel import kept
from tendero.kernel import search as index
from tendero.kernel.money import Money
from tendero.pipeline.models import Opportunity, Stage
from tendero.records import search
from tendero.records.filters import FilterError
from tendero.records.rows import CAP, Rows
from tests.world import World

pytestmark = pytest.mark.django_db
DEALS = "pipeline.Opportunity"
NAMES = ["Ñu", "Nube", "Ola", "Álamo", "ala", "Ala", "zorro", "ñandú", "oso", "Nube"]


@pytest.fixture
def deals(world: World) -> World:
    stage = Stage.objects.first()
    for number, name in enumerate(NAMES):
        world.make(
            Opportunity(
                name=name,
                party=world.don_luis,
                owner=world.user("beto") if number % 2 else None,
                stage=stage,
                amount=number % 3,
                currency="EUR" if number % 4 else "USD",
                expected_close=date(2026, 1, 1) + timedelta(days=number % 4) if number % 3 else None,
            )
        )
    return world


def walk(rows: Rows, limit: int = 3) -> list[list[Any]]:
    """Every page from the first to the last."""
    pages, cursor = [], ""
    while True:
        page = rows.page(cursor, limit)
        pages.append(page.rows)
        if not page.next:
            return pages
        cursor = page.next


def test_spanish_order(deals: World) -> None:
    found = [row.name for row in Rows(DEALS, deals.actor("ana"), order="name").page().rows]
    assert [name.casefold() for name in found] == [
        "ala", "ala", "álamo", "nube", "nube", "ñandú", "ñu", "ola", "oso", "zorro",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "order", ["name", "-name", "amount", "-amount", "expected_close", "-expected_close", "owner", "stage", "-chance"]
)
def test_pages_hold_every_row_once_forwards_and_backwards(deals: World, order: str) -> None:
    rows = Rows(DEALS, deals.actor("ana"), order=order)
    whole = [row.pk for row in rows.ordered()]
    assert [row.pk for page in walk(rows) for row in page] == whole
    assert len(whole) == len(NAMES)
    cursor, back = "", []
    last = rows.page(limit=3)
    while last.next:
        last = rows.page(last.next, 3)
    cursor = last.previous
    while cursor:
        page = rows.page(cursor, 3)
        back.append([row.pk for row in page.rows])
        assert page.next
        cursor = page.previous
    assert [pk for page in reversed(back) for pk in page] == whole[: len(whole) - len(last.rows)]


def test_blanks_stand_last_whichever_way(deals: World) -> None:
    for order in ("expected_close", "-expected_close"):
        found = [row.expected_close for row in Rows(DEALS, deals.actor("ana"), order=order).page().rows]
        assert None in found
        assert None not in found[: found.index(None)]
        assert set(found[found.index(None) :]) == {None}


def test_a_cursor_belongs_to_its_list(deals: World) -> None:
    actor = deals.actor("ana")
    cursor = Rows(DEALS, actor, order="name").page(limit=2).next
    for order, given in (("-name", cursor), ("name", cursor + "x"), ("name", "nothing")):
        with pytest.raises(FilterError) as caught:
            Rows(DEALS, actor, order=order).page(given)
        assert caught.value.path == "cursor"
    with pytest.raises(FilterError):
        Rows(DEALS, actor, order="note__x")


def test_counts_are_capped_and_sums_keep_currencies_apart(deals: World) -> None:
    rows = Rows(DEALS, deals.actor("ana"))
    assert (rows.count().number, rows.count().capped, CAP) == (10, False, 10_000)
    assert rows.sums("amount") == [Money(Decimal(6), "EUR"), Money(Decimal(3), "USD")]
    with pytest.raises(FilterError):
        rows.sums("name")


def test_filter_text_and_order_together(deals: World) -> None:
    rows = Rows(DEALS, deals.actor("ana"), {"field": "owner", "op": "empty"}, text="nu", order="name")
    assert [row.name for row in rows.page().rows] == ["Ñu"]


def test_queries_do_not_grow_with_the_rows(deals: World) -> None:
    counts, ana = [], deals.actor("ana")
    for limit in (2, 10):
        with CaptureQueriesContext(connection) as asked:
            rows = Rows(DEALS, ana).page(limit=limit, fields=["name", "party", "stage", "owner"]).rows
            assert all(str(row.party) and str(row.stage) and str(row.owner) for row in rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def hide(profile: str, record: str, *names: str) -> None:
    for name in names:
        FieldRule.objects.create(
            profile=Profile.objects.get(code=profile), record=record, field=name, mode=FieldRule.Mode.HIDDEN
        )
    kept.touch("policy")


def test_a_hidden_field_does_not_exist(deals: World) -> None:
    hide("comercial", DEALS, "amount")
    beto = deals.actor("beto")
    for wrong in ({"filter": {"field": "amount", "op": "gt", "value": 0}}, {"order": "amount"}):
        with pytest.raises(FilterError):
            Rows(DEALS, beto, **wrong)
    with pytest.raises(FilterError):
        Rows(DEALS, beto).sums("amount")


def test_search_respects_hidden_fields_and_private_notes(world: World) -> None:
    party = world.person("Rosa", "García", tax_id="00000000T", owner="beto")
    world.make(Activity(kind="note", party=party, author=world.user("ana"), title="Regalo sorpresa", private=True))
    world.make(Activity(kind="note", party=party, author=world.user("ana"), title="Prefiere tardes"))

    def found(who: str, asked: str) -> list[str]:
        groups = search.search(world.actor(who), asked).groups
        return [hit.title for group in groups for hit in group.hits]

    assert found("beto", "garc ros") == ["Rosa García"]
    assert found("beto", "00000000t") == ["Rosa García"]
    assert (found("beto", "sorpresa"), found("ana", "sorpresa")) == ([], ["Regalo sorpresa"])
    assert found("ana", "tardes") == ["Prefiere tardes"]
    hide("comercial", "directory.Party", "tax_id")
    assert found("beto", "00000000t") == []
    assert found("ana", "00000000t") == ["Rosa García"]
    assert Rows("directory.Party", world.actor("beto"), text="00000000t").count().number == 0
    assert Rows("directory.Party", world.actor("ana"), text="00000000t").count().number == 1


def test_search_suggests_what_the_actor_would_find(world: World) -> None:
    world.person("Rosa", "García")
    index.rebuild_vocabulary()
    answer = search.search(world.actor("beto"), "garzia")
    assert (answer.groups, answer.suggestions) == ((), ("garcía",))


def test_the_bin_is_read_apart(deals: World) -> None:
    from tendero.kernel import changes, write

    with changes.change_set("test", by=deals.system):
        write.to_bin([Opportunity.objects.get(name="zorro")])
    ana = deals.actor("ana")
    assert [row.name for row in Rows(DEALS, ana, binned=True).page().rows] == ["zorro"]
    assert Rows(DEALS, ana).count().number == 9
    assert Rows(DEALS, ana, text="zorro").count().number == 0
