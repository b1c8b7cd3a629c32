"""The board every record may declare, told with tasks by their kind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tendero.activities.models import Task
from tendero.records import registry
from tendero.records.registry import Board
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


@pytest.fixture
def task(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(type(registry.get("activities.Task")), "board", Board(by="kind", facts=["due_on"]))
    return world.make(Task(title="Llamar a Don Luis", kind="call", party=world.don_luis, assignee=world.user("beto")))


def test_columns_hold_their_cards_and_counts(world: World, task: Any) -> None:
    page = world.client("beto").get("/tasks/board?view=all").content.decode()
    assert "Llamar a Don Luis" in page
    assert 'data-to="call"' in page
    assert f'data-move="/tasks/{task.ref}/move"' in page


def test_a_board_asks_the_same_for_one_card_as_for_twenty(world: World, task: Any) -> None:
    beto = world.client("beto")
    beto.get("/tasks/board?view=all")
    with CaptureQueriesContext(connection) as few:
        beto.get("/tasks/board?view=all")
    for number in range(20):
        world.make(Task(title=f"Llamar {number}", kind="call", party=world.don_luis, assignee=world.user("beto")))
    with CaptureQueriesContext(connection) as many:
        beto.get("/tasks/board?view=all")
    assert len(many) == len(few)


def test_a_card_moves_and_can_be_put_back(world: World, task: Any) -> None:
    beto = world.client("beto")
    assert beto.post(f"/tasks/{task.ref}/move", {"to": "nowhere"}).status_code == 404
    moved = beto.post(f"/tasks/{task.ref}/move", {"to": "visit"})
    assert moved.status_code == 200
    task.refresh_from_db()
    assert task.kind == "visit"
    assert '"undo"' in moved["HX-Trigger"]


def test_a_card_that_somebody_moved_meanwhile_stays_where_he_put_it(world: World, task: Any) -> None:
    """Beto's board is old: Ana made a visit of the call that he drags on as a call."""
    beto = world.client("beto")
    world.client("ana").post(f"/tasks/{task.ref}/move", {"from": "call", "to": "visit"})
    told = beto.post(f"/tasks/{task.ref}/move", {"from": "call", "to": "email"}, headers={"HX-Request": "true"})
    assert (told.status_code, told["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "«Visita»" in told.content.decode()
    assert "rows-changed" in told["HX-Trigger"]
    task.refresh_from_db()
    assert task.kind == "visit"
    assert beto.post(f"/tasks/{task.ref}/move", {"from": "visit", "to": "email"}).status_code == 200


def test_nobody_moves_what_he_may_not(world: World, task: Any) -> None:
    assert world.client("lola").post(f"/tasks/{task.ref}/move", {"to": "visit"}).status_code == 403
    task.refresh_from_db()
    assert task.kind == "call"


def test_a_record_without_a_board_has_none(world: World) -> None:
    assert world.client("beto").get("/parties/board").status_code == 404
