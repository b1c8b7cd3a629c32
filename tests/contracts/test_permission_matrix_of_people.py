"""The permission matrix, second half: settings, one's own things, imports, kept views; no route is forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tendero.access import actions
from tendero.access.checks import routes
from tendero.access.models import ApiToken, Invitation, OpenSession
from tendero.access.rules.matrix import default_scope
from tendero.activities.actions import log_activity
from tendero.kernel import changes, jobs, write
from tendero.kernel.backup import keeping
from tendero.kernel.refs import new_ref
from tendero.records.actions import views as saved
from tendero.records.custom import actions as own_fields
from tendero.records.models import FieldDefinition, Import, SavedView
from tests import imports
from tests.contracts.house import ROOT
from tests.contracts.matrix import things
from tests.contracts.matrix.asking import Cells, ask, proof, told, written
from tests.contracts.matrix.company import PEOPLE, door
from tests.contracts.matrix.lean import lean
from tests.contracts.matrix.routes import ENGINE, LISTS, NOTHING, OF_A_ROW, OF_ONE_KIND, ON_A_CONTACT, Row
from tests.world import World

pytestmark = pytest.mark.once
__all__ = ["lean"]
TABLE = "Nombre;Ciudad\nBar Nuevo;Zaragoza\nBar Otro;Huesca\n"


def cell(cells: Cells, client: Client, row: Row, wanted: str, what: str, **names: str) -> None:
    """One cell: where it is shut nothing is written, where it is open it does what it says."""
    with written() as seen:
        found = told(ask(client, row, **names))
        done = proof(row if wanted == "allowed" else Row(""), seen)
    cells.check(
        what, f"{told(row.answer)} {row.effect}" if wanted == "allowed" else f"{wanted} {NOTHING}", f"{found} {done}"
    )


def everybody(world: World) -> dict[str, Client]:
    """One person of each profile, signed in."""
    for name in (*PEOPLE.values(), "pablo", "nuria"):
        world.user(name)
    return {profile: world.client(name) for profile, name in PEOPLE.items()}


def test_settings_open_by_their_own_right(world: World) -> None:
    cells = Cells()
    actions.hold_mail(by=world.actor("ana"))
    for profile, client in everybody(world).items():
        for label, (record, row) in things.SETTINGS.items():
            cell(cells, client, row, door(profile, record, row.verb) or "allowed", f"{profile} {label}")
    cells.done()


def test_settings_of_one_person_team_profile_or_field(world: World) -> None:
    cells, clients, by = Cells(), everybody(world), world.actor("ana")
    gone = actions.add_person(by=by, username="eva", name="Eva", profile="lectura", password="una frase bien larga")
    actions.deactivate(gone, by=by)
    invitation: Invitation = actions.invite(by=by, name="Eva", email="", profile="lectura")[0]
    lectura = actions.copy_profile(_profile("lectura"), by=by, name="Almacén")
    for label in ("Aforo", "Mesas", "Viejo"):
        own_fields.define_field("directory.Party", label=label, kind="text", by=by)
    old = FieldDefinition.objects.get(label="Viejo")
    own_fields.archive_field(old, by=by)
    refs = {
        "invitation": invitation.ref,
        "team": str(world.user("nuria").team and world.user("nuria").team.ref),  # type: ignore[union-attr]
        "person": world.user("pablo").ref,
        "gone": gone.ref,
        "profile": lectura.code,
        "field": FieldDefinition.objects.get(label="Aforo").ref,
        "archived": old.ref,
        "copy": _copy(),
    }
    for profile, client in clients.items():
        for label, (record, row, thing) in things.SETTINGS_OF_ONE.items():
            shut = door(profile, record, row.verb)
            cell(cells, client, row, shut or "allowed", f"{profile} {label}", ref=refs[thing])
            cell(cells, client, row, shut or "missing", f"{profile} {label} nonexistent", ref=new_ref().lower())
    cells.done()


def _copy() -> str:
    """The name of a copy of everything; what is in it is nobody's business here."""
    path = keeping.folder() / "tendero-20261127T031000Z.zip"
    path.write_bytes(b"PK")
    return path.name


def _profile(code: str) -> Any:
    from tendero.access.models import Profile

    return Profile.objects.get(code=code)


def test_what_is_open_to_whoever_has_signed_in(world: World) -> None:
    cells, clients = Cells(), everybody(world)
    named = " ".join(f"@{name}" for name in PEOPLE.values())
    entry = log_activity(world.don_luis, by=world.actor("nuria"), kind="note", text=f"Mirad esto {named}")
    for profile, client in clients.items():
        for label, row in things.OPEN.items():
            cell(cells, client, row, "allowed", f"{profile} {label}", entry=entry.ref)
    cells.done()


def things_of(world: World, name: str, client: Client) -> dict[str, str]:
    """One of each thing that belongs to that person."""
    person, by = world.user(name), world.actor(name)
    token: ApiToken = actions.create_token(person, by=by, name="prueba")[0]
    client.get("/")
    world.client(name).get("/")
    session = OpenSession.objects.filter(user=person).exclude(session_key=client.session.session_key).first()
    with changes.change_set("test", by=by) as opened:
        write.change(world.person("Suyo", name, owner=name), website=f"https://{name}.example")
    job = jobs.enqueue("records.bulk_bin", by=by, record="directory.Party", selection={"refs": []}, batch="b", upto=0)
    return {
        "token": token.ref,
        "session": str(session.pk if session else 0),
        "change_set": opened.ref,
        "job": job.ref,
    }


def test_what_is_ones_own_is_nobody_elses(world: World) -> None:
    """Tokens, sessions, undo, jobs: one's own, somebody else's, none."""
    cells, clients = Cells(), everybody(world)
    other = things_of(world, "nuria", world.client("nuria"))
    for profile, client in clients.items():
        own = things_of(world, PEOPLE[profile], client)
        for label, (row, thing, right) in things.OWN.items():
            opens = bool(right) and default_scope(profile, *right.split()) != "none"
            mine = row
            if label == "undo" and default_scope(profile, "directory.Party", "change") == "none":
                mine = replace(row, effect=NOTHING)  # rights are today's, whatever they were
            cell(cells, client, mine, "allowed", f"{profile} {label} own", ref=own[thing])
            cell(cells, client, row, "allowed" if opens else "missing", f"{profile} {label} other", ref=other[thing])
            none = "0" if thing == "session" else new_ref()
            cell(cells, client, row, "missing", f"{profile} {label} nonexistent", ref=none)
    cells.done()


def import_of(world: World, name: str, *, done: bool) -> Import:
    """An import that belongs to that person, whatever his rights are by now."""
    by = world.actor("ana")
    batch = imports.begin(TABLE, by=by)
    if done:
        imports.run(batch, by=by)
    batch.user_id = world.user(name).pk
    batch.save(update_fields=["user_id"])
    return batch


def test_an_import_is_its_makers(world: World) -> None:
    cells, clients = Cells(), everybody(world)
    made = {(name, done): import_of(world, name, done=done) for name in (*PEOPLE.values(), "nuria") for done in (0, 1)}
    for profile, client in clients.items():
        for label, (row, state) in things.IMPORTS.items():
            shut = door(profile, "directory.Party", "import")
            everybodys = default_scope(profile, "directory.Party", "delete") == "all"
            for case, name in (("own", PEOPLE[profile]), ("other", "nuria")):
                wanted = shut or ("allowed" if case == "own" or everybodys else "missing")
                ref = made[name, int(state == "done")].ref
                cell(cells, client, row, wanted, f"{profile} {label} {case}", ref=ref)
            cell(cells, client, row, shut or "missing", f"{profile} {label} nonexistent", ref=new_ref())
    cells.done()


def view_of(world: World, name: str, *, shared: bool) -> SavedView:
    return saved.save_view("directory.Party", name=f"De {name}", by=world.actor(name), shared=shared)


def test_views_that_people_keep(world: World) -> None:
    """One's own; a colleague's that he shares, which only whoever keeps profiles may tidy; the others do not exist."""
    cells, clients = Cells(), everybody(world)
    team, private, other = (
        view_of(world, "pablo", shared=True),
        view_of(world, "pablo", shared=False),
        view_of(world, "nuria", shared=True),
    )
    for profile, client in clients.items():
        own, keeps = view_of(world, PEOPLE[profile], shared=False), default_scope(profile, "access.Profile", "change")
        for verb, row in things.VIEWS.items():
            shared = "missing" if profile == "administracion" else "allowed" if keeps != "none" else "refused"
            for case, view, wanted in (
                ("own", own, "allowed"),
                ("shared", team, shared),
                ("private of another", private, "missing"),
                ("of another team", other, "missing"),
            ):
                cell(cells, client, row, wanted, f"{profile} view {verb} {case}", ref=view.ref)
            cell(cells, client, row, "missing", f"{profile} view {verb} nonexistent", ref=new_ref())
        default = replace(things.VIEWS["pin"], body={"do": "default:{ref}"})
        cell(cells, client, default, "allowed", f"{profile} view default own", ref=own.ref)
        theirs = "missing" if profile == "administracion" else "refused"
        cell(cells, client, default, theirs, f"{profile} view default shared", ref=team.ref)
        cell(cells, client, things.KEEP_VIEW, "allowed", f"{profile} view kept")
    cells.done()


def test_every_route_has_its_row() -> None:
    rows: set[str] = {*ENGINE, *LISTS, *things.SETTINGS, *things.SETTINGS_OF_ONE, *things.OPEN, *things.OWN}
    rows |= {*things.IMPORTS, *OF_A_ROW, *OF_ONE_KIND, *ON_A_CONTACT, *things.ELSEWHERE}
    known = {name.partition(",")[0].rpartition(":")[2] for name in rows} | things.PUBLIC
    unknown = [
        address for address, pattern in routes() if pattern.name not in known and not address.startswith("api/v1/")
    ]
    assert unknown == []
    kinds = {pattern.name: pattern.callback.permission.kind for _address, pattern in routes()}  # type: ignore[attr-defined]
    assert {name for name, kind in kinds.items() if kind == "public"} == things.PUBLIC
    assert {name for name, kind in kinds.items() if kind == "signed_in"} - {*things.OPEN, *things.OWN} == set()


@pytest.mark.parametrize("where", sorted(set(things.ELSEWHERE.values())))
def test_what_stands_elsewhere_stands_there(where: str) -> None:
    file, _, name = where.partition("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text("utf-8")
