"""An owner's real workbook comes in: no row is lost without a word, and who is one becomes one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tendero.directory.models import ConsentEntry, Party
from tendero.records.exchange import asking, running
from tendero.records.models import Import, ImportRow
from tests import dirty_workbook, imports
from tests.dirty_workbook import Truth, pairs_of
from tests.world import World

SOME = 700
"""Rows of customers here; `./tendero bench --duplicates` takes three thousand."""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """The workbook and what is true of it."""
    path = tmp_path_factory.mktemp("dirty") / "clientes.xlsx"
    return path, dirty_workbook.write(path, rows=SOME)


def begun(workbook: tuple[Path, Truth], world: World, **options: Any) -> Import:
    """The import as it stands once its columns are recognised."""
    return imports.begin(workbook[0].read_bytes(), by=world.actor("ana"), name="clientes.xlsx", **options)


def answered_rightly(batch: Import, truth: Truth, world: World) -> int:
    """Answer as somebody who knows his customers, until nothing is asked; how many questions that took."""
    ana, asked = world.actor("ana"), 0
    for _time in range(6):
        running.foresee(batch, by=ana)
        doubts = list(batch.doubts.filter(answer=""))
        if not doubts:
            return asked
        asked += len(doubts)
        same = [one for one in doubts if truth.who[one.number] == truth.who[one.other_number]]
        asking.answer(same, "same", by=ana)
        asking.answer([one for one in doubts if one not in same], "two", by=ana)
    return asked


def found(batch: Import) -> dict[int, int]:
    """Into which record each row of a customer went."""
    rows = ImportRow.objects.filter(batch=batch, record_id__isnull=False)
    return {number: pk for number, pk in rows.values_list("number", "record_id") if pk is not None}


def test_the_columns_find_their_places(workbook: tuple[Path, Truth], world: World) -> None:
    batch = begun(workbook, world)

    assert batch.mapping["columns"] == [
        "name", "tax_id", "phone", "email", "street", "postal_code", "city", "contact", "job_title", "tags",
        "consent:email",
    ]  # fmt: skip


def test_no_row_is_lost_without_a_word(workbook: tuple[Path, Truth], world: World) -> None:
    """Every row that is not blank was made, joined to another, asked about, or left out with its reason."""
    _path, truth = workbook
    batch = begun(workbook, world)
    foreseen = running.foresee(batch, by=world.actor("ana"))
    assert imports.run(batch, by=world.actor("ana")) == foreseen["counts"]

    rows = {row.number: row for row in ImportRow.objects.filter(batch=batch)}

    assert rows.keys() == truth.who.keys() | truth.nobody
    for number in truth.who:
        assert rows[number].outcome in ("created", "repeated", "updated", "unchanged"), rows[number].values()
        assert rows[number].record_id, rows[number].values()
    for number in truth.nobody:
        assert (rows[number].outcome, bool(rows[number].reason)) == ("skipped", True), rows[number].values()
    for number in truth.damaged:
        assert dirty_workbook.DAMAGED in rows[number].reason
    undecided = batch.doubts.filter(answer="").values_list("number", flat=True)
    assert all(rows[number].reason for number in undecided)
    assert batch.also_made <= truth.with_contact
    assert batch.also_made > truth.with_contact * 0.9


def test_no_two_customers_become_one_and_an_answered_file_has_each_once(
    workbook: tuple[Path, Truth], world: World
) -> None:
    """What joins by itself is nearly always right; with its questions answered, few repeats are left."""
    _path, truth = workbook
    batch = begun(workbook, world)
    asked = answered_rightly(batch, truth, world)
    imports.run(batch, by=world.actor("ana"))

    told, true = pairs_of(found(batch)), truth.pairs

    precision, recall = len(told & true) / len(told), len(told & true) / len(true)
    assert precision >= 0.99, sorted(told - true)[:5]
    assert recall >= 0.95, sorted(true - told)[:5]
    assert asked <= SOME * 0.12


def test_the_same_workbook_again_asks_nothing_and_changes_nothing(workbook: tuple[Path, Truth], world: World) -> None:
    batch = begun(workbook, world)
    answered_rightly(batch, workbook[1], world)
    imports.run(batch, by=world.actor("ana"))
    parties = Party.objects.count()

    again = begun(workbook, world)
    running.foresee(again, by=world.actor("ana"))

    assert asking.waiting(again) == 0
    counts = imports.run(again, by=world.actor("ana"))
    assert not counts.keys() & {"created", "updated", "failed"}, list(
        ImportRow.objects.filter(batch=again, outcome__in=["created", "updated"]).values_list("number", "outcome")
    )
    assert Party.objects.count() == parties


def test_whoever_said_no_objects(workbook: tuple[Path, Truth], world: World) -> None:
    _path, truth = workbook
    batch = begun(workbook, world)
    imports.run(batch, by=world.actor("ana"))
    went = found(batch)

    objectors = set(ConsentEntry.objects.filter(decision="objected").values_list("party_id", flat=True))

    said_no = {number for number, who in truth.who.items() if who in truth.objects}
    assert objectors <= {went[number] for number in said_no}
    assert len(objectors) >= len(truth.objects) * 0.9


def test_the_same_seed_gives_the_same_truth(tmp_path: Path) -> None:
    one, other = (dirty_workbook.write(tmp_path / f"{n}.xlsx", rows=60) for n in (1, 2))

    assert one == other
    assert one != dirty_workbook.write(tmp_path / "3.xlsx", rows=60, seed=1)
