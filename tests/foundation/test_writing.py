"""What may be written, by whom, and what is said when it may not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tendero.kernel import changes, journal, permissions, search, write
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.money import Money
from tendero.pipeline.models import Opportunity, Stage
from tendero.records import custom, registry, values, writing
from tendero.records.custom.actions import define_field
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


@pytest.fixture
def deals() -> Any:
    return registry.get("pipeline.Opportunity")


@pytest.fixture
def stage(world: World) -> Any:
    return Stage.objects.filter(kind="open").first() or world.make(Stage(name="Contacto", kind="open"))


def deal(world: World, stage: Any, **more: Any) -> Opportunity:
    made: Opportunity = world.make(Opportunity(name="Horno", party=world.don_luis, stage=stage, **more))
    return made


def test_beto_adds_a_deal_with_its_amount(world: World, deals: Any, stage: Any) -> None:
    made = writing.add(
        deals,
        {"name": "Horno", "party": world.don_luis, "amount": Money(Decimal("1200.50"), "USD"), "stage": stage},
        by=world.actor("beto"),
    )
    made.refresh_from_db()
    assert (made.amount, made.currency) == (Decimal("1200.50"), "USD")


def test_what_is_wrong_is_said_per_field_in_his_language(world: World, deals: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        writing.add(deals, {"name": "x" * 201, "nonsense": 1, "chance": 3}, by=world.actor("beto"))
    assert set(caught.value.message_dict) == {"name", "nonsense", "chance", "party"}


def test_beto_may_not_touch_a_deal_of_another_team_nor_give_his_away(world: World, deals: Any, stage: Any) -> None:
    beto = world.actor("beto")
    hers = deal(world, stage, owner=world.user("nuria"))
    with pytest.raises(permissions.Missing):
        writing.edit(deals, hers, {"name": "Mío"}, by=beto)
    his = deal(world, stage, owner=world.user("beto"))
    with pytest.raises(ValidationError) as caught:
        writing.edit(deals, his, {"owner": world.user("nuria")}, by=beto)
    assert "owner" in caught.value.message_dict
    his.refresh_from_db()
    assert his.owner == world.user("beto")
    assert writing.edit(deals, his, {"owner": world.user("pablo")}, by=beto) == {"owner"}


def test_a_stale_version_is_a_conflict(world: World, deals: Any, stage: Any) -> None:
    row = deal(world, stage, owner=world.user("beto"))
    assert writing.edit(deals, row, {"note": "a"}, by=world.actor("beto"), expected_version=1) == {"note"}
    with pytest.raises(write.Conflict):
        writing.edit(deals, row, {"note": "b"}, by=world.actor("beto"), expected_version=1)


def test_own_fields_are_written_read_and_undone(world: World, deals: Any, stage: Any) -> None:
    ana = world.actor("ana")
    made = [
        define_field("pipeline.Opportunity", label="Zona", kind="text", by=ana),
        define_field("pipeline.Opportunity", label="Presupuesto máximo", kind="money", by=ana),
        define_field("pipeline.Opportunity", label="Colores", kind="choices", choices=["Rojo", "Azul"], by=ana),
        define_field("pipeline.Opportunity", label="Urgente", kind="bool", by=ana),
        define_field("pipeline.Opportunity", label="Prescriptor", kind="party", by=ana),
    ]
    row = deal(world, stage, owner=world.user("beto"))
    given = ["Norte", Money(Decimal("10.5"), "EUR"), ["rojo", "azul"], True, world.don_luis]
    wanted = {field.name: value for field, value in zip(made, given, strict=True)}
    assert writing.edit(deals, row, wanted, by=ana) == set(wanted)
    fields = custom.fields_of("pipeline.Opportunity")
    assert [values.held(fields[field.name], row) for field in made] == given
    assert writing.edit(deals, row, {"custom.colores": ["azul"], "custom.zona": None}, by=ana) == {
        "custom.colores",
        "custom.zona",
    }
    assert writing.edit(deals, row, {"custom.colores": ["azul"]}, by=ana) == set()
    report = journal.revert(ChangeSet.objects.latest("id"), by=ana)
    assert report.kept == []
    again = Opportunity.objects.get(pk=row.pk)
    assert values.held(fields["custom.zona"], again) == "Norte"
    assert sorted(values.held(fields["custom.colores"], again)) == ["azul", "rojo"]
    assert again.version > row.version


def test_a_page_of_own_columns_costs_one_query(world: World, stage: Any, django_assert_num_queries: Any) -> None:
    ana = world.actor("ana")
    fields = [define_field("pipeline.Opportunity", label=f"Campo {n}", kind="text", by=ana) for n in range(3)]
    rows = [deal(world, stage) for _ in range(5)]
    writing.edit(registry.get("pipeline.Opportunity"), rows[0], {fields[1].name: "algo"}, by=ana)
    with django_assert_num_queries(1):
        custom.attach(rows, fields)
        shown = [[values.shown(field, row, ana) for field in fields] for row in rows]
    assert shown[0] == ["", "algo", ""]


def test_only_who_may_change_the_company_defines_fields(world: World) -> None:
    with pytest.raises(permissions.Refused):
        define_field("directory.Party", label="Zona", kind="text", by=world.actor("beto"))


@pytest.mark.parametrize("phone_first", [True, False])
def test_a_page_changed_beside_a_telephone_leaves_nothing_behind(world: World, phone_first: bool) -> None:
    """A page of the web stands alone; what is written with it in the same breath does not."""
    luis, contacts = world.don_luis, registry.get("directory.Party")
    words: list[dict[str, Any]] = [{"phones": [{"number": "655 70 21 38"}]}, {"website": "https://ferrer.example"}]
    with changes.change_set("test.both", by=world.actor("beto")):
        for values_of in words if phone_first else reversed(words):
            writing.edit(contacts, luis, values_of, by=world.actor("beto"))
    luis.refresh_from_db()
    assert (luis.phone, luis.website) == ("+34655702138", "https://ferrer.example")
    assert [hit.record_id for hit in search.find("655702138", keys=["directory.Party"])] == [luis.pk]


def test_a_page_alone_bumps_the_version_and_is_journaled(world: World, django_assert_max_num_queries: Any) -> None:
    luis, contacts, beto = world.don_luis, registry.get("directory.Party"), world.actor("beto")
    before = luis.version
    with django_assert_max_num_queries(20):  # four of them so that he is found by it
        writing.edit(contacts, luis, {"website": "https://ferrer.example"}, by=beto)
    luis.refresh_from_db()
    assert luis.version == before + 1
    assert Change.objects.filter(root_id=luis.pk, field="website").count() == 1


def test_a_new_name_is_found_and_compared_at_once(world: World) -> None:
    luis, beto = world.don_luis, world.actor("beto")
    writing.edit(registry.get("directory.Party"), luis, {"first_name": "Lorenzo"}, by=beto)
    assert [hit.record_id for hit in search.find("lorenzo ferrer", keys=["directory.Party"])] == [luis.pk]
