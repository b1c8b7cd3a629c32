"""What every record type keeps, whoever declares it: its screens open, its forms lose nothing, its API agrees."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tendero.access.actions import create_token
from tendero.kernel import clock, journal
from tendero.kernel.models import Change
from tendero.records import ordering, registry, values, writing
from tendero.records.fields import Field, Kind
from tendero.records.filters import FilterError
from tendero.records.rows import Rows
from tests.contracts.samples import sample
from tests.inputs import Inputs
from tests.world import World

KEYS = registry.keys()
EDITED = {
    "directory.Party": "legal_name",
    "activities.Activity": "title",
    "activities.Document": "title",
    "activities.Silence": "reason",
    "sales.Sale": "number",
}


def text_field(key: str) -> str:
    """A field of plain text that every form of the record shows."""
    return EDITED.get(key) or ("title" if key == "activities.Task" else "name")


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("key", KEYS)
def test_it_is_called_something_in_both_languages(key: str) -> None:
    record = registry.get(key)
    told = []
    for language in ("en", "es"):
        with translation.override(language):
            words = [
                str(record.labels.one),
                str(record.labels.many),
                *(str(f.label) for f in record.own_fields.values()),
            ]
        assert all(words), language
        told.append(words)
    assert told[0] != told[1]


@pytest.mark.parametrize("key", KEYS)
def test_its_screens_open_and_cost_the_same_for_one_row_and_for_many(world: World, key: str) -> None:
    record, client = registry.get(key), world.client("ana")
    first = sample(world, key)
    address = f"{record.url('list')}?layout=table"
    client.get(address)
    few = queries(client, address)
    assert client.get(record.url("detail", first)).status_code in {200, 302}
    assert client.get(record.url("panel", first)).status_code == 200
    for number in range(1, 9):
        sample(world, key, number)
    assert queries(client, address) <= few + 1


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_list_says_what_it_is_for(world: World, key: str) -> None:
    record = registry.get(key)
    page = world.client("ana").get(record.url("list"), {"q": "zzzzqqqq", "layout": "table"})
    assert page.status_code == 200
    assert "t-empty" in page.content.decode()


@pytest.mark.parametrize("key", KEYS)
def test_a_form_sent_back_untouched_changes_nothing(world: World, key: str) -> None:
    record, client = registry.get(key), world.client("ana")
    row = sample(world, key)
    before = journal.snapshot(type(row).objects.get(pk=row.pk))
    lines = Change.objects.count()
    page = client.get(record.url("edit", row))
    assert page.status_code == 200
    data = Inputs(page.content.decode()).data
    assert len(data) > 2, "the form shows no field"
    answer = client.post(record.url("edit", row), data)
    assert answer.status_code in {200, 204, 302}, answer.content.decode()[:2000]
    assert Change.objects.count() == lines
    assert journal.snapshot(type(row).objects.get(pk=row.pk)) == before


@pytest.mark.parametrize("key", KEYS)
def test_a_form_of_an_hour_ago_brings_back_nothing_that_nobody_typed_in_it(world: World, key: str) -> None:
    """Sent untouched after a colleague's change, it has nothing to ask and nothing to write."""
    record, client = registry.get(key), world.client("ana")
    row, field = sample(world, key), text_field(key)
    data = Inputs(client.get(record.url("edit", row)).content.decode()).data
    writing.edit(record, row, {field: "De otra manera"}, by=world.actor("ana"))
    lines = Change.objects.count()
    answer = client.post(record.url("edit", row), data)
    assert answer.status_code in {200, 302}, answer.content.decode()
    assert Change.objects.count() == lines


@pytest.mark.parametrize("key", KEYS)
def test_a_change_is_in_the_journal_and_can_be_undone(world: World, key: str) -> None:
    record, ana = registry.get(key), world.actor("ana")
    row = sample(world, key)
    field = text_field(key)
    old = getattr(row, field)
    assert writing.edit(record, row, {field: "Otra cosa"}, by=ana)
    line = Change.objects.filter(record_key=key, record_id=row.pk, field=field).latest("id")
    assert (line.before, line.after, line.change_set.actor_name) == (old, "Otra cosa", "Ana Montoro")
    report = journal.revert(line.change_set, by=ana)
    assert report.kept == []
    assert getattr(type(row).objects.get(pk=row.pk), field) == old


@pytest.mark.parametrize("key", KEYS)
def test_it_goes_to_the_bin_and_comes_back(world: World, key: str) -> None:
    record, ana = registry.get(key), world.actor("ana")
    row = sample(world, key)
    writing.to_bin(record, [row], by=ana)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert world.client("ana").get(record.url("detail", row)).status_code == 404
    assert world.client("ana").get(record.url("bin")).status_code == 200
    writing.restore(record, [type(row).everything.get(pk=row.pk)], by=ana)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("key", KEYS)
def test_the_api_lists_what_the_screen_lists(world: World, key: str) -> None:
    record = registry.get(key)
    rows = [sample(world, key, number) for number in range(3)]
    _token, secret = create_token(world.user("ana"), by=world.actor("ana"), name="prueba")
    answer = Client().get(f"/api/v1/{record.slug}", {"limit": 100}, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    told = {item["id"] for item in json.loads(answer.content)["items"]}
    assert {row.ref for row in rows} <= told
    assert told == set(record.rows(world.actor("ana", "api")).values_list("ref", flat=True))
    one = Client().get(f"/api/v1/{record.slug}/{rows[0].ref}", headers={"Authorization": f"Bearer {secret}"})
    assert one.status_code == 200
    assert one["ETag"]


@pytest.mark.parametrize("key", KEYS)
def test_it_sorts_by_every_column_that_says_so_page_by_page_and_back(world: World, key: str) -> None:
    """Every row once, whichever way; what has no value comes last; the way back is the same list."""
    record, ana = registry.get(key), world.actor("ana")
    for number in range(4):
        sample(world, key, number)
    if key == "directory.Party":
        buy(world)
    every = set(record.rows(ana).values_list("pk", flat=True))
    fields = [field for field in record.fields_for(ana).values() if ordering.is_sortable(record.model, field)]
    assert fields
    for name in record.fields_for(ana).keys() - {field.name for field in fields}:
        with pytest.raises(FilterError):
            Rows(record, ana, order=name)
    for field in fields:
        for order in (field.name, f"-{field.name}"):
            rows = Rows(record, ana, order=order)
            pages = [rows.page(limit=3, fields=[field.name])]
            while pages[-1].next:
                pages.append(rows.page(pages[-1].next, 3, [field.name]))
            back = [pages[-1]]
            while back[-1].previous:
                back.append(rows.page(back[-1].previous, 3, [field.name]))
            seen = [row for page in pages for row in page.rows]
            assert [row.pk for row in seen] == [row.pk for row in rows.ordered()], order
            assert [row.pk for page in back[::-1] for row in page.rows] == [row.pk for row in seen], order
            assert len(seen) == len(every), order
            assert {row.pk for row in seen} == every, order
            in_order([values.held(field, row) for row in seen], field, order)


def in_order(told: list[Any], field: Field, order: str) -> None:
    """What the cells hold goes up, or down, and is empty only at the end; texts go by their language."""
    if field.sort and "__" in field.sort:
        filled = [value for value in told if value is not None]
        assert told[: len(filled)] == filled, order
        if field.kind in (Kind.NUMBER, Kind.ELAPSED, Kind.DATE, Kind.DATETIME):
            assert filled == sorted(filled, reverse=order.startswith("-")), order


def buy(world: World) -> None:
    """Five who buy: expected long ago, yesterday, today, in a month; one who bought once."""
    today, sale = clock.today(), registry.get("sales.Sale")
    for number, days in enumerate(([90, 60, 30, 21], [61, 41, 21], [40, 20, 0], [60, 40, 20], [7])):
        buyer = world.person(f"Cliente {number}")
        for ago in days:
            line = {"text": "Café", "price": Decimal(10 + number), "cost": Decimal(number + 1)}
            bought = {"party": buyer, "on": today - dt.timedelta(days=ago), "lines": [line]}
            writing.add(sale, bought, by=world.actor("ana"))


@pytest.mark.parametrize("key", KEYS)
def test_its_export_has_every_row_and_no_living_formula(world: World, key: str) -> None:
    record, ana = registry.get(key), world.actor("ana")
    row = sample(world, key)
    if key != "directory.Party":
        writing.edit(record, row, {text_field(key): "=1+1"}, by=ana)
    answer: Any = world.client("ana").post(
        record.url("export"), {"format": "csv", "separator": ";", "columns": [text_field(key)], "reason": "prueba"}
    )
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) >= 2
    assert not any(line.lstrip('"').startswith("=") for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_no_two_fields_are_called_alike(key: str, language: str) -> None:
    """In the matrix of a profile and among the columns a label stands alone: it has to say which field it is."""
    with translation.override(language):
        labels = [str(field.label).lower() for field in registry.get(key).all_fields().values()]
    assert [label for label, times in Counter(labels).items() if times > 1] == []
