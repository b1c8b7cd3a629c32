"""What somebody of the house tries with the rights he has: each story ends with nothing learnt and nothing changed.

Beto (Comercial), Caja (Mostrador) and Lola (Solo lectura) look where they may: a field hidden from their profile, a
deal of another team, a note of somebody else stand on no page, made by the engine or by hand.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any, Final

import pytest
from django.test import Client

from tendero.access.actions import create_token, deactivate, set_rights
from tendero.access.models import Profile
from tendero.activities import actions as work
from tendero.directory.actions import assign_owner
from tendero.directory.models import Party
from tendero.kernel import clock
from tendero.pipeline.actions import create_opportunity, win
from tendero.pipeline.models import Opportunity
from tendero.records import registry, writing
from tendero.records.actions import views
from tendero.records.exchange import running
from tests import imports
from tests.world import World

HX: Final = {"HX-Request": "true"}
SUM: Final = re.compile(r"7[.\s\u00a0\u202f]?777")


def rights(world: World, code: str, *, scopes: Any = None, hidden: tuple[tuple[str, str], ...] = ()) -> None:
    """Ana changes what a profile may do, and hides fields from it."""
    rules = dict.fromkeys(hidden, "hidden")
    set_rights(Profile.objects.get(code=code), by=world.actor("ana"), scopes=scopes or {}, fields=rules)


def api(world: World, name: str) -> Client:
    _token, secret = create_token(world.user(name), by=world.actor(name), name="prueba")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def told(client: Client, path: str) -> str:
    """What a page says, whole and as a fragment."""
    answers: list[Any] = [client.get(path), client.get(path, headers=HX)]
    return " ".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
        for answer in answers
    )


def rosa(world: World, **more: Any) -> Party:
    """Beto's customer, whose birthday is today."""
    values = {
        "kind": "person",
        "first_name": "Rosa",
        "last_name": "Gil",
        "phone": "+34976123456",
        "email": "rosa@bar.example",
        "city": "Zaragoza",
        "birthday": f"--{clock.today():%m-%d}",
        "owner": world.user("beto"),
    }
    made: Party = writing.add(registry.get("directory.Party"), {**values, **more}, by=world.actor("ana"))
    return made


def deal_of(world: World, party: Party, who: str, name: str = "Horno") -> Opportunity:
    made: Opportunity = create_opportunity(party, name=name, amount=Decimal(7777), by=world.actor(who))
    return made


OF_A_CONTACT: Final = (
    "/parties/?view=all&layout=table",
    "/parties/{ref}/",
    "/parties/{ref}/panel",
    "/parties/{ref}/timeline",
    "/parties/{ref}/card/next_step",
    "/parties/{ref}/opportunities",
    "/parties/suggest?q=rosa",
    "/search?q=rosa",
    "/search?record=parties&q=rosa",
    "/search",
    "/",
    "/tasks/?view=all&layout=table",
    "/tasks/{task}/panel",
    "/activities/?view=all&layout=table",
    "/opportunities/?view=all&layout=table",
    "/opportunities/board",
    "/opportunities/{deal}/",
    "/opportunities/{deal}/panel",
)


@pytest.mark.parametrize("path", OF_A_CONTACT)
def test_a_hidden_telephone_e_mail_and_birthday_stand_nowhere(world: World, path: str) -> None:
    contact, beto = rosa(world), world.actor("beto")
    deal, task = deal_of(world, contact, "beto"), work.add_task(contact, title="Llamar", kind="call", by=beto)
    work.add_task(contact, title="Llamar luego", kind="call", due_time=dt.time(23, 59), by=beto)
    names = ("phone", "phones", "email", "emails", "birthday")
    client = world.client("beto")
    client.post("/search/opened", {"record": "parties", "ref": contact.ref})
    address = path.format(ref=contact.ref, deal=deal.ref, task=task.ref)
    rights(world, "comercial", hidden=tuple(("directory.Party", name) for name in names))
    found = told(client, address)
    assert not re.search(r"976[\s\u00a0]?12", found), found[: found.find("976") + 60][-200:]
    assert "rosa@bar" not in found
    assert path != "/" or "cumpleaños" not in found.lower()


OF_A_DEAL: Final = (
    "/opportunities/?view=all&layout=table",
    "/opportunities/figures",
    "/opportunities/counts",
    "/opportunities/board",
    "/opportunities/suggest?q=horno",
    "/opportunities/{deal}/",
    "/opportunities/{deal}/panel",
    "/opportunities/{deal}/history",
    "/parties/{ref}/",
    "/parties/{ref}/timeline",
    "/parties/{ref}/opportunities",
    "/activities/?view=all&layout=table",
    "/search?q=horno",
    "/",
)


@pytest.mark.parametrize("path", OF_A_DEAL)
def test_a_hidden_amount_is_neither_told_nor_added_up(world: World, path: str) -> None:
    contact = rosa(world)
    deal = deal_of(world, contact, "beto")
    address = path.format(ref=contact.ref, deal=deal.ref)
    rights(world, "comercial", hidden=(("pipeline.Opportunity", "amount"),))
    assert not SUM.search(told(world.client("beto"), address))


def test_a_hidden_amount_orders_filters_and_adds_nothing_by_the_api(world: World) -> None:
    deal_of(world, rosa(world), "beto")
    rights(world, "comercial", hidden=(("pipeline.Opportunity", "amount"),))
    beto, large = api(world, "beto"), {"amount": "5000", "currency": "EUR"}
    assert beto.get("/api/v1/opportunities?order=-amount").status_code == 400
    for asked in (
        {"related": "opportunities", "sum:amount": {"gte": 5000}},
        {"related": "opportunities", "where": {"field": "amount", "op": "gt", "value": large}, "count": {"gte": 1}},
    ):
        assert beto.get("/api/v1/parties", {"filter": json.dumps(asked)}).status_code == 400
    for path in ("activities", "opportunities?expand=party"):
        assert "7777" not in told(beto, f"/api/v1/{path}")


FOREIGN_DEAL: Final = (
    "/parties/{ref}/",
    "/parties/{ref}/panel",
    "/parties/{ref}/timeline",
    "/parties/{ref}/card/next_step",
    "/parties/?view=all&layout=table",
    "/activities/?view=all&layout=table",
    "/tasks/?view=all&layout=table",
    "/tasks/{task}/",
    "/tasks/{task}/panel",
    "/search?q=zafiro",
    "/",
)


@pytest.mark.parametrize("path", FOREIGN_DEAL)
@pytest.mark.parametrize("who", ["beto", "caja"])
def test_a_deal_out_of_sight_is_told_by_nothing_that_is_in_sight(world: World, path: str, who: str) -> None:
    """Nuria's, with a contact that all see: neither its name nor its sum, in the historial or elsewhere."""
    contact, nuria = rosa(world), world.actor("nuria")
    deal = deal_of(world, contact, "nuria", "Zafiro secreto")
    task = work.add_task(contact, title="Llamar", by=nuria, subject=deal, assignee=world.user(who))
    work.log_activity(contact, by=nuria, kind="call", text="Hablado", subject=deal)
    win(deal, by=nuria)
    found = told(world.client(who), path.format(ref=contact.ref, task=task.ref))
    assert "secreto" not in found
    assert deal.ref not in found
    assert not SUM.search(found)


def test_whoever_sees_the_deal_reads_its_story(world: World) -> None:
    """The twin of the denials above."""
    contact = rosa(world)
    win(deal_of(world, contact, "nuria", "Zafiro secreto"), by=world.actor("nuria"))
    for who in ("ana", "nuria", "lola"):
        found = told(world.client(who), f"/parties/{contact.ref}/timeline")
        assert found.count("Zafiro secreto") >= 2
        assert SUM.search(found)


@pytest.mark.parametrize("who", ["beto", "caja"])
def test_deals_out_of_sight_are_not_counted(world: World, who: str) -> None:
    win(deal_of(world, rosa(world), "nuria", "Zafiro secreto"), by=world.actor("nuria"))
    client = api(world, who)
    for path in ("activities?limit=200", "tasks", "parties?expand=owner"):
        assert "ecreto" not in told(client, f"/api/v1/{path}")
    for asked in ({"count": {"gte": 1}}, {"sum:amount": {"gte": 1}}):
        answer = client.get("/api/v1/parties", {"filter": json.dumps({"related": "opportunities", **asked})})
        assert answer.status_code == 400 or answer.json()["items"] == []


def test_what_the_historial_tells_of_a_hidden_field_is_not_told(world: World) -> None:
    assign_owner(rosa(world), owner=world.user("pablo"), by=world.actor("ana"))
    contact = Party.objects.get()
    assert "Responsable: Pablo Serrano" in told(world.client("beto"), f"/parties/{contact.ref}/timeline")
    rights(world, "comercial", hidden=(("directory.Party", "owner"),))
    assert "Pablo" not in told(world.client("beto"), f"/parties/{contact.ref}/timeline")


def test_hidden_words_of_notes_and_tasks_are_on_no_page_and_found_by_nobody(world: World) -> None:
    contact, beto = rosa(world), world.actor("beto")
    work.log_activity(contact, by=world.actor("ana"), kind="call", text="Zarzuela @beto", outcome="Bien")
    work.add_task(contact, title="Llamar", note="Zarzuela", due_time=dt.time(23, 59), by=beto)
    rights(world, "comercial", hidden=(("activities.Activity", "body"), ("activities.Task", "note")))
    client = world.client("beto")
    paths = ("/parties/{}/timeline", "/parties/{}/", "/", "/activities/?view=all&layout=table")
    for path in (*paths, "/tasks/?view=all&layout=table", "/search?q=zarz", "/activities/?view=all&q=zarzuela"):
        assert "Zarzuela" not in told(client, path.format(contact.ref)), path


def test_a_private_note_is_not_counted_either(world: World) -> None:
    work.log_activity(rosa(world), by=world.actor("ana"), kind="note", text="Zarzuela", private=True)
    where = {"field": "body", "op": "contains", "value": "Zarzuela"}
    for asked in ({"where": where, "count": {"gte": 1}}, {"count": {"gte": 1}}):
        answer = api(world, "beto").get("/api/v1/parties", {"filter": json.dumps({"related": "activities", **asked})})
        assert answer.json()["items"] == []


def test_a_shared_view_does_not_carry_what_its_reader_may_not_know(world: World) -> None:
    rosa(world, tax_id="12345678Z")
    by = {"field": "tax_id", "op": "eq", "value": "12345678Z"}
    ana, columns = world.actor("ana"), ["name", "tax_id"]
    view = views.save_view("directory.Party", name="Uno", by=ana, filter=by, columns=columns, shared=True, pinned=True)
    rights(world, "comercial", hidden=(("directory.Party", "tax_id"),))
    for path in ("?view=all", "?view={}", "views", "counts", "filter?view={}", "columns?view={}"):
        assert "12345678Z" not in told(world.client("beto"), f"/parties/{path.format(view.ref)}")


def test_an_import_changes_nothing_that_a_form_would_not(world: World) -> None:
    """Matched by its telephone, Nuria's customer stays as she is."""
    contact = rosa(world, owner=world.user("nuria"))
    rights(world, "comercial", scopes={("directory.Party", "import"): "all"})
    table = "Nombre;Teléfono;Ciudad;Web\nRosa Gil;976123456;Huesca;ajena.example\n"
    imports.bring(table, by=world.actor("beto"), policy="update", match=["phone"])
    contact.refresh_from_db()
    assert (contact.website, contact.city) == ("", "Zaragoza")


def test_a_dry_run_does_not_tell_whether_a_hidden_number_is_here(world: World) -> None:
    rosa(world, tax_id="12345678Z")
    rights(world, "comercial", scopes={("directory.Party", "import"): "all"}, hidden=(("directory.Party", "tax_id"),))
    said = []
    for number in ("12345678Z", "00000000T"):
        table = f"Nombre;NIF;Web\nOtra;{number};otra.example\n"
        batch = imports.begin(table, by=world.actor("beto"), policy="update", match=["tax_id"])
        said.append(running.foresee(batch, by=world.actor("beto"))["counts"])
    assert said[0] == said[1]


def test_a_closed_account_is_out_of_web_and_api_at_once(world: World) -> None:
    program, browser = api(world, "beto"), world.client("beto")
    assert program.get("/api/v1/parties").status_code == 200
    deactivate(world.user("beto"), by=world.actor("ana"))
    assert program.get("/api/v1/parties").status_code == 401
    assert browser.get("/parties/").status_code == 302


def test_versions_tell_nothing_of_what_is_out_of_sight(world: World) -> None:
    rights(world, "comercial", scopes={("directory.Party", "view"): "team"})
    foreign, beto = world.company("Fonda Oscense", owner="nuria"), api(world, "beto")
    address = f"/api/v1/parties/{foreign.ref}"
    for tag in (f'"{foreign.version}"', '"99"', "*"):
        read = beto.get(address, headers={"If-None-Match": tag})
        written = beto.patch(
            address, {"website": "x.example"}, content_type="application/json", headers={"If-Match": tag}
        )
        assert [read.status_code, written.status_code] == [404, 404]
        assert "ETag" not in {**read.headers, **written.headers}


def test_nobody_gives_a_contact_to_where_he_does_not_reach(world: World) -> None:
    """By the form, the API's own verb and the list alike; handing over a task is another thing."""
    contact, nuria = rosa(world), world.user("nuria")
    beto = api(world, "beto")
    for path, body in (("", {"owner": nuria.ref}), ("/assign_owners", {"owner": nuria.ref})):
        ask = beto.patch if not path else beto.post
        answer = ask(f"/api/v1/parties/{contact.ref}{path}", body, content_type="application/json")
        assert answer.status_code == 422
    sent = {"row": contact.ref, "step": "run", "owner": nuria.ref}
    assert world.client("beto").post("/parties/do/assign_owners/", sent).status_code == 422
    contact.refresh_from_db()
    assert contact.owner == world.user("beto")
    task = work.add_task(contact, title="Llamar", by=world.actor("beto"))
    assert world.client("beto").post(f"/tasks/{task.ref}/reassign", {"to": nuria.ref}).status_code == 200


def test_the_history_of_a_record_names_nobody_out_of_sight(world: World) -> None:
    contact = rosa(world)
    party, ana = registry.get("directory.Party"), world.actor("ana")
    foreign = world.company("Fonda Oscense", owner="nuria")
    writing.edit(party, contact, {"referred_by": foreign}, by=ana)
    writing.edit(party, contact, {"referred_by": None}, by=ana)
    rights(world, "comercial", scopes={("directory.Party", "view"): "team"})
    assert "Oscense" in told(world.client("ana"), f"/parties/{contact.ref}/history")
    assert "Oscense" not in told(world.client("beto"), f"/parties/{contact.ref}/history")


def test_a_new_contact_belongs_to_whoever_sends_it_unless_it_says_whose(world: World) -> None:
    """As on the screen; `null` is nobody's. Where his profile may not say whose, it stays nobody's."""
    _token, secret = create_token(world.user("beto"), by=world.actor("beto"), name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})

    def made(**values: object) -> object:
        body = {"kind": "person", "first_name": "Rosa", "last_name": "Gil", **values}
        answer = api.post("/api/v1/parties", json.dumps(body), content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer.json().get("owner", "unknown")

    pablo = world.user("pablo").ref
    assert made() == world.user("beto").ref
    assert made(owner=pablo) == pablo
    assert made(owner=None) is None
    rule = {("directory.Party", "owner"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rule)
    assert made() == "unknown"
    assert Party.objects.order_by("-pk").values_list("owner", flat=True)[0] is None
