"""A file taken back and brought again: the shop is as it was each time, and what a colleague did meanwhile stays."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tendero.activities.actions import add_task
from tendero.directory.models import Party
from tendero.kernel import changes, write
from tendero.records import registry, writing
from tendero.records.exchange import running
from tests import imports
from tests.exchange import contacts
from tests.world import World

BEFORE = "nombre,apellidos,email,ciudad\nLuis,Ferrer,luis@bar.es,\nRosa,Nadal,rosa@bar.es,Zuera\nMar,Gil,mar@bar.es,\n"
FILE = """nombre,apellidos,email,telefono,ciudad,empresa,etiquetas
Luis,Ferrer,luis@bar.es,976111111,Teruel,Bar Sol,vip
Rosa,Nadal,rosa@bar.es,976222222,Huesca,Bar Sol,vip
Pol,Uno,pol@bar.es,976333333,Huesca,Bar Luna,vip
Eva,Dos,eva@bar.es,976444444,Jaca,Bar Luna,
Luis,Ferrer,luis@bar.es,976555555,Jaca,,
"""


@pytest.fixture(params=[1, 2000], ids=["chunk by chunk", "at once"])
def brought(world: World, monkeypatch: Any, request: Any) -> Any:
    """Updates, newcomers, a firm made on the way, and Rosa taken out of the bin."""
    monkeypatch.setattr(running, "CHUNK", request.param)
    ana = world.actor("ana")
    imports.bring(BEFORE, by=ana)
    with changes.change_set("test", by=ana):
        write.to_bin([Party.objects.get(first_name="Rosa")])
    batch = imports.begin(FILE, by=ana, binned="restore", update=True)
    world.before = contacts()  # type: ignore[attr-defined]
    imports.run(batch, by=ana)
    return batch


def page(world: World, batch: Any) -> str:
    answer = world.client("ana").get(f"/parties/import/{batch.ref}/result/")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def kept(batch: Any) -> dict[str, str]:
    return {one["title"]: one["reason"] for one in batch.revert_report["kept"]}


def test_there_and_back_and_there_again(world: World, brought: Any) -> None:
    """Two updates, two newcomers, two firms: six records each way, whatever the chunks; the tag is none."""
    ana, after = world.actor("ana"), contacts()
    for _round in range(2):
        imports.revert(brought, by=ana)
        assert contacts() == world.before  # type: ignore[attr-defined]
        assert (brought.revert_report["reverted"], kept(brought)) == (6, {})
        assert "6 registros han vuelto a como estaban" in page(world, brought)
        imports.revert(brought, by=ana)
        assert contacts() == after
        assert (brought.revert_report["reverted"], kept(brought)) == (6, {})
        assert "6 registros están otra vez como los dejó la importación" in page(world, brought)


def test_whoever_came_out_of_the_bin_and_was_changed_since_stays_out(world: World, brought: Any) -> None:
    rosa = Party.objects.get(first_name="Rosa")
    writing.edit(registry.get("directory.Party"), rosa, {"source_detail": "Feria"}, by=world.actor("beto"))
    then = contacts()
    imports.revert(brought, by=world.actor("ana"))
    assert Party.objects.get(first_name="Rosa").source_detail == "Feria"
    assert kept(brought) == {"Rosa Nadal": "se cambió después"}
    imports.revert(brought, by=world.actor("ana"))
    assert contacts() == then


def test_whoever_came_out_of_the_bin_and_has_a_task_since_stays_out(world: World, brought: Any) -> None:
    rosa = Party.objects.get(first_name="Rosa")
    add_task(rosa, kind="call", title="Llamar a Rosa", by=world.actor("beto"))
    imports.revert(brought, by=world.actor("ana"))
    assert Party.objects.filter(first_name="Rosa").exists()
    assert kept(brought) == {"Rosa Nadal": "lo necesita: Llamar a Rosa (tarea)"}


def test_an_old_task_does_not_keep_anybody_out_of_the_bin(world: World) -> None:
    """Rosa had it before she was binned: undoing the file bins her again."""
    ana = world.actor("ana")
    imports.bring(BEFORE, by=ana)
    rosa = Party.objects.get(first_name="Rosa")
    add_task(rosa, kind="call", title="Llamar a Rosa", by=ana)
    with changes.change_set("test", by=ana):
        write.to_bin([rosa])
    batch = imports.begin(FILE, by=ana, binned="restore", update=True)
    imports.run(batch, by=ana)
    imports.revert(batch, by=ana)
    assert (kept(batch), Party.objects.filter(first_name="Rosa").exists()) == ({}, False)


def test_what_stayed_is_named_by_its_field_and_not_by_a_column(world: World, brought: Any) -> None:
    """Two of Luis's fields were changed since: both are called as on his form."""
    ana, luis = world.actor("ana"), Party.objects.get(first_name="Luis")
    with changes.change_set("test", by=ana) as opened:
        write.change(luis, source_detail="Feria", first_name="Lucas")
    writing.edit(registry.get("directory.Party"), luis, {"source_detail": "Web", "first_name": "Lucio"}, by=ana)
    answer = world.client("ana").post(f"/undo/{opened.ref}", headers={"HX-Request": "true"})
    told = answer.content.decode()
    assert "Luis" not in told
    assert "nombre" in told.lower()
    assert "source_detail" not in told
    assert "first_name" not in told
