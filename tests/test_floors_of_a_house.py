"""Two floors of one house are two addresses; a number that has WhatsApp once has it. In forms, merges and files."""

from __future__ import annotations

from typing import Any

import pytest

from tendero.directory import actions
from tendero.directory.models import Party
from tendero.directory.rules.addresses import floor_key
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet
from tendero.records.exchange import intake
from tendero.records.exchange.plan import Plan
from tests import imports
from tests.merging import differences, held
from tests.world import World

HOUSE = {"street": "Mayor 1", "postal_code": "50001", "city": "Zaragoza"}


def at(*floors: str) -> list[dict[str, str]]:
    """Addresses in one house."""
    return [{**HOUSE, "street2": floor} for floor in floors]


def person(world: World, name: str = "Rosa", **values: Any) -> Party:
    party: Party = actions.create_party(
        by=world.actor("ana"), values={"kind": "person", "first_name": name, "last_name": "Gil", **values}
    )
    return party


def floors(party: Party) -> list[str]:
    return [row.street2 for row in party.addresses.order_by("position")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2º B", "2 b"), ("2 B", "2 b"), ("2ºB", "2 b"), ("2.º b", "2 b"), ("2o B", "2 b"), ("Piso 2, pta. B", "2 b"),
        ("2A", "2 a"), ("2ª", "2"), ("02", "2"), ("3º izda.", "3 izq"), ("3 Izquierda", "3 izq"), ("-", ""), ("", ""),
        ("Bajos", "bajo"), ("Esc. 2, 1º A", "esc 2 1 a"),
    ],
)  # fmt: skip
def test_a_floor_is_one_however_it_is_written(text: str, key: str) -> None:
    assert floor_key(text) == key


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (["2º B"], ["3º A"], ["2º B", "3º A"]),
        (["2º B"], ["2 B"], ["2º B"]),
        ([""], ["2º B"], ["2º B"]),
        (["2º B"], [""], ["2º B"]),
        ([""], ["2º B", "3º A"], ["2º B", "3º A"]),
        (["", "3º A"], ["3 A", ""], ["3º A"]),
    ],
)
def test_of_two_contacts_in_one_house_no_floor_is_lost(
    world: World, mine: list[str], theirs: list[str], together: list[str]
) -> None:
    ana = world.actor("ana")
    kept, other = person(world, addresses=at(*mine)), person(world, addresses=at(*theirs))
    before = held()
    actions.merge_parties(kept, others=[other], by=ana)
    assert floors(kept) == together
    merge = ChangeSet.objects.filter(action="directory.merge_parties").latest("id")
    assert journal.revert(merge, by=ana).kept == []
    assert differences(before, held()) == []


def test_the_main_address_that_was_chosen_stands_first_with_its_floor(world: World) -> None:
    kept, other = person(world, addresses=at("2º B")), person(world, addresses=at("3º A"))
    choices: list[Any] = [{"field": "address", "party": other}]
    actions.merge_parties(kept, others=[other], choices=choices, by=world.actor("ana"))
    assert floors(kept) == ["3º A", "2º B"]


@pytest.mark.parametrize("first", [True, False])
def test_a_number_with_whatsapp_on_one_side_has_it(world: World, first: bool) -> None:
    ana = world.actor("ana")
    kept = person(world, phones=[{"number": "600111222", "whatsapp": first}])
    other = person(world, phones=[{"number": "600 111 222", "whatsapp": not first}])
    before = held()
    actions.merge_parties(kept, others=[other], by=ana)
    assert [row.whatsapp for row in kept.phones.all()] == [True]
    assert journal.revert(ChangeSet.objects.latest("id"), by=ana).kept == []
    assert differences(before, held()) == []


def test_a_form_keeps_both_floors_and_says_the_same_once(world: World) -> None:
    rosa = person(
        world,
        addresses=at("2º B", "3º A", "2B", ""),
        phones=[{"number": "600111222"}, {"number": "600 111 222", "whatsapp": True}],
    )
    assert floors(rosa) == ["2º B", "3º A"]
    assert [row.whatsapp for row in rosa.phones.all()] == [True]
    second = rosa.addresses.get(position=1).pk
    actions.update_party(rosa, values={"addresses": at("3 A")}, by=world.actor("ana"))
    assert [(row.pk, row.street2) for row in rosa.addresses.all()] == [(second, "3 A")]


TITLES = "Nombre;E-mail;Dirección;Piso;CP;Localidad"


@pytest.mark.parametrize("policy", ["fill", "update"])
def test_a_file_brings_both_floors_and_again_changes_nothing(world: World, policy: str) -> None:
    ana = world.actor("ana")
    kept = person(world, email="rosa@bar.example", addresses=at("2º B"))
    other = person(world, email="gil@bar.example", addresses=at("3º A"))
    actions.merge_parties(kept, others=[other], by=ana)
    file = f"{TITLES}\nRosa Gil;rosa@bar.example;Mayor 1;2ºB;50001;Zaragoza\n"
    file += "Rosa Gil;gil@bar.example;Mayor 1;3 A;50001;Zaragoza\n"
    foreseen = {key: count for key, count in imports.foresee(file, by=ana, policy=policy).items() if count}
    assert foreseen == imports.bring(file, by=ana, policy=policy)
    assert [floor_key(floor) for floor in floors(kept)] == ["2 b", "3 a"]
    before = held()
    imports.bring(file, by=ana, policy=policy)
    assert {label for label, *_row in differences(before, held())} <= {
        "kernel.StoredFile", "records.Import", "records.ImportRow",
    }  # fmt: skip


def test_a_file_gives_the_floor_to_the_address_without_one_unless_another_has_it(world: World) -> None:
    ana = world.actor("ana")
    rosa = person(world, email="rosa@bar.example", addresses=at("3º A"))
    row = "Rosa Gil;rosa@bar.example;Mayor 1;{};50001;Zaragoza\n"
    for floor, expected in [("", ["3º A"]), ("2º B", ["3º A", "2º B"]), ("3A", ["3º A", "2º B"])]:
        imports.bring(f"{TITLES}\n{row.format(floor)}", by=ana)
        assert floors(rosa) == expected
    luis = person(world, "Luis", email="luis@bar.example", addresses=at(""))
    imports.bring(f"{TITLES}\nLuis Gil;luis@bar.example;Mayor 1;2º B;50001;Zaragoza\n", by=ana)
    assert floors(luis) == ["2º B"]


def test_a_file_of_telephones_with_whatsapp_gives_it_and_takes_it_from_nobody(world: World) -> None:
    ana = world.actor("ana")
    rosa = person(world, email="rosa@bar.example", phones=[{"number": "600111222"}])
    for cell, result in [("600 111 222 | móvil | sí", "updated"), ("600111222 | móvil", "unchanged")]:
        file = f"Nombre;E-mail;Teléfonos\nRosa Gil;rosa@bar.example;{cell}\n"
        batch = imports.begin(file, by=ana)
        intake.decide(batch, Plan(columns=("name", "email", "phones")))
        assert imports.run(batch, by=ana) == {result: 1}
        assert [row.whatsapp for row in rosa.phones.all()] == [True]


@pytest.mark.parametrize("policy", ["fill", "update"])
@pytest.mark.parametrize(
    ("there", "line", "expected"),
    [
        (("Mayor 1, 2º B", ""), "Mayor 1", [("Mayor 1, 2º B", "")]),
        (("Mayor 1", "2º B"), "Mayor 1", [("Mayor 1", "2º B")]),
        (("Mayor 1", "2º B"), "Mayor, 1, 2ºB", [("Mayor 1", "2º B")]),
    ],
)
def test_a_line_without_floor_takes_no_floor_of_that_house_away(
    world: World, policy: str, there: tuple[str, str], line: str, expected: list[tuple[str, str]]
) -> None:
    street, floor = there
    rosa = person(world, email="rosa@bar.example", addresses=[{**HOUSE, "street": street, "street2": floor}])
    file = f"E-mail;Dirección;CP;Localidad\nrosa@bar.example;{line};50001;Zaragoza\n"
    imports.bring(file, by=world.actor("ana"), policy=policy)
    assert list(rosa.addresses.values_list("street", "street2")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("C/ Mayor, 1", ("C/ Mayor, 1", "2º B")),
        ("MAYOR, 1", ("MAYOR, 1", "2º B")),
        ("Mayor 25", ("Mayor 25", "")),
        ("Nueva 7", ("Nueva 7", "")),
        ("Nueva 7;3º A", ("Nueva 7", "3º A")),
    ],
)
def test_who_moved_does_not_take_the_floor_of_the_old_house_along(
    world: World, line: str, expected: tuple[str, str]
) -> None:
    """Where a file corrects what is there, a house in another writing keeps its floor and another house does not."""
    rosa = person(world, email="rosa@bar.example", addresses=at("2º B"))
    titles = "E-mail;CP;Localidad;Dirección" + (";Piso" if ";" in line else "")
    imports.bring(f"{titles}\nrosa@bar.example;50001;Zaragoza;{line}\n", by=world.actor("ana"), policy="update")
    assert list(rosa.addresses.values_list("street", "street2")) == [expected]
