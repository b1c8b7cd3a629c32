"""What products are also called: noted by hand, found by search and by files, kept with the product in the bin."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests import imports
from tests.world import World

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.catalog import actions
from tendero.catalog.models import Product, ProductAlias
from tendero.directory.models import Observation
from tendero.kernel import changes, journal, permissions, search, write
from tendero.kernel.models import ChangeSet
from tendero.records import registry, writing
from tendero.records.filters import read as read_filter
from tendero.records.rows import Rows

PRODUCTS = registry.get("catalog.Product")


def product(world: World, name: str, *called: str, **values: Any) -> Product:
    told = {"name": name, "price": Decimal(10), "aliases": [{"text": text} for text in called], **values}
    made: Product = writing.add(PRODUCTS, told, by=world.actor("ana"))
    return made


def names(row: Product) -> list[tuple[str, str]]:
    return list(row.aliases.values_list("kind", "text"))


def test_another_name_is_noted_found_and_told(world: World) -> None:
    mill = product(world, "GTX Pro", "Gran Turismo Extra")

    assert [hit.title for hit in search.find("turismo", keys=["catalog.Product"], limit=5)] == ["GTX Pro"]
    page = world.client("beto").get(f"/products/{mill.ref}/").content.decode()
    assert "Gran Turismo Extra" in page
    told = read_filter(PRODUCTS, {"field": "also_called", "op": "contains", "value": "turismo"}, world.actor("beto"))
    assert [row.name for row in Rows(PRODUCTS, world.actor("beto"), filter=told).page(limit=5).rows] == ["GTX Pro"]


def test_taken_away_it_is_not_found_any_more_and_undo_brings_it_back(world: World) -> None:
    mill, ana = product(world, "GTX Pro", "Gran Turismo"), world.actor("ana")

    assert actions.update_product(mill, by=ana, values={"aliases": []}) == {"aliases"}
    assert not search.find("turismo", keys=["catalog.Product"], limit=5)

    journal.revert(ChangeSet.objects.latest("id"), by=ana)
    assert names(mill) == [("name", "Gran Turismo")]
    assert search.find("turismo", keys=["catalog.Product"], limit=5)


def test_saying_the_same_again_changes_nothing_and_another_spelling_changes_it_in_place(world: World) -> None:
    mill, ana = product(world, "GTX Pro", "GTXPro"), world.actor("ana")
    before = ProductAlias.objects.get().pk

    same = [{"text": "GTXPro", "kind": "name"}, {"text": "gtxpro"}, {"text": " gtx  PRO "}, {"text": ""}]
    assert actions.update_product(mill, by=ana, values={"aliases": same}) == set()
    assert actions.update_product(mill, by=ana, values={"aliases": [{"text": "GTXPRO"}]}) == {"aliases"}
    assert (ProductAlias.objects.get().pk, names(mill)) == (before, [("name", "GTXPRO")])


def test_no_two_products_share_one_and_whose_it_is_is_told(world: World) -> None:
    product(world, "GTX Pro", "Turismo")

    with pytest.raises(ValidationError) as refusal:
        product(world, "GTX Basic", "TURISMO")

    assert refusal.value.message_dict == {"aliases": ["«Turismo» es como se llama GTX Pro."]}
    assert Product.objects.count() == 1
    product(world, "GTX Basic", aliases=[{"text": "Turismo", "kind": "code"}])


def test_in_the_bin_it_keeps_its_names_until_another_claims_them(world: World) -> None:
    ana, pro = world.actor("ana"), product(world, "GTX Pro", "Turismo", "Clásico")
    with changes.change_set("test", by=ana):
        write.to_bin([pro])
    basic = product(world, "GTX Basic", "Turismo")

    with changes.change_set("test", by=ana):
        write.from_bin([Product.everything.get(pk=pro.pk)])

    assert (names(pro), names(basic)) == ([("name", "Clásico")], [("name", "Turismo")])
    assert [hit.title for hit in search.find("clasico", keys=["catalog.Product"], limit=5)] == ["GTX Pro"]


def test_whoever_may_not_change_products_notes_none(world: World) -> None:
    mill, caja = product(world, "GTX Pro"), world.actor("caja")

    with pytest.raises(permissions.Refused):
        actions.update_product(mill, by=caja, values={"aliases": [{"text": "Turismo"}]})
    with pytest.raises(permissions.Refused):
        actions.note_aliases([actions.Called(mill.pk, "name", "Turismo")], source="x.csv", by=caja)
    assert not ProductAlias.objects.exists()


def test_hidden_from_a_profile_it_is_neither_told_nor_searched(world: World) -> None:
    mill = product(world, "GTX Pro", "Gran Turismo")
    hidden = {("catalog.Product", "aliases"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=hidden)

    assert "Gran Turismo" not in world.client("beto").get(f"/products/{mill.ref}/").content.decode()
    assert "also_called" not in PRODUCTS.fields_for(world.actor("beto"))
    assert "GTX Pro" not in world.client("beto").get("/search?q=turismo").content.decode()


def test_the_api_gives_and_takes_them(world: World) -> None:
    mill = product(world, "GTX Pro", "GTXPro")
    _token, secret = create_token(world.user("ana"), by=world.actor("ana"), name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    body = {"aliases": [{"text": "GTXPro", "kind": "name"}, {"text": "77-1", "kind": "code"}]}

    answer = api.patch(f"/api/v1/products/{mill.ref}", json.dumps(body), content_type="application/json")

    assert answer.status_code == 200, answer.content
    assert answer.json()["aliases"] == body["aliases"]
    assert names(mill) == [("name", "GTXPro"), ("code", "77-1")]


def test_a_need_in_a_file_of_contacts_may_call_the_product_as_it_is_also_called(world: World) -> None:
    mill = product(world, "GTX Pro", "Gran Turismo")
    field = next(p for p in registry.get("directory.Party").own_fields["observations"].item if p.name == "subject")
    from tendero.records.values import lookup

    assert lookup.by_name(field, "gran turismo", world.actor("beto")) == mill
    assert not Observation.objects.exists()


def test_a_list_of_products_brings_and_takes_their_other_names(world: World) -> None:
    from tests import exchange

    product(world, "GTX Pro", "GTXPro", "Gran Turismo", code="G-1")
    ana = world.actor("ana")
    with exchange.passing():
        file = exchange.file_of("products", "csv-semicolon", by=ana)
    again = imports.bring(file, by=ana, slug="products", name="products.csv", policy="update")

    assert set(again) == {"unchanged"}
    assert b"Gran Turismo" in file


def test_a_page_of_products_asks_no_more_for_many(world: World, django_assert_max_num_queries: Any) -> None:
    def asked(count: int) -> int:
        for number in range(count):
            product(world, f"Taza {count} {number}", f"Tacita {count} {number}")
        with django_assert_max_num_queries(40) as found:
            rows = Rows(PRODUCTS, world.actor("beto")).page(limit=50, fields=["name", "aliases"]).rows
            assert all(PRODUCTS.own_fields["aliases"].value(row) for row in rows)
        return len(found.captured_queries)

    asked(1)
    assert asked(2) == asked(8)
