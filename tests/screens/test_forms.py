"""Forms, cells and their conflicts."""

from __future__ import annotations

import re

import pytest

from tendero.directory.actions import create_party
from tendero.directory.models import Party
from tendero.records import registry, writing
from tests.inputs import Inputs
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
HX = {"HX-Request": "true"}


def fields(**sent: str) -> dict[str, object]:
    return {"_field": list(sent), **sent}


def test_beto_makes_a_contact_in_the_quick_dialog(world: World) -> None:
    beto = world.client("beto")
    assert "Teléfono" in beto.get("/parties/new?quick=1", headers=HX).content.decode()
    sent = fields(kind="organisation", name="Panadería Lou", phone="976 77 15 26")
    made = beto.post("/parties/new", {**sent, "quick": "1"}, headers=HX)
    assert made.status_code == 200
    assert "dialog-close" in made["HX-Trigger"]
    party = Party.objects.get()
    assert (party.name, party.phone) == ("Panadería Lou", "+34976771526")
    undo = re.search(r'"undo": "(\w{20})"', made["HX-Trigger"])
    assert undo
    assert beto.post(f"/undo/{undo[1]}", headers=HX).status_code == 200
    assert not Party.objects.exists()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(world: World) -> None:
    beto = world.client("beto")
    sent = fields(kind="organisation", name="", email="no es un correo", city="Jaca")
    again = beto.post("/parties/new", {**sent, "quick": "1"}, headers=HX)
    assert again.status_code == 422
    text = again.content.decode()
    assert 'aria-invalid="true"' in text
    assert "no es un correo" in text
    assert 'value="Jaca"' in text
    assert not Party.objects.exists()


def test_lola_who_only_looks_makes_and_changes_nothing(world: World) -> None:
    lola, luis = world.client("lola"), world.don_luis
    assert lola.get("/parties/new").status_code == 403
    assert lola.post(f"/parties/{luis.ref}/edit", fields(city="Jaca")).status_code == 403
    assert lola.post(f"/parties/{luis.ref}/field/city", {"city": "Jaca"}).status_code == 403
    assert Party.objects.get().version == luis.version


def test_nobody_tells_a_foreign_record_from_one_that_is_not_there(world: World) -> None:
    from tendero.pipeline.models import Opportunity, Stage

    stage = Stage.objects.filter(kind="open").first()
    deal = world.make(Opportunity(name="Horno", party=world.don_luis, stage=stage, owner=world.user("beto")))
    nuria = world.client("nuria")
    for address in ("", "panel", "edit", "history", "field/amount"):
        foreign = nuria.get(f"/opportunities/{deal.ref}/{address}")
        missing = nuria.get(f"/opportunities/{'0' * 20}/{address}")
        assert (foreign.status_code, missing.status_code) == (404, 404), address
    assert world.client("beto").get(f"/opportunities/{deal.ref}/panel").status_code == 200


def test_a_cell_is_changed_in_place_and_undone(world: World) -> None:
    beto, luis = world.client("beto"), world.don_luis
    form = beto.get(f"/parties/{luis.ref}/field/city?tag=td", headers=HX).content.decode()
    assert f'name="version" value="{luis.version}"' in form
    saved = beto.post(f"/parties/{luis.ref}/field/city", {"city": "Jaca", "version": luis.version, "tag": "td"})
    assert "Jaca" in saved.content.decode()
    assert Party.objects.get().city == "Jaca"


def test_two_people_in_one_cell_see_each_other(world: World) -> None:
    beto, luis = world.client("beto"), world.don_luis
    beto.post(f"/parties/{luis.ref}/field/city", {"city": "Jaca", "version": luis.version})
    late = beto.post(f"/parties/{luis.ref}/field/city", {"city": "Huesca", "version": luis.version})
    assert late.status_code == 409
    assert "Jaca" in late.content.decode()
    assert 'value="Huesca"' in late.content.decode()
    assert Party.objects.get().city == "Jaca"


def test_two_people_in_one_form_choose_side_by_side(world: World) -> None:
    beto, luis = world.client("beto"), world.don_luis
    beto.post(f"/parties/{luis.ref}/field/city", {"city": "Jaca", "version": luis.version})
    sent = {**fields(city="Huesca", first_name="Luis Antonio"), "version": str(luis.version)}
    late = beto.post(f"/parties/{luis.ref}/edit", sent)
    assert late.status_code == 409
    text = late.content.decode()
    assert "use-city" in text
    fresh = Party.objects.get()
    again = {**sent, "version": str(fresh.version), "use-city": "theirs"}
    assert beto.post(f"/parties/{luis.ref}/edit", again).status_code == 302
    fresh.refresh_from_db()
    assert (fresh.city, fresh.first_name) == ("Jaca", "Luis Antonio")


def test_whoever_changed_one_thing_is_asked_about_that_and_takes_back_nothing_else(world: World) -> None:
    """Ana corrects the city, Beto writes the website of a form he had open: his old address went along with it."""
    ana, beto, record = world.actor("ana"), world.client("beto"), registry.get("directory.Party")
    place = {"street": "Plaza Alfonso I, 10", "city": "Zaragoza"}
    values = {"kind": "person", "first_name": "Luis", "owner": world.user("beto"), "phone": "655702138"}
    luis = writing.add(record, {**values, "addresses": [place]}, by=ana)
    address = f"/parties/{luis.ref}/edit"
    sent = Inputs(beto.get(address).content.decode()).data
    writing.edit(record, luis, {"city": "Calatayud"}, by=ana)
    late = beto.post(address, {**sent, "website": "https://luis.example"})
    assert late.status_code == 409
    page = late.content.decode()
    assert set(re.findall(r'name="use-(\w+)"', page)) == {"website"}
    again = Inputs(page).data
    assert again["city"] == ["Calatayud"]
    assert beto.post(address, again).status_code == 302
    fresh = Party.objects.get()
    assert (fresh.city, fresh.addresses.get().city, fresh.website) == ("Calatayud", "Calatayud", "https://luis.example")


def test_a_group_that_both_changed_is_told_whole(world: World) -> None:
    """Two addresses of one street are two."""
    ana, beto, record = world.actor("ana"), world.client("beto"), registry.get("directory.Party")
    place = {"street": "Plaza Alfonso I, 10", "city": "Zaragoza"}
    values = {"kind": "person", "first_name": "Luis", "owner": world.user("beto"), "addresses": [place]}
    luis = writing.add(record, values, by=ana)
    address = f"/parties/{luis.ref}/edit"
    sent = Inputs(beto.get(address).content.decode()).data
    writing.edit(record, luis, {"addresses": [{**place, "city": "Jaca"}]}, by=ana)
    page = beto.post(address, {**sent, "addresses-0-city": "Huesca"}).content.decode()
    assert set(re.findall(r'name="use-(\w+)"', page)) == {"addresses"}
    assert re.findall(r"Plaza Alfonso I, 10, (\w+)", page) == ["Jaca", "Huesca"]


def test_a_form_cannot_write_what_it_did_not_show_or_may_not(world: World) -> None:
    beto, luis = world.client("beto"), world.don_luis
    beto.post(f"/parties/{luis.ref}/edit", {**fields(city="Jaca"), "region": "Huesca", "version": str(luis.version)})
    assert Party.objects.get().region == ""
    beto.post(f"/parties/{luis.ref}/edit", fields(tax_id_valid="1", created="2000-01-01"))
    assert Party.objects.get().created == luis.created


def test_duplicates_show_while_typing(world: World) -> None:
    beto = world.client("beto")
    beto.post("/parties/new", {**fields(kind="organisation", name="Panadería Lou", phone="976771526"), "quick": "1"})
    typed = beto.post("/parties/check", fields(kind="organisation", name="Pan Lou", phone="976 77 15 26"), headers=HX)
    assert "Panadería Lou" in typed.content.decode()
    assert Party.objects.count() == 1


def test_a_duplicate_is_told_beside_the_field_that_says_so_until_it_is_another(world: World) -> None:
    beto = world.client("beto")
    lou = create_party(by=world.actor("beto"), values={"kind": "organisation", "name": "Lou", "phone": "976771526"})
    typed = fields(kind="organisation", name="Pan", phone="976 77 15 26", email="")
    head, _mark, beside = beto.post("/parties/check", typed, headers=HX).content.decode().partition("#f-phone-caution")
    beside = beside.partition("hx-swap-oob")[0]
    assert "data-similar" not in head
    assert "Ese teléfono ya está" in beside
    assert f'href="/parties/{lou.ref}/"' in beside
    again = beto.post("/parties/check", {**typed, "_other": lou.ref}, headers=HX).content.decode()
    assert "data-similar" not in again


def test_several_roles_are_ticked_and_added_in_bulk(world: World) -> None:
    from tendero.directory.models import RoleType

    beto, luis = world.client("beto"), world.don_luis
    kinds = list(RoleType.objects.order_by("position", "pk")[:3])
    sent = {"_field": "roles", "roles": [kinds[0].ref, kinds[1].ref], "version": str(luis.version)}
    assert beto.post(f"/parties/{luis.ref}/edit", sent).status_code == 302
    assert luis.roles.filter(until=None).count() == 2
    ask = {"row": luis.ref, "step": "run", "field": "roles", "_field": "roles", "mode": "add", "roles": kinds[2].ref}
    assert beto.post("/parties/bulk", ask, headers=HX).status_code == 200
    assert luis.roles.filter(until=None).count() == 3
    assert beto.post("/parties/bulk", {**ask, "mode": "take"}, headers=HX).status_code == 200
    assert luis.roles.filter(until=None).count() == 2
