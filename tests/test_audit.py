"""The audit says in words what was done: whom a relation names, what a right is called, which view was shared."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tendero.access import actions
from tendero.access.models import Grant, Profile
from tendero.access.views import audit
from tendero.access.views.profiles import MODES
from tendero.activities.models import Activity
from tendero.directory.actions import assign_owner, give_role
from tendero.directory.models import RoleType
from tendero.kernel import changes, clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import ChangeSet
from tendero.kernel.refs import new_ref
from tendero.pipeline.actions import move
from tendero.pipeline.models import Stage
from tendero.records import history, registry, writing
from tendero.records.actions import views
from tests.contracts.samples import sample
from tests.world import World


def page(client: Client) -> str:
    """The words of the audit, without markup."""
    found = re.sub(r"<[^>]+>", " ", client.get("/settings/audit/").content.decode())
    return re.sub(r"\s+", " ", found).partition("Filtrar ")[2].partition("Usuario o e-mail")[0]


def test_a_person_reads_names_where_the_journal_keeps_numbers(world: World) -> None:
    deal, nuria = sample(world, "pipeline.Opportunity"), world.user("nuria")
    assign_owner(world.don_luis, owner=nuria, by=world.actor("ana"))
    stages = list(Stage.objects.filter(kind="open").order_by("position"))
    move(deal, stage=stages[1], by=world.actor("ana"))
    told = page(world.client("ana"))
    assert "Responsable: Beto Sanz → Nuria Palacín" in told
    assert f"{stages[0].name} → {stages[1].name}" in told
    assert "Lugar en su columna" not in told
    assert f'href="/opportunities/{deal.ref}/"' in world.client("ana").get("/settings/audit/").content.decode()


def test_what_belongs_to_a_contact_is_told_by_the_field_it_stands_for(world: World) -> None:
    role = RoleType.objects.order_by("pk").first()
    assert role is not None
    give_role(world.don_luis, role=role, by=world.actor("ana"))
    assert f"Papel: — → {role.name}" in page(world.client("ana"))


def test_a_milestone_says_which_it_is_to_whom_may_know(world: World) -> None:
    assign_owner(world.don_luis, owner=world.user("nuria"), by=world.actor("ana"))
    assert "Hito · Responsable: Nuria Palacín" in page(world.client("ana"))

    milestone = Activity.objects.filter(code="owner_assigned").latest("id")
    sales, record = Profile.objects.get(code="comercial"), registry.get("activities.Activity")
    fields = {("directory.Party", "owner"): "hidden"}
    actions.set_rights(sales, by=Actor.system("test"), scopes={}, fields=fields)
    assert record.called(milestone, world.actor("beto")) == "Hito"


def test_a_milestone_of_a_deal_is_named_only_to_who_sees_every_deal(world: World) -> None:
    deal = sample(world, "pipeline.Opportunity")
    stage = Stage.objects.filter(kind="open").order_by("position")[1]
    move(deal, stage=stage, by=world.actor("ana"))
    milestone = Activity.objects.filter(code="opportunity_moved").get()
    record = registry.get("activities.Activity")
    assert record.called(milestone, world.actor("ana")) == f"Hito · «{deal.name}» pasa a {stage.name}"
    sales = Profile.objects.get(code="comercial")
    for scope in ("own", "team", "none"):
        scopes = {("pipeline.Opportunity", "view"): scope}
        actions.set_rights(sales, by=Actor.system("test"), scopes=scopes, fields={})
        assert record.called(milestone, world.actor("nuria")) == "Hito"


def test_a_right_is_called_as_on_its_screen(world: World) -> None:
    sales = Profile.objects.get(code="comercial")
    scopes, fields = {("directory.Party", "view"): "team"}, {("directory.Party", "tax_id"): "hidden"}
    actions.set_rights(sales, by=world.actor("ana"), scopes=scopes, fields=fields)
    told = page(world.client("ana"))
    assert "Contactos, ver: Todo → Lo de su equipo" in told
    with translation.override("es"):
        assert f"→ {MODES['hidden']}" in told
    assert "directory.Party" not in told


def test_views_that_people_keep_are_audited(world: World) -> None:
    beto = world.actor("beto")
    view = views.save_view("directory.Party", name="Sevilla", by=beto, shared=False)
    views.update_view(view, by=beto, shared=True)
    views.rename_view(view, name="Bares de Sevilla", by=beto)
    views.make_default(view, by=beto)
    told = page(world.client("ana"))
    for words in ("Solo yo → Mi equipo", "Sevilla → Bares de Sevilla", "No → Sí"):
        assert words in told
    views.delete_view(view, by=beto)
    assert "Bares de Sevilla se quitó" in page(world.client("ana"))


def test_whoever_reads_the_audit_reads_no_names_out_of_his_sight(world: World) -> None:
    """A keeper of the audit who sees his own contacts alone."""
    profile = Profile.objects.create(code="auditora", name="Auditora")
    for record, verb, scope in (("kernel.ChangeSet", "view", "all"), ("directory.Party", "view", "own")):
        Grant.objects.create(profile=profile, record=record, verb=verb, scope=scope)
    sara = world.user("sara")
    sara.profile = "auditora"
    sara.save()
    actions.people.stamp()
    world.company("Fonda Oscense", owner="nuria")
    assign_owner(world.don_luis, owner=sara, by=world.actor("ana"))
    told = page(world.client("sara"))
    assert "Luis Ferrer" in told
    assert "Oscense" not in told


def test_many_lines_cost_no_more_than_few(world: World) -> None:
    client, owners = world.client("ana"), [world.user("nuria"), world.user("beto")]

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/settings/audit/")
        return len(found)

    assign_owner(world.don_luis, owner=owners[0], by=world.actor("ana"))
    client.get("/settings/audit/")
    few = asked()
    for number in range(8):
        assign_owner(world.person("Eva", str(number)), owner=owners[number % 2], by=world.actor("ana"))
    assert asked() == few


def test_what_is_made_has_no_from_and_to(world: World) -> None:
    with changes.change_set("records.run_import", by=world.actor("ana"), origin="import"):
        values = {"kind": "organisation", "name": "Obrador La Tahona"}
        writing.add(registry.get("directory.Party"), values, by=world.actor("ana"))
    told = page(world.client("ana"))
    assert "Importar hoy" in told
    assert "Obrador La Tahona se creó" in told
    assert "— → —" not in told


def test_the_audit_goes_by_moment_also_where_the_past_was_told_later(world: World, monkeypatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    luis, day = world.don_luis, datetime(2026, 3, 2, 9, tzinfo=UTC)
    ChangeSet.objects.all().update(at=day - timedelta(days=400))
    for name, days in (("Lunes", 0), ("Hace un año", -365), ("Martes", 1), ("Mismo martes", 1), ("Viernes", 4)):
        with clock.frozen(day + timedelta(days=days)), changes.change_set("test", by=world.actor("ana")):
            write.change(luis, legal_name=name)

    client, address, told = world.client("ana"), "/settings/audit/", ""
    while address:
        content = client.get(address).content.decode()
        told += content
        older = re.search(r'href="([^"]*older=[^"]*)"', content)
        address = html.unescape(older[1]) if older else ""
    order = re.findall(r"→[^<]*(?:<[^>]*>\s*)*(Lunes|Hace un año|Martes|Mismo martes|Viernes)", told)
    assert order == ["Viernes", "Mismo martes", "Martes", "Lunes", "Hace un año"]
    shown = [
        line.after
        for step in history.steps(registry.get("directory.Party"), luis, world.actor("ana"))
        for line in step.lines
    ]
    assert [word for word in shown if word] == order


@pytest.mark.parametrize("filters", [{}, {"action": "test"}, {"person": "ana"}, {"day": "2026-03-02"}], ids=str)
def test_the_index_answers_however_long_the_past_is(world: World, filters: dict[str, str]) -> None:
    """No sorting and no walk through the whole journal, on either engine."""
    if "person" in filters:
        filters = {"person": world.user("ana").ref}
    moment, ana = datetime(2026, 3, 2, tzinfo=UTC), world.user("ana").pk
    row = {"action": "test", "actor_kind": "person", "actor_id": ana, "at": moment}
    some = [ChangeSet(ref=new_ref(), **row) for _number in range(3000)]
    ChangeSet.objects.bulk_create(some)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE kernel_changeset")
    filters |= {"older": some[1500].ref}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        world.client("ana").get("/settings/audit/", filters)
    (query,) = [one["sql"] for one in asked if "kernel_changeset" in one["sql"] and "LIMIT 51" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "changeset_" in plan
    assert not re.search(r"TEMP B-TREE|Seq Scan", plan), plan
