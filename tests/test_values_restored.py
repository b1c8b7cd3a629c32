"""One value put back from the history: read as on the card, put back whole, never said to be back when it is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tendero.directory.models import Party
from tendero.directory.rules.birthdays import Birthday
from tendero.kernel import changes, write
from tendero.records import history, registry, writing
from tests.contracts.samples import sample
from tests.world import World

HX = {"HX-Request": "true"}
CONTACTS = registry.get("directory.Party")


def lines(world: World, record: Any, row: Any) -> dict[tuple[str, str, str], tuple[str, str]]:
    """The lines of the history: (label, before, after) with the change set and the field that may be put back."""
    row.refresh_from_db()
    return {
        (line.label, line.before, line.after): (step.change_set.ref, line.restore)
        for step in history.steps(record, row, world.actor("ana"))
        for line in step.lines
    }


def put_back(world: World, record: Any, row: Any, line: tuple[str, str]) -> str:
    """What the toast says."""
    sent = {"change_set": line[0], "field": line[1]}
    answer = world.client("ana").post(f"/{record.slug}/{row.ref}/history/restore", sent, headers=HX)
    row.refresh_from_db()
    return answer.headers["HX-Trigger"]


def test_a_birthday_is_read_and_put_back_with_its_year(world: World) -> None:
    luis, ana = world.don_luis, world.actor("ana")
    for day in ("1984-05-12", "1990-05-12", "12/5", "3/2"):
        writing.edit(CONTACTS, luis, {"birthday": day}, by=ana)
    found = lines(world, CONTACTS, luis)
    told = [key[1:] for key in found if key[0] == "Cumpleaños"]
    assert told == [
        ("12 may", "3 feb"), ("12 may 1990", "12 may"), ("12 may 1984", "12 may 1990"), ("—", "12 may 1984")
    ]  # fmt: skip
    put_back(world, CONTACTS, luis, found["Cumpleaños", "12 may 1984", "12 may 1990"])
    assert luis.birthday == Birthday(12, 5, 1984)
    put_back(world, CONTACTS, luis, found["Cumpleaños", "12 may", "3 feb"])
    assert luis.birthday == Birthday(12, 5)
    put_back(world, CONTACTS, luis, found["Cumpleaños", "—", "12 may 1984"])
    assert luis.birthday is None
    page = world.client("ana").get("/settings/audit/").content.decode()
    assert "512" not in page


def test_whoever_lies_in_the_bin_is_not_said_to_be_back(world: World) -> None:
    luis, rosa, ana = world.don_luis, world.person("Rosa", "Gil", owner="ana"), world.actor("ana")
    for who in (rosa, None):
        writing.edit(CONTACTS, luis, {"referred_by": who}, by=ana)
    with changes.change_set("test", by=ana):
        write.to_bin([rosa])
    line = lines(world, CONTACTS, luis)["Recomendado por", "Rosa Gil", "—"]
    said = put_back(world, CONTACTS, luis, line)
    assert "ha vuelto" not in said
    assert "papelera" in said
    with changes.change_set("test", by=ana):
        write.from_bin([Party.everything.get(pk=rosa.pk)])
    assert "ha vuelto" in put_back(world, CONTACTS, luis, line)
    assert luis.referred_by == rosa


def test_an_amount_is_told_as_an_amount_and_a_label_keeps_its_capitals(world: World) -> None:
    deal, ana = sample(world, "pipeline.Opportunity"), world.actor("ana")
    deals = registry.get("pipeline.Opportunity")
    for amount in ("12.50", "99"):
        writing.edit(deals, deal, {"amount": Decimal(amount)}, by=ana)
    assert ("Importe", "12,50\u00a0€", "99,00\u00a0€") in lines(world, deals, deal)
    writing.edit(CONTACTS, world.don_luis, {"tax_id": "12345678Z"}, by=ana)
    assert ("NIF", "—", "12345678Z") in lines(world, CONTACTS, world.don_luis)
