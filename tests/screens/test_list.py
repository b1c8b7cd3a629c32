"""The list: what it shows, to whom, in how many queries."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tendero.activities.models import Task
from tendero.records.models import ColumnLayout, SavedView
from tests.foundation.conftest import StartingMatrix
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def filtered(**test: object) -> dict[str, str]:
    return {"filter": json.dumps(test), "view": "all"}


def test_the_list_says_who_is_there_and_the_address_narrows_it(world: World) -> None:
    world.person("Ana", "Pérez", owner="beto")
    world.company("Bar Casa Emilio", owner="beto")
    beto = world.client("beto")
    assert "Bar Casa Emilio" in beto.get("/parties/?view=all").content.decode()
    only = beto.get("/parties/", filtered(field="kind", op="eq", value="person")).content.decode()
    assert "Ana Pérez" in only
    assert "Bar Casa Emilio" not in only
    assert "Bar Casa Emilio" in beto.get("/parties/?view=all&q=emilio").content.decode()


def test_a_page_asks_the_same_questions_for_two_rows_as_for_forty(world: World) -> None:
    beto = world.client("beto")
    for number in range(2):
        world.person("Cliente", f"Número {number}", owner="beto")
    beto.get("/parties/?view=all")
    with CaptureQueriesContext(connection) as few:
        beto.get("/parties/?view=all")
    for number in range(2, 40):
        world.person("Cliente", f"Número {number}", owner="nuria" if number % 2 else "beto")
    with CaptureQueriesContext(connection) as many:
        beto.get("/parties/?view=all")
    assert len(many) == len(few) <= 16


def test_a_filter_that_is_none_is_a_400_that_names_the_part(world: World) -> None:
    beto = world.client("beto")
    bad = beto.get("/parties/", {"filter": '{"all": [{"field": "nonsense", "op": "eq", "value": 1}]}'})
    assert bad.status_code == 400
    assert "all.0.field" in bad.content.decode()
    assert beto.get("/parties/", {"filter": "{"}).status_code == 400
    assert beto.get("/parties/", {"cursor": "forged"}).status_code == 400


def test_pages_follow_each_other(world: World) -> None:
    for number in range(60):
        world.person("Cliente", f"{number:03}", owner="beto")
    beto = world.client("beto")
    first = beto.get("/parties/?view=all&order=name").content.decode()
    onward = re.search(r'href="([^"]*cursor=[^"]*)"[^>]*rel="next"', first)
    assert onward
    assert "1–50" in first
    second = beto.get(onward[1].replace("&amp;", "&")).content.decode()
    assert "51–60" in second
    assert "Cliente 059" in second


def test_counts_come_after_the_rows(world: World) -> None:
    world.person("Ana", "Pérez", owner="beto")
    world.person("Luis", "Gil", owner="nuria")
    beto = world.client("beto")
    counts = beto.get("/parties/counts").content.decode()
    assert re.search(r"#count-mine[^>]*>1<", counts)
    assert ">2<" in beto.get("/parties/figures?view=all").content.decode()


def test_a_field_hidden_from_comercial_is_in_no_column_filter_or_order(world: World, matrix: StartingMatrix) -> None:
    world.person("Ana", "Pérez", owner="beto")
    matrix.hidden["comercial", "directory.Party"] = frozenset({"phone"})
    beto, ana = world.client("beto"), world.client("ana")
    assert 'data-column="phone"' in ana.get("/parties/?view=all").content.decode()
    assert 'data-column="phone"' not in beto.get("/parties/?view=all").content.decode()
    asked = filtered(field="phone", op="not_empty")
    assert ana.get("/parties/", asked).status_code == 200
    assert beto.get("/parties/", asked).status_code == 400
    for screen in ("columns", "filter", "new"):
        assert 'value="phone"' not in beto.get(f"/parties/{screen}").content.decode()


def test_columns_are_kept_for_one_person_in_one_view(world: World) -> None:
    beto, nuria = world.client("beto"), world.client("nuria")
    beto.post("/parties/columns?view=all", {"column": ["name", "city"], "width": ["240", "9999"]})
    kept = ColumnLayout.objects.get()
    assert kept.columns == [["name", 240], ["city", 800]]
    world.person("Ana", "Pérez")
    assert 'data-column="owner"' not in beto.get("/parties/?view=all").content.decode()
    assert 'data-column="owner"' in nuria.get("/parties/?view=all").content.decode()
    beto.post("/parties/columns?view=all", {"reset": "1"})
    assert not ColumnLayout.objects.exists()


def test_the_phone_tells_what_sorts_the_list(world: World) -> None:
    """By name, the second line is the record's own; sorted by something else, it ends with that."""
    luis = world.person("Luis", "Ferrer", owner="beto")
    world.make(Task(title="Llamar", party=luis, assignee=world.user("beto"), due_on=dt.date(2026, 12, 12)))
    beto = world.client("beto")

    def second_line(order: str) -> str:
        page = beto.get(f"/parties/?view=all&order={order}").content.decode()
        found = re.search(r'<li class="t-plist__row">.*?</strong>(.*?)</a>', page, re.DOTALL)
        assert found is not None
        return found[1]

    assert "12 dic" not in second_line("name")
    assert "12 dic" in second_line("next_task")
    assert "Persona" in second_line("kind")  # no column of this view


def test_beto_saves_a_view_and_his_team_sees_it_when_he_shares_it(world: World) -> None:
    beto = world.client("beto")
    state = 'view=all&filter={"field":"kind","op":"eq","value":"person"}'
    beto.post("/parties/views", {"do": "save", "name": "Gente", "state": state})
    view = SavedView.objects.get()
    assert view.filter == {"field": "kind", "op": "eq", "value": "person"}
    assert "Gente" in beto.get("/parties/").content.decode()
    pablo = world.client("pablo")
    assert "Gente" not in pablo.get("/parties/").content.decode()
    beto.post("/parties/views", {"do": f"share:{view.ref}"})
    assert "Gente" in pablo.get("/parties/").content.decode()
    assert "Gente" not in world.client("nuria").get("/parties/").content.decode()
    assert pablo.post("/parties/views", {"do": f"delete:{view.ref}"}).status_code == 403
    assert world.client("nuria").post("/parties/views", {"do": f"delete:{view.ref}"}).status_code == 404
    assert SavedView.objects.exists()
    beto.post("/parties/views", {"do": f"delete:{view.ref}"})
    assert not SavedView.objects.exists()


def test_nobody_comes_in_without_a_name(world: World) -> None:
    from django.test import Client

    assert Client().get("/parties/").status_code == 302
    assert Client().get("/parties/", headers={"HX-Request": "true"}).status_code == 401


def test_only_what_may_be_changed_in_place_looks_so_and_the_rest_says_why(world: World, matrix: StartingMatrix) -> None:
    mine, hers = world.person("Rosa", "Gil", owner="beto"), world.person("Elena", "Royo", owner="nuria")
    columns = ["name", "owner", "phone", "with_whom", "emails"]
    ColumnLayout.objects.create(
        user=world.user("beto"), record="directory.Party", view="all", columns=[[name, 0] for name in columns]
    )
    matrix.readonly["comercial", "directory.Party"] = frozenset({"phone"})
    html = world.client("beto").get("/parties/?view=all").content.decode()
    rows = dict(re.findall(r'<tr class="t-row" data-ref="(\w+)"(.*?)</tr>', html))
    assert re.findall(r'data-edit="(\w+)"', rows[mine.ref]) == ["owner"]
    assert "data-edit" not in rows[hers.ref]
    told = dict(re.findall(r'data-column="(\w+)"[^>]* data-closed="([^"]*)"', html))
    assert set(told) == {"phone", "with_whom", "emails"}
    assert "calcula" in told["with_whom"]
    assert "Tu perfil" in told["phone"]
