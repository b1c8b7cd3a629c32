"""Offered actions from the list's selection and from a record's own menu."""

from __future__ import annotations

from tendero.activities.models import Task
from tendero.directory.models import Party, RoleType
from tendero.records import registry, writing
from tests.world import World


def tasks(world: World, owner: str, count: int) -> list[Task]:
    record = registry.get("activities.Task")
    values = {"party": world.don_luis, "assignee": world.user(owner)}
    return [
        writing.add(record, {"title": f"Llamar {number}", **values}, by=world.actor("ana")) for number in range(count)
    ]


def test_beto_finishes_three_tasks_at_once_and_leaves_nurias(world: World) -> None:
    mine, hers = tasks(world, "beto", 3), tasks(world, "nuria", 1)
    client = world.client("beto")
    rows = [task.ref for task in (*mine, *hers)]
    asked = client.post("/tasks/do/complete_task/", {"row": rows})
    assert asked.status_code == 200
    assert "3" in asked.content.decode()
    done = client.post("/tasks/do/complete_task/", {"row": rows, "step": "run"})
    assert done.status_code == 200
    assert Task.objects.filter(done_at=None).get() == hers[0]


def test_an_action_asks_for_what_it_needs(world: World) -> None:
    tasks(world, "beto", 1)
    client = world.client("beto")
    task = Task.objects.get()
    refused = client.post("/tasks/do/postpone/", {"row": task.ref, "step": "run"})
    assert refused.status_code == 422
    told = {"row": task.ref, "step": "run", "until": "2030-01-15"}
    assert client.post("/tasks/do/postpone/", told).status_code == 200
    task.refresh_from_db()
    assert task.due_on.isoformat() == "2030-01-15"


def test_a_role_is_given_to_many_in_one_change_set(world: World) -> None:
    role = RoleType.objects.get(code="prescriber")
    people = [world.person(f"Rosa{number}", "Gil", owner="beto") for number in range(4)]
    answer = world.client("beto").post(
        "/parties/do/give_roles/", {"row": [person.ref for person in people], "step": "run", "role": role.ref}
    )
    assert answer.status_code == 200, answer.content.decode()
    assert Party.objects.filter(roles__role=role).count() == 4


def test_what_is_not_offered_does_not_exist(world: World) -> None:
    client = world.client("ana")
    assert client.post("/parties/do/create_party/", {"row": world.don_luis.ref}).status_code == 404
    assert client.post("/parties/do/fly/", {}).status_code == 404
    assert world.client("lola").post("/parties/do/add_tags/", {"row": world.don_luis.ref}).status_code == 403


def test_the_menus_offer_them(world: World) -> None:
    page = world.client("beto").get("/tasks/").content.decode()
    assert "/tasks/do/complete_task/" in page
    (task,) = tasks(world, "beto", 1)
    assert "/tasks/do/complete_task/" in world.client("beto").get(f"/tasks/{task.ref}/").content.decode()
    assert "/do/" not in world.client("lola").get("/tasks/").content.decode()
