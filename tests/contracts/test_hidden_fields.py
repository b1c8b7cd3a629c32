"""Ana hides the tax id from Comercial: for Beto it is nowhere, on any surface; for Ana it stays everywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.activities.actions import add_task
from tendero.directory.models import Party
from tendero.kernel import changes, journal, write
from tendero.records import registry, writing
from tests.world import World

SECRET: Final = "B50231877"
OTHER: Final = "A58818501"
HX: Final = {"HX-Request": "true"}
WANTED: Final = {"filter": json.dumps({"field": "tax_id", "op": "eq", "value": SECRET})}


@dataclass
class Story:
    """Bar Torrero, Beto's customer, and both people at their browsers and with their tokens."""

    world: World
    bar: Party

    def screen(self, name: str) -> Client:
        return self.world.client(name)

    def api(self, name: str) -> Client:
        _token, secret = create_token(self.world.user(name), by=self.world.actor(name), name="prueba")
        return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def story(world: World) -> Story:
    values = {"kind": "organisation", "name": "Bar Torrero", "owner": world.user("beto"), "tax_id": OTHER}
    party, ana = registry.get("directory.Party"), world.actor("ana")
    bar = writing.add(party, values, by=ana)
    writing.edit(party, bar, {"tax_id": SECRET}, by=ana)
    rules = {("directory.Party", "tax_id"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=ana, scopes={}, fields=rules)
    return Story(world, bar)


def content(answer: Any) -> str:
    data: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8-sig")


PAGES: Final = {
    "list": "/parties/?view=all&layout=table&columns=name,tax_id",
    "card": "/parties/{ref}/",
    "panel": "/parties/{ref}/panel",
    "form": "/parties/{ref}/edit",
    "history": "/parties/{ref}/history",
    "timeline": "/parties/{ref}/timeline",
    "search": "/search?q=" + SECRET,
    "list searched": "/parties/?view=all&q=" + SECRET,
}


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_no_page_shows_it(story: Story, path: str) -> None:
    for fragment in ({}, HX):
        page = content(story.screen("beto").get(path.format(ref=story.bar.ref), headers=fragment))
        told = page.replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "") if "q=" in path else page
        assert OTHER not in told
        if "q=" in path:
            assert "Bar Torrero" not in told
        else:
            assert SECRET not in told
            assert 'name="tax_id"' not in told


@pytest.mark.parametrize("path", ["/parties/{ref}/edit", "/parties/{ref}/history", PAGES["search"]])
def test_ana_has_it_there(story: Story, path: str) -> None:
    page = content(story.screen("ana").get(path.format(ref=story.bar.ref), headers=HX))
    assert SECRET in page
    assert "q=" not in path or "Bar Torrero" in page


ASKED: Final[dict[str, dict[str, str]]] = {
    "filter": WANTED,
    "nested": {"filter": json.dumps({"not": {"any": [{"field": "tax_id", "op": "empty"}]}})},
    "order": {"order": "tax_id"},
    "descending": {"order": "-tax_id"},
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@pytest.mark.parametrize("path", ["/parties/", "/api/v1/parties"])
def test_asking_by_it_is_asking_by_nothing(story: Story, path: str, asked: dict[str, str]) -> None:
    """Exactly what asking by a name that never was answers."""
    client = story.api("beto") if "api" in path else story.screen("beto")
    invented = {name: value.replace("tax_id", "zzz_id") for name, value in asked.items()}
    answers: list[HttpResponse] = [client.get(path, given) for given in (asked, invented)]
    assert answers[0].status_code == answers[1].status_code
    assert "api" not in path or answers[0].status_code == 400
    if "filter" in asked:
        assert answers[0].status_code == 400


def test_the_api_neither_reads_nor_writes_it(story: Story) -> None:
    beto, ana, address = story.api("beto"), story.api("ana"), f"/api/v1/parties/{story.bar.ref}"
    assert ana.get(address).json()["tax_id"] == SECRET
    for path in (address, "/api/v1/parties", f"/api/v1/parties?q={SECRET}"):
        assert SECRET not in content(beto.get(path))
    assert beto.get("/api/v1/parties", {"fields": "tax_id"}).status_code == 400
    assert beto.get("/api/v1/parties", {"q": SECRET}).json()["items"] == []
    for method, path, body in (
        ("patch", address, {"tax_id": OTHER}),
        ("post", "/api/v1/parties", {"kind": "person", "first_name": "Rosa", "tax_id": OTHER}),
    ):
        answer = getattr(beto, method)(path, json.dumps(body), content_type="application/json")
        assert answer.status_code == 400
    assert list(Party.objects.values_list("tax_id", flat=True)) == [SECRET]


def test_no_form_cell_or_bulk_edit_writes_it(story: Story) -> None:
    beto, bar = story.screen("beto"), story.bar
    assert beto.get(f"/parties/{bar.ref}/field/tax_id", headers=HX).status_code == 404
    assert beto.post(f"/parties/{bar.ref}/field/tax_id", {"tax_id": OTHER}, headers=HX).status_code == 404
    beto.post(f"/parties/{bar.ref}/edit", {"_field": "tax_id", "tax_id": OTHER})
    beto.post("/parties/bulk", {"row": bar.ref, "step": "run", "field": "tax_id", "_field": "tax_id", "tax_id": OTHER})
    assert list(Party.objects.values_list("tax_id", flat=True)) == [SECRET]


def test_no_export_holds_it(story: Story) -> None:
    sales, sent = Profile.objects.get(code="comercial"), {"step": "run", "format": "csv", "reason": "prueba"}
    rights = {("directory.Party", "export"): "all"}
    set_rights(sales, by=story.world.actor("ana"), scopes=rights, fields={})
    for columns in (["name", "tax_id"], []):
        ask = {**sent, "column": columns}
        assert SECRET not in content(story.screen("beto").post("/parties/export", ask))
    assert SECRET in content(story.screen("ana").post("/parties/export", {**sent, "column": ["name", "tax_id"]}))


def test_neither_undo_nor_one_value_brings_it_back(story: Story) -> None:
    """The change was Beto's own, of a day when he might."""
    beto, bar = story.world.actor("beto"), story.bar
    with changes.change_set("test.story", by=beto) as opened:
        write.change(bar, tax_id=OTHER)
        done = opened.saved()
    sent = {"change_set": done.ref, "field": "tax_id"}
    assert story.screen("beto").post(f"/parties/{bar.ref}/history/restore", sent).status_code == 404
    report = journal.revert(done, by=beto)
    assert report.reverted == set()
    assert Party.objects.get().tax_id == OTHER
    assert story.screen("ana").post(f"/parties/{bar.ref}/history/restore", sent).status_code == 200
    assert Party.objects.get().tax_id == SECRET


def test_the_warning_of_duplicates_does_not_tell_it(story: Story) -> None:
    """Writing the tax id of a customer while it is hidden must not find him."""
    sent = {"kind": "organisation", "name": "Otro", "tax_id": SECRET}
    assert "Bar Torrero" not in content(story.screen("beto").post("/parties/similar", sent, headers=HX))
    assert "Bar Torrero" in content(story.screen("ana").post("/parties/similar", sent, headers=HX))


def test_a_hidden_telephone_is_not_on_the_second_line_of_anything(world: World) -> None:
    ana = world.actor("ana")
    values = {"kind": "organisation", "name": "Bar Torrero", "owner": world.user("beto"), "phone": "976440215"}
    bar = writing.add(registry.get("directory.Party"), values, by=ana)
    add_task(bar, by=ana, title="Llamar", kind="call", assignee=world.user("beto"))
    rules = {("directory.Party", "phone"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=ana, scopes={}, fields=rules)
    for address in ("/parties/?view=all", "/parties/suggest?q=torrero", f"/parties/{bar.ref}/panel", "/"):
        seen = content(world.client("beto").get(address))
        assert "Bar Torrero" in seen, address
        assert "976 44" not in seen, address
        assert "+34976440215" not in seen, address
        assert "976 44" in content(world.client("ana").get(f"{address}{'?who=all' if address == '/' else ''}")), address


CITY: Final = "Calatorao"
WHERE: Final = {
    "list": "/parties/?view=all",
    "addresses in the list": "/parties/?view=all&layout=table&columns=name,addresses,city",
    "card": "/parties/{ref}/",
    "panel": "/parties/{ref}/panel",
    "form": "/parties/{ref}/edit",
    "history": "/parties/{ref}/history",
    "timeline": "/parties/{ref}/timeline",
    "suggestions": "/parties/suggest?q=torrero",
    "search": "/search?q=torrero",
}


@pytest.fixture
def cityless(world: World) -> Story:
    """Ana hides the city alone; the addresses, in which it stands too, keep no rule of their own."""
    party, ana = registry.get("directory.Party"), world.actor("ana")
    where = {"street": "Calle Mayor 3", "city": CITY}
    values = {
        "kind": "organisation",
        "name": "Bar Torrero",
        "owner": world.user("beto"),
        "addresses": [where | {"city": "Épila"}],
    }
    bar = writing.add(party, values, by=ana)
    writing.edit(party, bar, {"addresses": [where | {"street": "Calle Menor 5"}]}, by=ana)
    rights, rules = {("directory.Party", "export"): "all"}, {("directory.Party", "city"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=ana, scopes=rights, fields=rules)
    return Story(world, bar)


@pytest.mark.parametrize("path", WHERE.values(), ids=list(WHERE))
def test_a_hidden_city_is_not_in_the_address_either(cityless: Story, path: str) -> None:
    told = content(cityless.screen("beto").get(path.format(ref=cityless.bar.ref), headers=HX))
    assert CITY not in told
    if "/edit" not in path:
        assert path != "/parties/{ref}/" or "Calle Menor 5" in told


@pytest.mark.parametrize("path", ["/parties/{ref}/", "/parties/{ref}/history", "/parties/suggest?q=torrero"])
def test_ana_has_the_city_there(cityless: Story, path: str) -> None:
    assert CITY in content(cityless.screen("ana").get(path.format(ref=cityless.bar.ref), headers=HX))


def test_neither_the_api_nor_a_file_nor_a_filter_tells_a_hidden_city(cityless: Story) -> None:
    address = f"/api/v1/parties/{cityless.bar.ref}"
    assert CITY in content(cityless.api("ana").get(address))
    api = cityless.api("beto")
    assert CITY not in content(api.get(address))
    assert api.get("/api/v1/parties", {"q": CITY}).json()["items"] == []
    for field in ("city", "any_city", "addresses"):
        asked = {"filter": json.dumps({"field": field, "op": "eq", "value": CITY})}
        assert api.get("/api/v1/parties", asked).status_code == 400
    sent = {"step": "run", "format": "csv", "reason": "prueba", "column": ["name", "addresses", "city"]}
    assert CITY not in content(cityless.screen("beto").post("/parties/export", sent))
    assert CITY in content(cityless.screen("ana").post("/parties/export", sent))


def test_the_matrix_says_which_fields_go_with_a_hidden_one(cityless: Story) -> None:
    shown = content(cityless.screen("ana").get("/settings/profiles/comercial/"))
    assert shown.count("otro campo oculto dice lo mismo") == 2


def test_a_group_hidden_whole_takes_its_filters_and_its_main_value_with_it(world: World) -> None:
    bar = writing.add(
        registry.get("directory.Party"),
        {"kind": "organisation", "name": "Bar Torrero", "owner": world.user("beto"), "phone": "976440215"},
        by=world.actor("ana"),
    )
    rules = {("directory.Party", "phones"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    api = Story(world, bar).api("beto")
    assert "976440215" not in content(api.get(f"/api/v1/parties/{bar.ref}"))
    for field in ("phone", "any_phone"):
        asked = {"filter": json.dumps({"field": field, "op": "eq", "value": "976440215"})}
        assert api.get("/api/v1/parties", asked).status_code == 400


def test_a_view_that_asks_by_a_hidden_field_is_no_tab_of_his(world: World) -> None:
    """“Birthday this week” opened a page that said the filter could not be read, and named the field."""
    rules = {("directory.Party", "birthday"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    asked, tab = "/parties/?view=all", 'href="/parties/?view=birthdays"'
    assert tab not in content(world.client("beto").get(asked))
    assert world.client("beto").get("/parties/?view=birthdays").status_code == 404
    assert tab in content(world.client("ana").get(asked))


@pytest.mark.parametrize("rule", ["hidden", "readonly"])
def test_the_quick_dialog_does_not_ask_for_what_it_would_not_keep(world: World, rule: str) -> None:
    """Beto typed a telephone there and was told that all was saved."""
    closed = ("phones", "tax_id", "consents", "relationships", "roles")
    rules = {("directory.Party", name): rule for name in closed}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    asked = ("phone", "tax_id", "consent", "contact", "role")
    for who, there in (("beto", False), ("ana", True)):
        dialog = content(world.client(who).get("/parties/new?quick=1", headers=HX))
        assert [name for name in asked if f'name="{name}"' in dialog] == (list(asked) if there else [])
    sent = {"quick": "1", "kind": "person", "name": "Rosa Lou", "city": "Huesca", "consent": "Hoja firmada"}
    assert world.client("beto").post("/parties/new?quick=1", sent, headers=HX).status_code == 200
    assert Party.objects.get().city == "Huesca"
