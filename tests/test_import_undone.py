"""Undoing a file takes nothing from under whoever stays: what somebody kept needs stays too, and says why."""

from __future__ import annotations

import pytest

from tendero.activities.actions import add_task
from tendero.directory.models import Party
from tendero.kernel import changes, write
from tendero.records.exchange import running
from tests import imports

STAFF = """nombre,apellidos,empresa
Lucía,Gil,Ferretería Ebro
Mar,Pardo,Ferretería Ebro
Pol,Gómez,Bar La Plaza
"""


def living() -> list[str]:
    return sorted(Party.objects.values_list("name", flat=True))


def brought(world, **values):
    ana = world.actor("ana")
    batch = imports.begin(STAFF, by=ana)
    imports.run(batch, by=ana)
    if values:
        with changes.change_set("test", by=world.system):
            write.change(Party.objects.get(first_name="Lucía"), **values)
    return batch


def kept(batch) -> dict[str, str]:
    return {item["title"]: item["reason"] for item in batch.revert_report["kept"]}


@pytest.mark.parametrize("chunk", [1, 2000], ids=["chunk by chunk", "at once"])
def test_the_firm_of_somebody_who_stays_stays_too(world, monkeypatch, chunk):
    monkeypatch.setattr(running, "CHUNK", chunk)
    batch = brought(world, second_last_name="Sanz")

    imports.revert(batch, by=world.actor("ana"))

    assert living() == ["Ferretería Ebro", "Lucía Gil Sanz"]
    assert kept(batch) == {"Lucía Gil Sanz": "se cambió después", "Ferretería Ebro": "trabaja aquí Lucía Gil Sanz"}
    lucia = Party.objects.get(first_name="Lucía")
    assert lucia.works_at == Party.objects.get(name="Ferretería Ebro")

    imports.revert(batch, by=world.actor("ana"))

    assert living() == ["Bar La Plaza", "Ferretería Ebro", "Lucía Gil Sanz", "Mar Pardo", "Pol Gómez"]


def test_nobody_kept_nothing_stays(world):
    batch = brought(world)

    imports.revert(batch, by=world.actor("ana"))

    assert (living(), kept(batch)) == ([], {})


def test_whoever_has_a_task_stays_and_so_does_where_he_works(world):
    batch = brought(world)
    ana = world.actor("ana")
    mar = Party.objects.get(first_name="Mar")
    add_task(mar, kind="call", title="Llamar a Mar", by=ana)

    imports.revert(batch, by=ana)

    assert living() == ["Ferretería Ebro", "Mar Pardo"]
    assert kept(batch) == {
        "Mar Pardo": "lo necesita: Llamar a Mar (tarea)",
        "Ferretería Ebro": "trabaja aquí Mar Pardo",
    }
    page = world.client("ana").get(f"/parties/import/{batch.ref}/result/").content.decode()
    assert "trabaja aquí Mar Pardo" in page


def test_what_is_in_the_bin_holds_nothing(world):
    batch = brought(world, second_last_name="Sanz")
    with changes.change_set("test", by=world.system):
        write.to_bin([Party.objects.get(first_name="Lucía")])

    imports.revert(batch, by=world.actor("ana"))

    assert living() == []


def test_a_firm_made_for_somebody_there_before_goes_with_its_relationship(world):
    """The file gives Luis an employer: both the tie and the new firm go, and he is as he was."""
    world.person("Luis", "Ferrer", owner="ana")
    ana = world.actor("ana")
    batch = imports.begin("nombre,apellidos,ciudad,empresa\nLuis,Ferrer,Teruel,Bar Sol\n", by=ana)
    imports.run(batch, by=ana)
    imports.revert(batch, by=ana)

    assert living() == ["Luis Ferrer"]
    assert kept(batch) == {}
