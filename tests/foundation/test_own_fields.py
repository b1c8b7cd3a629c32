"""Fields of the company's own: their screen, their history, and who may not know of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError

from tendero.directory.models import Party
from tendero.kernel import journal
from tendero.kernel.models import ChangeSet
from tendero.records import custom, history, registry, writing
from tendero.records.custom import actions
from tendero.records.models import CustomValue, FieldDefinition
from tendero.records.rows import Rows
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


@pytest.fixture
def parties() -> Any:
    return registry.get("directory.Party")


def test_ana_makes_orders_renames_and_archives_a_field(world: World) -> None:
    ana = world.client("ana")
    for label in ("Zona", "Cocina"):
        made = ana.post("/settings/fields/parties/new/", {"label": label, "kind": "text"})
        assert made.status_code == 302, made.content
    zona, cocina = FieldDefinition.objects.order_by("position")
    ana.post(f"/settings/fields/{cocina.ref}/move/", {"way": "up"})
    assert list(custom.fields_of("directory.Party")) == ["custom.cocina", "custom.zona"]
    ana.post(f"/settings/fields/{zona.ref}/edit/", {"label": "Zona de reparto"})
    assert custom.fields_of("directory.Party")["custom.zona"].label == "Zona de reparto"
    ana.post(f"/settings/fields/{zona.ref}/archive/")
    assert list(custom.fields_of("directory.Party")) == ["custom.cocina"]
    page = ana.get("/settings/fields/").content.decode()
    assert "Zona de reparto" in page
    ana.post(f"/settings/fields/{zona.ref}/unarchive/")
    assert "custom.zona" in custom.fields_of("directory.Party")


def test_beto_may_not_even_open_the_screen(world: World) -> None:
    beto = world.client("beto")
    assert beto.get("/settings/fields/").status_code in (403, 404)
    assert beto.post("/settings/fields/parties/new/", {"label": "Zona", "kind": "text"}).status_code in (403, 404)
    assert not FieldDefinition.objects.exists()


def test_two_fields_are_not_called_alike_nor_like_one_of_ours(world: World) -> None:
    ana = world.actor("ana")
    actions.define_field("directory.Party", label="Zona", kind="text", by=ana)
    for label in ("ZONA", "  "):
        with pytest.raises(ValidationError):
            actions.define_field("directory.Party", label=label, kind="text", by=ana)


def test_an_option_may_be_renamed_and_keeps_its_contacts(world: World, parties: Any) -> None:
    ana = world.actor("ana")
    made = actions.define_field("directory.Party", label="Cocina", kind="choice", choices=["Gas"], by=ana)
    writing.edit(parties, world.don_luis, {made.name: "gas"}, by=ana)
    definition = FieldDefinition.objects.get()
    actions.change_field(definition, label="Cocina", choices=["Butano", "Inducción"], by=ana)
    field = custom.fields_of("directory.Party")[made.name]
    assert field.choice_label(field.value(Party.objects.get())) == "Butano"
    with pytest.raises(ValidationError):
        actions.change_field(definition, label="Cocina", choices=["Butano"], by=ana)


MOVED = [
    (["Azul", "Rojo", "Verde"], {"azul": "Azul", "rojo": "Rojo", "verde": "Verde"}),
    (["Rojo", "Naranja", "Verde", "Azul"], {"rojo": "Rojo", "verde": "Verde", "azul": "Azul", "naranja": "Naranja"}),
    (["Azul", "Granate", "VERDE"], {"azul": "Azul", "rojo": "Granate", "verde": "VERDE"}),
    (["Uno", "Dos", "Azul", "Negro"], {"rojo": "Uno", "verde": "Dos", "azul": "Azul", "negro": "Negro"}),
]


@pytest.mark.parametrize(
    ("lines", "meant"), MOVED, ids=["reordered", "written between", "renamed and moved", "by place"]
)
def test_options_are_told_apart_by_what_they_say(world: World, lines: list[str], meant: dict[str, str]) -> None:
    """Ana puts the colours in order of the alphabet: whoever liked red did not come to like blue."""
    ana = world.actor("ana")
    colours = ["Rojo", "Verde", "Azul"]
    made = actions.define_field("directory.Party", label="Color", kind="choice", choices=colours, by=ana)
    actions.change_field(FieldDefinition.objects.get(), label="Color", choices=lines, by=ana)
    field = custom.fields_of("directory.Party")[made.name]
    assert {value: field.choice_label(value) for value in meant} == meant
    assert [label for _value, label in FieldDefinition.objects.get().choices] == lines


@pytest.mark.parametrize("lines", [["Rojo", "Naranja", "Verde botella", "Azul"], ["Uno", "Rojo", "Dos"]])
def test_a_list_of_which_nobody_can_tell_what_became_what_is_refused(world: World, lines: list[str]) -> None:
    ana = world.actor("ana")
    colours = ["Rojo", "Verde", "Azul"]
    actions.define_field("directory.Party", label="Color", kind="choice", choices=colours, by=ana)
    with pytest.raises(ValidationError, match="Primero cambia los nombres"):
        actions.change_field(FieldDefinition.objects.get(), label="Color", choices=lines, by=ana)
    assert [label for _value, label in FieldDefinition.objects.get().choices] == colours


def test_history_names_the_field_and_both_values(world: World, parties: Any) -> None:
    ana = world.actor("ana")
    made = actions.define_field("directory.Party", label="Mesas", kind="number", by=ana)
    for value in (4, 12, None):
        writing.edit(parties, world.don_luis, {made.name: value}, by=ana)
    lines = [line for step in history.steps(parties, world.don_luis, ana) for line in step.lines]
    told = [(line.before, line.after) for line in lines if line.label == "Mesas"]
    assert told == [("12", ""), ("4", "12"), ("", "12")] or told[:2] == [("12", ""), ("4", "12")]


def test_a_hidden_field_has_no_history_no_filter_and_no_undo(world: World, parties: Any, matrix: Any) -> None:
    ana, beto = world.actor("ana"), world.actor("beto")
    made = actions.define_field("directory.Party", label="Riesgo", kind="text", by=ana)
    writing.edit(parties, world.don_luis, {made.name: "alto"}, by=beto)
    done = ChangeSet.objects.latest("id")
    matrix.hidden["comercial", "directory.Party"] = frozenset({made.name})
    lines = [line for step in history.steps(parties, world.don_luis, beto) for line in step.lines]
    assert not any(line.label == "Riesgo" for line in lines)
    with pytest.raises(ValueError):
        Rows(parties, beto, filter={"field": made.name, "op": "eq", "value": "alto"})
    with pytest.raises(ValidationError):
        writing.edit(parties, world.don_luis, {made.name: "bajo"}, by=beto)
    report = journal.revert(done, by=beto)
    assert len(report.kept) == 1
    assert CustomValue.objects.get().text == "alto"
    again = journal.revert(done, by=ana)
    assert again.kept == []
    assert not CustomValue.objects.exists()


def test_own_fields_filter_and_sort(world: World, parties: Any) -> None:
    ana = world.actor("ana")
    made = actions.define_field("directory.Party", label="Mesas", kind="number", by=ana)
    for name, number in (("Bar A", 12), ("Bar B", 4), ("Bar C", None)):
        writing.edit(parties, world.company(name), {made.name: number}, by=ana)
    few = Rows(parties, ana, filter={"field": made.name, "op": "lt", "value": 10}).page().rows
    assert [row.name for row in few] == ["Bar B"]
    none = Rows(parties, ana, filter={"field": made.name, "op": "empty"}).page().rows
    assert [row.name for row in none] == ["Bar C"]
    ordered = Rows(parties, ana, order=f"-{made.name}").page(fields=[made.name]).rows
    assert [row.name for row in ordered][:2] == ["Bar A", "Bar B"]


def undo_of(answer: Any) -> str:
    """The change set that the toast of this answer takes back."""
    said: dict[str, str] = json.loads(unquote(answer.cookies["tendero_toast"].value))
    return said["undo"]


def test_a_field_made_by_mistake_goes_again_and_its_name_is_free(world: World) -> None:
    ana = world.client("ana")
    made = ana.post("/settings/fields/parties/new/", {"label": "Zona", "kind": "text"})
    ana.post(f"/undo/{undo_of(made)}")
    assert not custom.fields_of("directory.Party")
    again = ana.post("/settings/fields/parties/new/", {"label": "Zona", "kind": "number"})
    assert again.status_code == 302, again.content
    assert list(custom.fields_of("directory.Party")) == ["custom.zona_2"]


def test_a_field_that_somebody_has_filled_in_stays_and_says_whose(world: World, parties: Any) -> None:
    ana = world.client("ana")
    made = ana.post("/settings/fields/parties/new/", {"label": "Zona", "kind": "text"})
    writing.edit(parties, world.don_luis, {"custom.zona": "Norte"}, by=world.actor("ana"))
    answer = ana.post(f"/undo/{undo_of(made)}", headers={"HX-Request": "true"}).content.decode()
    assert "ya tiene valores: el de Luis Ferrer Lasala" in answer
    assert "custom.zona" in custom.fields_of("directory.Party")


def test_what_was_done_to_a_field_is_undone(world: World) -> None:
    ana = world.client("ana")
    actions.define_field("directory.Party", label="Zona", kind="text", by=world.actor("ana"))
    zona = FieldDefinition.objects.get()
    changed = ana.post(f"/settings/fields/{zona.ref}/edit/", {"label": "Zona de reparto"})
    ana.post(f"/undo/{undo_of(changed)}")
    assert custom.fields_of("directory.Party")["custom.zona"].label == "Zona"
    archived = ana.post(f"/settings/fields/{zona.ref}/archive/")
    assert not custom.fields_of("directory.Party")
    ana.post(f"/undo/{undo_of(archived)}")
    assert list(custom.fields_of("directory.Party")) == ["custom.zona"]


def test_a_name_that_another_has_taken_meanwhile_is_not_given_twice(world: World) -> None:
    ana = world.client("ana")
    actions.define_field("directory.Party", label="Zona", kind="text", by=world.actor("ana"))
    archived = ana.post(f"/settings/fields/{FieldDefinition.objects.get().ref}/archive/")
    actions.define_field("directory.Party", label="Zona", kind="number", by=world.actor("ana"))
    answer = ana.post(f"/undo/{undo_of(archived)}", headers={"HX-Request": "true"}).content.decode()
    assert "otro ha ocupado su lugar" in answer
    assert list(custom.fields_of("directory.Party")) == ["custom.zona_2"]
