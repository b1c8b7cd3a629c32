"""The small verbs: roles, tags, relationships, observations, owners. Each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import actions, checks
from tendero.directory.actions.lapsing import lapse_roles, reindex_tagged
from tendero.directory.models import (
    Observation,
    Party,
    PartyKey,
    PartyRole,
    PartyTag,
    Relationship,
    RelationshipType,
    Responsible,
    RoleType,
    Tag,
)
from tendero.directory.models.summary import refresh_parties
from tendero.directory.queries import duplicates_of
from tendero.directory.rules.matching import mark_of
from tendero.kernel import clock, journal
from tendero.kernel.models import ChangeSet, SearchDocument
from tendero.kernel.models.base import unlocked
from tendero.kernel.permissions import Refused
from tendero.records import registry, writing


def role(code: str) -> RoleType:
    found: RoleType = RoleType.objects.get(code=code)
    return found


def works_at() -> RelationshipType:
    found: RelationshipType = RelationshipType.objects.get(code="works_at")
    return found


def undo(world: World) -> journal.Report:
    return journal.revert(ChangeSet.objects.latest("id"), by=world.actor("ana"))


VERBS: dict[str, tuple[Callable[[Party, World], Any], type[Any]]] = {
    "role": (lambda p, w: actions.give_role(p, role=role("ambassador"), by=w.actor("beto")), PartyRole),
    "roles": (lambda p, w: actions.give_roles([p], role=role("ambassador"), by=w.actor("beto")), PartyRole),
    "tag": (lambda p, w: actions.add_tag(p, tag=w.make(Tag(name="Feria")), by=w.actor("beto")), PartyTag),
    "tags": (lambda p, w: actions.add_tags([p], tag=w.make(Tag(name="Feria")), by=w.actor("beto")), PartyTag),
    "relate": (
        lambda p, w: actions.relate(p, other=w.company("Bar"), type=works_at(), by=w.actor("beto")),
        Relationship,
    ),
    "observe": (lambda p, w: actions.note_observation(p, kind="need", text="Moler", by=w.actor("beto")), Observation),
    "responsible": (
        lambda p, w: actions.set_responsible(p, topic="Facturas", user=w.user("sara"), by=w.actor("beto")),
        Responsible,
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_writes_once_and_is_undone(world: World, verb: str) -> None:
    act, model = VERBS[verb]
    act(world.don_luis, world)
    assert model.objects.filter(party=world.don_luis).count() == 1
    assert undo(world).kept == []
    assert not model.objects.filter(party=world.don_luis).exists()


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not_change_the_contact_writes_nothing(world: World, verb: str) -> None:
    act, model = VERBS[verb]
    hers = world.person("Otra", "Persona", owner="nuria")
    with pytest.raises(Refused):
        act(hers, world)
    assert not model.objects.filter(party=hers).exists()


def test_a_role_ended_is_no_longer_shown_but_was_held(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    actions.give_role(luis, role=role("ambassador"), since=date(2024, 1, 1), by=beto)
    assert actions.end_role(luis, role=role("ambassador"), by=beto)
    held = PartyRole.objects.get(party=luis)
    assert (held.current, held.until) == (None, clock.today() - timedelta(days=1))
    undo(world)
    assert PartyRole.objects.get(party=luis).current == role("ambassador")


def test_a_role_lapses_by_the_clock(world: World) -> None:
    luis = world.don_luis
    actions.give_role(luis, role=role("ally"), until=clock.today(), by=world.actor("beto"))
    with clock.travelled(timedelta(days=2)):
        assert [warning.id for warning in checks.check_roles()] == ["directory.W103"]
        assert lapse_roles() == 1
        assert checks.check_roles() == []
    assert PartyRole.objects.get(party=luis).current is None


def test_many_change_hands_in_one_go_and_back(world: World) -> None:
    people = [world.person(f"Persona {n}", "Prueba", owner="beto") for n in range(5)]
    assert actions.assign_owners(people, owner=world.user("pablo"), by=world.actor("beto")) == 5
    undo(world)
    assert Party.objects.filter(owner=world.user("beto")).count() == 5


def test_nobody_gets_contacts_who_no_longer_works_here(world: World) -> None:
    gone = world.user("pablo")
    gone.is_active = False
    gone.save()
    with pytest.raises(ValidationError):
        actions.assign_owner(world.don_luis, owner=gone, by=world.actor("beto"))


def test_one_out_of_reach_stops_the_whole_bulk(world: World) -> None:
    mine, hers = world.don_luis, world.person("Otra", "Persona", owner="nuria")
    with pytest.raises(Refused):
        actions.give_roles([mine, hers], role=role("ally"), by=world.actor("beto"))
    assert not PartyRole.objects.exists()


def test_with_whom_one_deals_follows_who_works_there(world: World) -> None:
    bar, beto = world.company("Bar Torrero", owner="beto"), world.actor("beto")
    rosa = actions.add_contact_person(bar, name="Rosa Ferrer", by=beto)
    bar.refresh_from_db()
    assert bar.main_contact == rosa
    actions.update_party(rosa, by=beto, values={"works_at": None})
    bar.refresh_from_db()
    assert bar.main_contact is None


def test_renaming_a_tag_is_found_once_the_worker_has_passed(world: World) -> None:
    tag = world.make(Tag(name="Feria"))
    actions.add_tag(world.don_luis, tag=tag, by=world.actor("beto"))
    writing.edit(registry.get("directory.Tag"), tag, {"name": "Salón"}, by=world.actor("ana"))
    assert reindex_tagged([tag.pk]) == 1
    assert "salon" in SearchDocument.objects.get(record_id=world.don_luis.pk, record_key="directory.Party").words


def test_who_is_here_already(world: World) -> None:
    actions.create_party(by=world.actor("beto"), values={"name": "Ana Gil Pérez", "phone": "655702138"})
    found = duplicates_of({"phone": "655 70 21 38"}, world.actor("beto"))
    assert [(one.party.name if one.party else None, one.kind) for one in found] == [("Ana Gil Pérez", "phone")]
    near = duplicates_of({"name": "Ana Gil Peres", "kind": "person"}, world.actor("beto"))
    assert [one.kind for one in near] == ["near"]


def test_a_match_out_of_reach_tells_no_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.create_party(by=world.actor("beto"), values={"name": "Ana Gil", "phone": "655702138"})
    monkeypatch.setattr("tendero.directory.queries.duplicates._seen", lambda actor: Party.objects.none())
    found = duplicates_of({"phone": "655702138"}, world.actor("nuria"))
    assert [(one.party, one.kind) for one in found] == [(None, "outside")]
    told = sum(bool(duplicates_of({"phone": "655702138"}, world.actor("nuria"))) for _turn in range(40))
    assert told == 29


def test_a_form_tells_beside_no_field_of_somebody_out_of_sight(world: World) -> None:
    sales, scopes = Profile.objects.get(code="comercial"), {("directory.Party", "view"): "own"}
    set_rights(sales, by=world.actor("ana"), scopes=scopes, fields={})
    lou = {"kind": "organisation", "name": "Lou", "phone": "976771526", "owner": world.user("nuria")}
    actions.create_party(by=world.actor("ana"), values=lou)
    typed = {"_field": ["kind", "phone"], "kind": "organisation", "phone": "976 77 15 26"}
    page = world.client("beto").post("/parties/check", typed).content.decode()
    head, _mark, beside = page.partition("hx-swap-oob")
    assert "Ya existe" in head
    assert "data-similar" not in beside
    assert "Lou" not in page


def test_check_finds_planted_faults(world: World) -> None:
    luis = world.don_luis
    assert checks.check_repeated() == []
    with unlocked():
        Party.everything.filter(pk=luis.pk).update(city="Lugo")
    PartyKey.objects.create(party=luis, mark=mark_of("phone", "+34000000000"))
    assert sorted(str(error.id) for error in checks.check_repeated()) == ["directory.E101", "directory.E102"]
    refresh_parties([luis.pk])
    assert checks.check_repeated() == []


WORDS = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=12)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "first_name": WORDS,
        "legal_name": WORDS,
        "emails": st.lists(WORDS.map(lambda word: f"{word}@bar.example"), max_size=3),
        "references": st.lists(st.fixed_dictionaries({"system": WORDS, "code": WORDS}), max_size=3),
        "addresses": st.lists(st.fixed_dictionaries({"street": WORDS, "city": WORDS}), max_size=3),
        "birthday": st.sampled_from(["--02-29", "1980-03-12", None]),
        "values_first": st.sampled_from(["", "price", "quality"]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES)
def test_writing_twice_is_writing_once_and_undo_gives_it_back(world: World, values: dict[str, Any]) -> None:
    beto = world.actor("beto")
    party = actions.create_party(by=beto, values={"first_name": "Rosa", "emails": ["rosa@bar.example"]})
    before = snapshot(party)
    changed = actions.update_party(party, by=beto, values=values)
    done = ChangeSet.objects.latest("id")
    assert actions.update_party(party, by=beto, values=values) == set()
    if changed:
        assert journal.revert(done, by=world.actor("ana")).kept == []
    assert snapshot(party) == before


def snapshot(party: Party) -> dict[str, Any]:
    """What the record engine reads of a contact."""
    fresh = Party.objects.get(pk=party.pk)
    fields = registry.get("directory.Party").own_fields
    names = ("name", "legal_name", "email", "emails", "references", "addresses", "birthday", "values_first", "city")
    return {name: fields[name].value(fresh) for name in names}
