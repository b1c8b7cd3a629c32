"""What is asked for and not sold: how many ask, and the list that each figure opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from tests.contracts.samples import sample
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.catalog.actions import name_demand
from tendero.catalog.models import Product
from tendero.catalog.queries import demand
from tendero.directory import actions
from tendero.directory.models import Observation, Party
from tendero.kernel import clock, journal
from tendero.kernel.models import ChangeSet
from tendero.records import registry, writing

PRODUCTS = registry.get("catalog.Product")
TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)
HX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


@pytest.fixture
def shop(world: World) -> World:
    """Three ask for a dishwasher that is not sold, one for a mill that is; two want quiet, in words."""
    ana = world.actor("ana")
    add = {"price": Decimal(0), "on_sale": False}
    dishwasher = writing.add(PRODUCTS, {"name": "Lavavajillas", **add}, by=ana)
    mill = writing.add(PRODUCTS, {"name": "Molino", "price": Decimal(1890)}, by=ana)
    parties = [sample(world, "directory.Party", number) for number in range(3)]
    for party in parties:
        actions.note_observation(party, kind="need", subject=dishwasher, by=ana)
    actions.note_observation(parties[0], kind="taste", text="El de la feria", subject=dishwasher, by=ana)
    actions.note_observation(parties[0], kind="need", subject=mill, by=ana)
    for party, words in zip(parties, ("Silencio en la sala", "silencio en la  sala", "Otra cosa"), strict=True):
        actions.note_observation(party, kind="need", text=words, by=ana)
    actions.note_observation(parties[2], kind="taste", text="Silencio en la sala", by=ana)
    actions.note_observation(parties[2], kind="taste", text="El mar", by=ana)
    return world


def told(rows: list[demand.Asked]) -> list[tuple[str, int]]:
    return [(row.words.lower(), row.contacts) for row in rows]


def test_what_is_not_sold_and_what_has_no_product_the_most_asked_for_first(shop: World) -> None:
    ana = shop.actor("ana")

    assert told(demand.unsold(ana)) == [("lavavajillas", 3)]
    assert told(demand.unnamed(ana)) == [("silencio en la sala", 3), ("otra cosa", 1)]


@pytest.mark.parametrize("who", ["ana", "beto", "caja"])
def test_each_figure_opens_exactly_the_contacts_it_counts(shop: World, who: str) -> None:
    client, actor = shop.client(who), shop.actor(who)
    for row in [*demand.unsold(actor), *demand.unnamed(actor)]:
        page = client.get(row.url).content.decode()
        shown = {party.name for party in Party.objects.all() if f"/parties/{party.ref}/" in page}
        assert len(shown) == row.contacts, (row.words, shown)


def test_what_lies_in_the_bin_is_not_counted(shop: World) -> None:
    ana = shop.actor("ana")
    writing.to_bin(registry.get("directory.Party"), list(Party.objects.order_by("pk")[:1]), by=ana)
    assert told(demand.unsold(ana)) == [("lavavajillas", 2)]

    writing.to_bin(PRODUCTS, [Product.objects.get(name="Lavavajillas")], by=ana)
    assert demand.unsold(ana) == []


def test_it_counts_only_whom_the_reader_sees(shop: World) -> None:
    rights = {("directory.Party", "view"): "own", ("directory.Party", "export"): "none"}
    set_rights(Profile.objects.get(code="comercial"), by=shop.actor("ana"), scopes=rights, fields={})
    mine = Party.objects.order_by("pk").first()
    actions.assign_owners(Party.objects.filter(pk=mine.pk), owner=shop.user("beto"), by=shop.actor("ana"))

    assert told(demand.unsold(shop.actor("beto"))) == [("lavavajillas", 1)]


def test_whoever_may_not_know_of_needs_finds_no_such_page(shop: World) -> None:
    hidden = {("directory.Party", "observations"): "hidden"}
    assert shop.client("beto").get("/products/demand").status_code == 200
    set_rights(Profile.objects.get(code="comercial"), by=shop.actor("ana"), scopes={}, fields=hidden)
    beto, product = shop.client("beto"), Product.objects.get(name="Lavavajillas")

    assert beto.get("/products/demand").status_code == 404
    assert beto.get("/products/demand/name").status_code == 404
    assert "Rosa" not in beto.get(f"/products/{product.ref}/").content.decode()


def test_the_product_tells_who_wants_it(shop: World) -> None:
    product = Product.objects.get(name="Lavavajillas")

    page = shop.client("beto").get(f"/products/{product.ref}/").content.decode()

    assert "3 contactos" in page
    assert page.count("Rosa Prueba") >= 3


def test_what_is_asked_for_in_words_becomes_a_product_that_is_not_sold(shop: World) -> None:
    ana = shop.client("ana")
    assert "silencio en la" in ana.get("/products/demand/name?words=Silencio+en+la+sala", **HX).content.decode().lower()

    answer = ana.post("/products/demand/name", {"words": "SILENCIO en la sala", "product": ""}, **HX)

    assert answer.status_code == 200, answer.content.decode()
    made = Product.objects.get(on_sale=False, name__istartswith="silencio")
    assert told(demand.unsold(shop.actor("ana"))) == [("lavavajillas", 3), (made.name.lower(), 2)]
    assert told(demand.unnamed(shop.actor("ana"))) == [("otra cosa", 1)]

    journal.revert(ChangeSet.objects.latest("id"), by=shop.actor("ana"))
    assert not Product.objects.filter(pk=made.pk).exists()
    assert told(demand.unnamed(shop.actor("ana"))) == [("silencio en la sala", 3), ("otra cosa", 1)]


def test_a_salesman_names_one_that_there_is_on_the_cards_he_may_change(shop: World) -> None:
    mill, beto = Product.objects.get(name="Molino"), shop.actor("beto")
    nuria = Party.objects.order_by("pk").first()
    actions.assign_owners(Party.objects.filter(pk=nuria.pk), owner=shop.user("nuria"), by=shop.actor("ana"))
    client = shop.client("beto")

    assert client.post("/products/demand/name", {"words": "Otra cosa", "product": ""}, **HX).status_code == 422
    name_demand("silencio en la sala", product=mill, by=beto)

    named = Observation.objects.filter(text_folded="silencio en la sala", kind="need", subject_id=mill.pk)
    assert {row.party_id for row in named} == {Party.objects.order_by("pk")[1].pk}


def test_nothing_is_made_for_words_that_nobody_says(shop: World) -> None:
    before = Product.objects.count()
    with pytest.raises(ValidationError):
        name_demand("El mar", by=shop.actor("ana"))
    assert Product.objects.count() == before


def test_an_empty_demand_says_what_it_is_for(world: World) -> None:
    page = world.client("ana").get("/products/demand").content.decode()

    assert "Nadie pide lo que no vendes" in page


def test_however_many_ask_it_takes_as_many_questions(shop: World, django_assert_max_num_queries: Any) -> None:
    ana = shop.client("ana")

    def asked() -> int:
        with django_assert_max_num_queries(40) as found:
            assert ana.get("/products/demand").status_code == 200
        return len(found.captured_queries)

    asked()
    before = asked()
    for number in range(10, 20):
        party = sample(shop, "directory.Party", number)
        actions.note_observation(party, kind="need", text=f"Cosa {number}", by=shop.actor("ana"))
    assert asked() == before


def test_the_address_of_a_figure_is_one_filter(shop: World) -> None:
    row = demand.unsold(shop.actor("ana"))[0]
    assert list(parse_qs(urlsplit(row.url).query)) == ["filter"]
