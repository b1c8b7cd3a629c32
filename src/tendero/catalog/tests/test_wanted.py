"""What customers like and need among the products, and what they ask for and the shop does not sell."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from tests import exchange, imports
from tests.contracts.samples import sample
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.catalog.models import Product
from tendero.directory import actions
from tendero.directory.models import Observation
from tendero.kernel import clock, journal, permissions
from tendero.kernel.models import Change, ChangeSet
from tendero.records import registry, writing
from tendero.records.filters import read as read_filter
from tendero.records.rows import Rows

PRODUCTS, PARTIES = registry.get("catalog.Product"), registry.get("directory.Party")
TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)
HX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def product(world: World, name: str, *, on_sale: bool = True, **values: Any) -> Product:
    told = {"name": name, "price": Decimal(10), "on_sale": on_sale, **values}
    made: Product = writing.add(PRODUCTS, told, by=world.actor("ana"))
    return made


def wanting(world: World, wanted: Product, by: str = "beto") -> set[str]:
    """Names of the contacts whom the filter by product finds."""
    actor = world.actor(by)
    told = read_filter(PARTIES, {"field": "wanted_product", "op": "eq", "value": wanted.ref}, actor)
    return {row.name for row in Rows(PARTIES, actor, filter=told).page(limit=50).rows}


def test_a_need_names_a_product_even_one_that_is_not_sold(world: World) -> None:
    dishwasher = product(world, "Lavavajillas de capota", on_sale=False)
    party, beto = world.don_luis, world.actor("beto")

    noted = actions.note_observation(party, kind="need", subject=dishwasher, by=beto)

    assert (noted.text, noted.subject) == ("Lavavajillas de capota", dishwasher)
    assert Observation.objects.get().subject == dishwasher
    assert wanting(world, dishwasher) == {"Luis Ferrer Lasala"}
    assert wanting(world, product(world, "Otro")) == set()


def test_what_was_noted_in_words_gets_its_product_later_and_keeps_it(world: World) -> None:
    mill, party, beto = product(world, "Molino M-64"), world.don_luis, world.actor("beto")
    actions.note_observation(party, kind="need", text="Moler rápido", by=beto)
    actions.note_observation(party, kind="need", text="moler rápido", subject=mill, by=beto)
    noted = actions.note_observation(party, kind="need", text="Moler rápido", origin="En la visita", by=beto)

    assert Observation.objects.count() == 1
    assert (noted.text, noted.subject, noted.origin) == ("Moler rápido", mill, "En la visita")


def test_undo_takes_it_away_and_brings_it_back_with_its_product(world: World) -> None:
    mill, party, beto = product(world, "Molino M-64"), world.don_luis, world.actor("beto")
    noted = actions.note_observation(party, kind="taste", subject=mill, by=beto)
    actions.drop_observation(party, observation=noted, by=beto)

    journal.revert(ChangeSet.objects.latest("id"), by=beto)

    assert Observation.objects.get().subject == mill


def test_a_product_that_came_with_a_file_stays_while_somebody_needs_it(world: World) -> None:
    ana = world.actor("ana")
    batch = imports.begin("Código;Producto\nT-10;Taza 10 cl\n", by=ana, slug="products")
    imports.run(batch, by=ana)
    actions.note_observation(world.don_luis, kind="need", subject=Product.objects.get(), by=ana)

    imports.revert(batch, by=ana)

    assert Product.objects.filter(code="T-10").exists()


def test_the_card_links_the_product_and_the_dialog_offers_them(world: World) -> None:
    mill, party, beto = product(world, "Molino M-64"), world.don_luis, world.client("beto")
    dialog = beto.get(f"/parties/{party.ref}/observation/need", **HX).content.decode()
    assert "/products/suggest" in dialog
    told = {"kind": "need", "text": "", "subject": mill.ref, "on": "2026-11-24"}

    assert beto.post(f"/parties/{party.ref}/observation/need", told, **HX).status_code == 200

    page = beto.get(f"/parties/{party.ref}/").content.decode()
    assert f'<a href="/products/{mill.ref}/">Molino M-64</a>' in page


def test_nobody_names_what_he_may_not_see(world: World) -> None:
    mill, party = product(world, "Molino M-64"), world.don_luis
    none = {("catalog.Product", verb): "none" for verb in ("view", "export")}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes=none, fields={})
    actions.note_observation(party, kind="taste", subject=mill, by=world.actor("ana"))
    beto = world.client("beto")

    page = beto.get(f"/parties/{party.ref}/").content.decode()
    dialog = beto.get(f"/parties/{party.ref}/observation/need", **HX).content.decode()

    assert "/products/" not in page
    assert "subject" not in dialog
    with pytest.raises((permissions.Missing, permissions.Refused)):
        actions.note_observation(party, kind="need", subject=mill, by=world.actor("beto"))


def test_a_hidden_taste_hides_the_filter_by_its_product(world: World) -> None:
    hidden = {("directory.Party", "observations"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=hidden)

    assert "wanted_product" not in PARTIES.fields_for(world.actor("beto"))


def test_the_history_and_the_audit_name_the_product_and_not_the_number_behind_it(world: World) -> None:
    mill, party = product(world, "Molino M-64"), world.don_luis
    actions.note_observation(party, kind="need", text="Moler", by=world.actor("beto"))
    Change.objects.all().delete()
    actions.note_observation(party, kind="need", text="Moler", subject=mill, by=world.actor("beto"))

    page = world.client("beto").get(f"/parties/{party.ref}/history", **HX).content.decode()
    audit = world.client("ana").get("/settings/audit/").content.decode()

    for text in (page, audit):
        assert "Molino M-64" in text
        assert "catalog.Product" not in text.replace('value="catalog.Product"', "")


def test_the_api_gives_and_takes_it_by_reference(world: World) -> None:
    from django.test import Client

    from tendero.access.actions import create_token

    mill, party = product(world, "Molino M-64"), world.don_luis
    _token, secret = create_token(world.user("beto"), by=world.actor("beto"), name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    body = {"observations": [{"kind": "need", "text": "Moler", "subject": mill.ref}]}

    answer = api.patch(f"/api/v1/parties/{party.ref}", json.dumps(body), content_type="application/json")

    assert answer.status_code == 200, answer.content
    assert answer.json()["observations"][0]["subject"] == mill.ref
    assert Observation.objects.get().subject == mill


@pytest.mark.parametrize("format", ["csv-semicolon", "xlsx"])
def test_tastes_and_needs_travel_with_their_products(world: World, format: str) -> None:
    ana, name = world.actor("ana"), f"parties.{format.partition('-')[0]}"
    with exchange.passing():
        first, second = product(world, "Taza", code="T-1"), product(world, "Taza", code="T-2")
        for number, wanted in enumerate((first, second)):
            party = sample(world, "directory.Party", number)
            actions.note_observation(party, kind="need", subject=wanted, by=ana)
        files = {slug: exchange.file_of(slug, format, by=ana) for slug in ("products", "parties")}
        again = imports.bring(files["parties"], by=ana, name=name, policy="update")
        assert set(again) == {"unchanged"}, again
    imports.bring(files["products"], by=ana, slug="products", name=name)
    imports.bring(files["parties"], by=ana, name=name)

    codes = [row.subject.code for row in Observation.objects.order_by("party__name") if row.subject]
    assert codes == ["T-1", "T-2"]


def test_a_list_of_contacts_with_their_products_asks_no_more_for_many(
    world: World, django_assert_max_num_queries: Any
) -> None:
    ana = world.actor("ana")

    def asked(count: int) -> int:
        for number in range(count):
            party = sample(world, "directory.Party", number + 100 * count)
            actions.note_observation(party, kind="need", subject=product(world, f"Taza {count} {number}"), by=ana)
        with django_assert_max_num_queries(80) as found:
            rows = Rows(PARTIES, ana).page(limit=50, fields=["name", "observations"]).rows
            assert [PARTIES.own_fields["observations"].value(row) for row in rows]
        return len(found.captured_queries)

    assert asked(2) == asked(8)
