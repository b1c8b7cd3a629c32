"""Writing people and companies into the directory, and putting right what was written."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.directory import actions
from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyPhone, RoleType, Tag
from tendero.kernel import journal, write
from tendero.kernel.models import ChangeSet, SearchDocument
from tendero.kernel.permissions import Refused

ROSA: dict[str, Any] = {
    "kind": "person",
    "first_name": "Rosa",
    "last_name": "Ferrer",
    "second_last_name": "Lasala",
    "email": " Rosa@LaParada.example ",
    "phone": "976 21 40 87",
    "street": "San Miguel, 14",
    "postal_code": "50001",
    "city": "Zaragoza",
    "birthday": "--03-12",
}


def create(world: World, name: str = "beto", **values: Any) -> Party:
    party: Party = actions.create_party(by=world.actor(name), values=ROSA | values)
    fresh: Party = Party.objects.get(pk=party.pk)
    return fresh


def undo(world: World, name: str = "beto") -> journal.Report:
    return journal.revert(ChangeSet.objects.latest("id"), by=world.actor(name))


def test_beto_writes_rosa_with_everything_he_knows(world: World) -> None:
    rosa = create(world)
    assert rosa.name == "Rosa Ferrer Lasala"
    assert (rosa.email, rosa.phone, rosa.phone_shown) == ("Rosa@laparada.example", "+34976214087", "976 21 40 87")
    assert (rosa.city, rosa.postal_code, rosa.region) == ("Zaragoza", "50001", "Zaragoza")
    assert rosa.birthday is not None
    assert (rosa.birthday.day, rosa.birthday.month, rosa.birthday.year) == (12, 3, None)
    assert SearchDocument.objects.get(record_id=rosa.pk).title == "Rosa Ferrer Lasala"


def test_a_whole_name_is_split_in_its_parts(world: World) -> None:
    party = actions.create_party(by=world.actor("beto"), values={"name": "de la Fuente Ruiz, María del Carmen"})
    assert (party.first_name, party.last_name, party.second_last_name) == (
        "María del Carmen",
        "de la Fuente",
        "Ruiz",
    )
    assert party.name == "María del Carmen de la Fuente Ruiz"


def test_what_looks_wrong_is_kept(world: World) -> None:
    rosa = create(world, email="rosa@", phone="extensión 12", tax_id="B12345678", postal_code="99999")
    assert (rosa.email, rosa.phone, rosa.tax_id, rosa.tax_id_valid) == ("rosa@", "extensión 12", "B12345678", False)


@pytest.mark.parametrize("values", [{"kind": "person"}, {"kind": "organisation", "name": "  "}])
def test_without_a_name_nothing_is_written(world: World, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        actions.create_party(by=world.actor("beto"), values=values)
    assert not Party.everything.exists()


def test_an_unknown_name_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="campo"):
        create(world, points="500")


def test_the_main_telephone_is_replaced_in_place_and_undone(world: World) -> None:
    rosa = create(world, phones=[{"number": "976 21 40 87", "label": "bar"}, {"number": "655702138"}])
    changed = actions.update_party(rosa, by=world.actor("beto"), values={"phone": "976 77 15 26"})
    assert changed == {"phone"}
    phones = list(PartyPhone.objects.filter(party=rosa))
    assert [(p.number, p.label) for p in phones] == [("+34976771526", "bar"), ("+34655702138", "")]

    undo(world)
    rosa.refresh_from_db()
    assert rosa.phone == "+34976214087"


def test_a_second_address_becomes_the_main_one(world: World) -> None:
    rosa = create(world, emails=["uno@bar.example", "dos@bar.example"], email="dos@bar.example")
    assert rosa.email == "dos@bar.example"
    assert [e.address for e in PartyEmail.objects.filter(party=rosa)] == ["dos@bar.example", "uno@bar.example"]


def test_taking_the_main_email_away_leaves_the_next(world: World) -> None:
    rosa = create(world, emails=["uno@bar.example", "dos@bar.example"], email="uno@bar.example")
    actions.update_party(rosa, by=world.actor("beto"), values={"email": ""})
    rosa.refresh_from_db()
    assert rosa.email == "dos@bar.example"


def test_lists_keep_change_add_and_remove_rows_in_place(world: World) -> None:
    rosa = create(world, addresses=[{"street": "San Miguel, 14", "city": "Zaragoza"}, {"street": "Mayor, 1"}])
    first = PartyAddress.objects.filter(party=rosa)[0]
    actions.update_party(
        rosa,
        by=world.actor("beto"),
        values={"addresses": [{"street": "San Miguel, 15", "city": "Zaragoza"}, {"street": "Mayor, 1"}]},
    )
    assert PartyAddress.objects.get(pk=first.pk).street == "San Miguel, 15"
    assert PartyAddress.objects.filter(party=rosa).count() == 2


def test_the_same_values_again_change_nothing(world: World) -> None:
    rosa = create(world)
    before = rosa.version
    assert actions.update_party(rosa, by=world.actor("beto"), values=ROSA) == set()
    rosa.refresh_from_db()
    assert rosa.version == before


def test_a_child_that_changed_is_a_conflict_too(world: World) -> None:
    rosa = create(world)
    actions.update_party(rosa, by=world.actor("ana"), values={"phone": "976 77 15 26"})
    with pytest.raises(write.Conflict):
        actions.update_party(rosa, by=world.actor("beto"), values={"website": "x.example"}, expected_version=1)


def test_nuria_of_another_team_may_not_change_betos_customer(world: World) -> None:
    rosa = create(world, owner=world.user("beto"))
    with pytest.raises(Refused):
        actions.update_party(rosa, by=world.actor("nuria"), values={"website": "x.example"})
    assert actions.update_party(rosa, by=world.actor("beto"), values={"website": "x.example"}) == {"website"}


def test_lola_only_looks(world: World) -> None:
    with pytest.raises(Refused):
        create(world, "lola")
    assert create(world, "beto").name


def test_tags_and_roles_come_with_the_contact(world: World) -> None:
    role = RoleType.objects.get(code="prospect")
    tag = world.make(Tag(name="Hostelería"))
    rosa = create(world, roles=[role], tags=[tag, "Hosteleria"])
    assert [given.current for given in rosa.roles.all()] == [role]
    assert [row.tag for row in rosa.tags.all()] == [tag]


def test_a_company_becomes_a_person_and_back(world: World) -> None:
    bar = actions.create_party(by=world.actor("beto"), values={"kind": "organisation", "name": "Rosa Ferrer"})
    actions.update_party(bar, by=world.actor("beto"), values={"kind": "person", "first_name": "Rosa"})
    assert (bar.kind, bar.name) == ("person", "Rosa")
    actions.update_party(bar, by=world.actor("beto"), values={"kind": "organisation", "name": "Bar Rosa"})
    assert (bar.kind, bar.name, bar.first_name) == ("organisation", "Bar Rosa", "")


def test_undoing_a_creation_takes_it_to_the_bin(world: World) -> None:
    rosa = create(world, owner=world.user("beto"))
    undo(world)
    assert not Party.objects.filter(pk=rosa.pk).exists()
    assert actions.restore_parties([Party.everything.get(pk=rosa.pk)], by=world.actor("beto")) == 1
