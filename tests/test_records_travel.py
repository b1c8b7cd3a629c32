"""Opportunities, tasks, activities and products travel as contacts do: with their people, their money, their days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tendero.activities.actions import complete_task
from tendero.activities.models import Activity, Task
from tendero.catalog.models import Category, Product
from tendero.kernel import clock
from tendero.pipeline.actions import lose
from tendero.pipeline.models import LossReason, Opportunity
from tendero.records import registry, writing
from tendero.records.custom.actions import define_field
from tendero.records.models import ImportRow
from tests import exchange, imports
from tests.world import World

LOCAL = {
    "opportunities": ("next_on", "next_time", "next_title", "next_kind", "next_task_id", "touched_at", "reason_note"),
    "tasks": ("done_by", "follows", "subject_type", "subject_id"),
    "activities": ("subject_type", "subject_id", "code", "facts"),
    "product-families": (),
    "products": (),
}
MODELS: dict[str, Any] = {
    "opportunities": Opportunity,
    "tasks": Task,
    "activities": Activity,
    "product-families": Category,
    "products": Product,
}
FORMATS = ["csv-semicolon", "csv-comma", "xlsx"]
MOMENT = dt.datetime(2026, 3, 9, 8, 45, 30, tzinfo=dt.UTC)

TWICE = [dt.datetime(2025, 10, 26, hour, 45, 19, tzinfo=dt.UTC) for hour in (0, 1)]
"""A quarter to three of the night that has two of them."""


@pytest.fixture
def shop(world: World) -> World:
    for key, kind in (("pipeline.Opportunity", "number"), ("activities.Task", "date"), ("activities.Activity", "bool")):
        define_field(key, label="Dato propio", kind=kind, by=world.actor("ana"))
    define_field("catalog.Product", label="Dato propio", kind="number", by=world.actor("ana"))
    define_field("pipeline.Opportunity", label="Prescriptor", kind="party", by=world.actor("ana"))
    world.user("beto"), world.user("nuria")
    return world


def tell(shop: World) -> None:
    """Two customers called alike, what is to be sold to them, what is to be done and what was said."""
    ana, luis = shop.actor("ana"), shop.don_luis
    other = shop.person("Luis", "Ferrer", second_last_name="Lasala", owner="nuria")
    add = {slug: registry.by_slug(slug) for slug in MODELS}
    family = writing.add(add["product-families"], {"name": "Café; y molinos", "position": Decimal(7)}, by=ana)
    for number, cost in enumerate((Decimal("1209.6055"), None)):
        writing.add(add["products"], {
            "name": "=Molino; M-64", "code": f"00{number}", "category": None if number else family, "unit": "kg",
            "price": Decimal(number and "3450000.5"), "cost": cost, "currency": "COP" if number else "EUR",
            "tax": Decimal("10.5"), "on_sale": bool(number), "description": "- con «muelas»\n=1+1",
            "custom.dato_propio": Decimal("0.125"),
        }, by=ana)  # fmt: skip
    for party, amount, currency in ((luis, "1890.505", "EUR"), (other, "1250000", "COP")):
        deal = writing.add(add["opportunities"], {
            "name": "=Molino; M-64", "party": party, "amount": Decimal(amount), "currency": currency,
            "owner": shop.user("beto"), "probability": Decimal(35), "expected_close": dt.date(2026, 12, 24),
            "note": "Dijo «sí»\n- con prisa", "custom.dato_propio": Decimal("1.234"), "custom.prescriptor": other,
        }, by=ana)  # fmt: skip
    with clock.frozen(MOMENT):
        lose(deal, reason=LossReason.objects.first(), competitor="Cocinas Gil", by=ana)
    for repeats, assignee in (("FREQ=WEEKLY", "nuria"), ("", "beto")):
        task = writing.add(add["tasks"], {
            "title": "Llamar", "party": other, "due_on": dt.date(2026, 12, 1), "due_time": "9:30", "kind": "call",
            "priority": "1", "assignee": shop.user(assignee), "repeats": repeats, "note": "+34 por la mañana",
            "custom.dato_propio": dt.date(1895, 2, 3),
        }, by=ana)  # fmt: skip
    with clock.frozen(MOMENT):
        complete_task(task, by=ana)
    writing.add(add["tasks"], {"title": "Barrer"}, by=shop.system)
    for private in (False, True):
        writing.add(add["activities"], {
            "kind": "visit", "party": luis, "at": TWICE[private], "title": "Visita", "body": "a | b; c\\d\n\n@nadie",
            "outcome": "007", "minutes": Decimal(25), "private": private, "direction": "in",
            "custom.dato_propio": True,
        }, by=shop.actor("beto") if not private else ana)  # fmt: skip


def rows(slug: str) -> dict[str, Any]:
    found = exchange.rows(MODELS[slug], *LOCAL[slug])
    return {ref: told for ref, told in found.items() if told.get("kind") != "milestone"}


@pytest.mark.parametrize("format", FORMATS)
def test_what_goes_out_of_a_shop_comes_into_another_the_same(shop: World, format: str) -> None:
    ana, name = shop.actor("ana"), f"rows.{format.partition('-')[0]}"
    with exchange.passing():
        tell(shop)
        files = {slug: exchange.file_of(slug, format, by=ana) for slug in ("parties", *MODELS)}
        before = {slug: rows(slug) for slug in MODELS}
        for slug, file in files.items():
            counts = imports.bring(file, by=ana, slug=slug, name=name, policy="update")
            assert set(counts) == {"unchanged"}, (slug, counts, reasons())
    imports.bring(files.pop("parties"), by=ana, name=name)
    for slug, file in files.items():
        foreseen = imports.foresee(file, by=ana, slug=slug, name=name)
        assert foreseen["created"] == len(before[slug]), (slug, foreseen)
        assert imports.bring(file, by=ana, slug=slug, name=name) == foreseen, reasons()
        assert exchange.differences(before[slug], rows(slug)) == []
    for slug, file in files.items():
        counts = imports.bring(file, by=ana, slug=slug, name=name)
        assert counts["unchanged"] == len(before[slug]), (slug, counts, reasons())
        assert not {"created", "updated", "failed"} & counts.keys()


def reasons() -> list[tuple[int, str, str]]:
    return list(ImportRow.objects.exclude(reason="").values_list("number", "outcome", "reason"))


def test_an_opportunity_that_cannot_be_read_says_which_row_which_field_and_what_to_do(shop: World) -> None:
    ana = shop.actor("ana")
    assert shop.don_luis
    file = (
        "Oportunidad;Cliente;Importe;Fecha de cierre;Fase\n"
        "Molino;Luis Ferrer Lasala;1.890,50 €;24/12/2026;\n"
        "Horno;Nadie Conocido;mucho;32/12/2026;Luna\n"
        ";Luis Ferrer Lasala;5;;\n"
    )
    assert imports.bring(file, by=ana, slug="opportunities") == {"created": 1, "failed": 2}
    deal = Opportunity.objects.get()
    assert (deal.amount, deal.currency, deal.expected_close) == (Decimal("1890.5"), "EUR", dt.date(2026, 12, 24))
    (third, _o, why), (fourth, _o, lacks) = reasons()
    assert (third, fourth) == (3, 4)
    for told in ("Nadie Conocido", "mucho", "32/12/2026", "Luna", "12/3/2026"):
        assert told in why
    assert "portunidad" in lacks


@pytest.mark.parametrize("slug", ["opportunities", "tasks"])
def test_a_file_of_another_program_comes_in_once_however_often_it_is_sent(shop: World, slug: str) -> None:
    ana = shop.actor("ana")
    assert shop.don_luis
    file = {
        "opportunities": "Oportunidad,Cliente,Importe\nMolino,Luis Ferrer Lasala,10\nMolino,Luis Ferrer Lasala,20\n",
        "tasks": "Tarea,Contacto,Vencimiento\nLlamar,Luis Ferrer Lasala,1/12/2026\nBarrer,,2/12/2026\n",
    }[slug]
    assert imports.foresee(file, by=ana, slug=slug) == {"created": 2}
    assert imports.bring(file, by=ana, slug=slug) == {"created": 2}
    assert imports.foresee(file, by=ana, slug=slug) == {"unchanged": 2}
    assert imports.bring(file, by=ana, slug=slug) == {"unchanged": 2}


def test_an_import_of_tasks_is_undone_and_brought_back(shop: World) -> None:
    ana = shop.actor("ana")
    imports.bring("Tarea,Vencimiento\nBarrer,2/12/2026\n", by=ana, slug="tasks")
    batch = imports.begin(
        "Tarea,Vencimiento,Nota\nBarrer,2/12/2026,el sótano\nLlamar,3/12/2026,\n", by=ana, slug="tasks"
    )
    assert imports.run(batch, by=ana) == {"updated": 1, "created": 1}

    imports.revert(batch, by=ana)
    assert list(Task.objects.values_list("title", "note")) == [("Barrer", "")]
    imports.revert(batch, by=ana)
    assert sorted(Task.objects.values_list("title", "note")) == [("Barrer", "el sótano"), ("Llamar", "")]
