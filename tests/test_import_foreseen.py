"""A dry run says what the run does, and the run says so again, however the file is cut and its people repeat."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tendero.directory.models import Party
from tendero.kernel import changes, write
from tendero.records.exchange import running
from tendero.records.models import ImportRow
from tests import imports
from tests.world import World

TITLES = ["Nombre", "Correo electrónico", "Teléfono", "Empresa", "Ciudad", "NIF", "Web"]
cells = st.tuples(
    st.sampled_from(["Luis Ortiz Ibáñez", "Rosa Gil Pardo", "LUIS ORTIZ IBÁÑEZ", "Bar Torrero SL", "Rosa Gil", ""]),
    st.sampled_from(["", "", "a@x.es", "A@X.es", "b@x.es", "c@x.es"]),
    st.sampled_from(["", "", "600000001", "600 00 00 02", "600000003"]),
    st.sampled_from(["", "", "", "Bar Torrero SL", "Menaje Ruiz SA"]),
    st.sampled_from(["", "", "Teruel", "Huesca"]),
    st.sampled_from(["", "", "", "", "12345678Z", "87654321X"]),
    st.sampled_from(["", "", "ruiz.es"]),
)
files = st.lists(cells, min_size=1, max_size=14).filter(lambda rows: any(any(row) for row in rows))
many = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class _Back(Exception):
    """Takes back what an example wrote."""


def a_file(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([TITLES, *rows])
    return out.getvalue()


def outcomes() -> list[tuple[Any, ...]]:
    rows = ImportRow.objects.order_by("batch", "number")
    return [(row.batch_id, row.number, row.outcome, row.record_id, row.reason) for row in rows]


@pytest.mark.parametrize("policy", ["fill", "update", "skip", "add"])
def test_a_dry_run_says_what_the_run_does(world: World, monkeypatch: pytest.MonkeyPatch, policy: str) -> None:
    """Whatever is repeated in the file, in the directory or in the bin, and wherever the chunks are cut."""
    ana = world.actor("ana")

    @many
    @given(
        rows=files,
        before=st.one_of(st.just([]), files),
        chunk=st.integers(1, 6),
        binned=st.sampled_from(["restore", "skip", "add"]),
    )
    def compared(rows: list[tuple[str, ...]], before: list[tuple[str, ...]], chunk: int, binned: str) -> None:
        monkeypatch.setattr(running, "CHUNK", chunk)
        try:
            with transaction.atomic():
                if before:
                    imports.bring(a_file(before), by=ana)
                    with changes.change_set("test", by=ana):
                        write.to_bin(Party.objects.filter(name__startswith="Rosa")[:1])
                batch = imports.begin(a_file(rows), by=ana, policy=policy, binned=binned)
                foreseen = running.foresee(batch, by=ana)
                counts = imports.run(batch, by=ana)
                assert (foreseen["counts"], foreseen["also_made"]) == (counts, batch.also_made), outcomes()
                raise _Back
        except _Back:
            pass

    compared()


def test_the_same_file_again_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its people share keys: whom a row has made or filled is the one whom it means the next time."""
    ana = world.actor("ana")

    @many
    @given(rows=files, chunk=st.integers(1, 6))
    def twice(rows: list[tuple[str, ...]], chunk: int) -> None:
        monkeypatch.setattr(running, "CHUNK", chunk)
        try:
            with transaction.atomic():
                imports.bring(a_file(rows), by=ana)
                again = imports.bring(a_file(rows), by=ana)
                assert not again.keys() & {"created", "updated"}, outcomes()
                raise _Back
        except _Back:
            pass

    twice()


def test_a_town_that_a_later_chunk_fills_in_is_a_key_from_then_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Luis comes without a town, then with one, then another Luis of that town: one man, in the dry run too."""
    monkeypatch.setattr(running, "CHUNK", 1)
    luis = ("Luis Ortiz Ibáñez", "a@x.es", "600000001", "", "", "", "")
    file = a_file([luis, (*luis[:4], "Teruel", "", ""), (luis[0], "c@x.es", "600000003", "", "Teruel", "", "")])

    foreseen = imports.foresee(file, by=world.actor("ana"))

    assert foreseen == {"created": 1, "repeated": 2}
    assert imports.bring(file, by=world.actor("ana")) == foreseen


@pytest.mark.parametrize("chunk", [1, 2, 3, 4])
def test_the_surer_key_decides_wherever_the_file_is_cut(
    world: World, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Two of one name have e-mails of their own; when both turn out to live in Huesca, each row is still its own."""
    rows = [("Luis Ortiz Ibáñez", f"{who}@x.es", "", "", town, "", "") for town in ("", "Huesca") for who in "ab"]
    monkeypatch.setattr(running, "CHUNK", chunk)

    imports.bring(a_file(rows), by=world.actor("ana"))

    assert sorted(Party.objects.values_list("email", "city")) == [("a@x.es", "Huesca"), ("b@x.es", "Huesca")]


def test_a_company_known_by_its_telephone_only_gets_its_name(world: World) -> None:
    """A row without a name is called by its telephone; the next one says that it is a bar."""
    bar = ("Bar Torrero SL", "", "600000001", "", "", "", "")

    imports.bring(a_file([("", *bar[1:]), bar]), by=world.actor("ana"))

    assert list(Party.objects.values_list("kind", "name", "phone")) == [
        ("organisation", "Bar Torrero SL", "+34600000001")
    ]


def test_of_several_with_one_address_a_row_means_the_one_it_tells_nothing_new(world: World) -> None:
    """Luis comes to share the bar's e-mail; the row that said its town before anybody said its name still means it."""
    luis = ("Luis Ortiz Ibáñez", "", "", "", "", "87654321X", "")
    rows = [
        luis,
        ("", "a@x.es", "", "", "Huesca", "", ""),
        ("Bar Torrero SL", "a@x.es", "", "", "", "", ""),
        (luis[0], "a@x.es", *luis[2:]),
    ]
    imports.bring(a_file(rows), by=world.actor("ana"))

    again = imports.bring(a_file(rows), by=world.actor("ana"))

    assert again.keys() == {"unchanged", "repeated"}


def test_the_web_page_counts_in_a_dry_run_as_in_the_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Luis and Rosa share an e-mail and a web page: a row of both means Luis, who was first, also once he changed."""
    monkeypatch.setattr(running, "CHUNK", 1)
    luis = ("Luis Ortiz Ibáñez", "c@x.es", "600000001", "", "", "87654321X", "ruiz.es")
    rosa = ("Rosa Gil", "c@x.es", "", "", "", "12345678Z", "ruiz.es")
    imports.bring(a_file([luis, rosa]), by=world.actor("ana"))
    file = a_file([(luis[0], "", luis[2], "", "Teruel", "", ""), ("", "c@x.es", "", "", "", "", "ruiz.es")])

    foreseen = imports.foresee(file, by=world.actor("ana"), policy="update")

    assert foreseen == {"updated": 1, "repeated": 1}
    assert imports.bring(file, by=world.actor("ana"), policy="update") == foreseen


def test_a_company_that_a_row_renames_is_no_longer_whom_the_next_row_names(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar turns out to be called otherwise; whoever works at a bar of the old name works at another one."""
    monkeypatch.setattr(running, "CHUNK", 1)
    imports.bring(a_file([("Bar Torrero SL", "a@x.es", "", "", "", "", "")]), by=world.actor("ana"))
    file = a_file(
        [("Menaje Ruiz SA", "a@x.es", "", "", "", "", ""), ("Rosa Gil", "b@x.es", "", "Bar Torrero SL", "", "", "")]
    )
    batch = imports.begin(file, by=world.actor("ana"), policy="update")

    foreseen = running.foresee(batch, by=world.actor("ana"))

    assert (foreseen["counts"], foreseen["also_made"]) == ({"updated": 1, "created": 1}, 1)
    assert (imports.run(batch, by=world.actor("ana")), batch.also_made) == ({"updated": 1, "created": 1}, 1)
