"""What no row can do without may be hidden too: a birthday, a day, a probability, a stage; it is nowhere then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.http import HttpResponse

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.activities.actions import add_task
from tendero.kernel import clock
from tendero.pipeline.models import Opportunity, Stage
from tendero.records import registry, writing
from tests.world import World

HX: Final = {"HX-Request": "true"}
CASES: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "birthday": ("directory.Party", "birthday", ("12 may", "12/5", "1984", "05-12", "cumpleaños")),
    "chance": ("pipeline.Opportunity", "chance", ("· 41 %", "41 % ·")),
    "stage": ("pipeline.Opportunity", "stage", ("Fase secreta",)),
    "due_on": ("activities.Task", "due_on", ("17 feb", "17/2", "2031")),
    "priority": ("activities.Task", "priority", ("Urgente", "urgente", "Alta")),
}


@pytest.fixture
def shop(world: World) -> dict[str, Any]:
    ana, luis = world.actor("ana"), world.don_luis
    writing.edit(registry.get("directory.Party"), luis, {"birthday": "1984-05-12"}, by=ana)
    stage = world.make(Stage(name="Fase secreta", kind="open", probability=41))
    values = {"party": luis, "stage": stage, "owner": world.user("beto"), "amount": "12.30"}
    deal = world.make(Opportunity(name="Horno", **values))
    task = add_task(luis, title="Llamar", due_on=date(2031, 2, 17), assignee=world.user("beto"), priority=1, by=ana)
    yesterday, beto = clock.today() - timedelta(days=1), world.user("beto")
    add_task(luis, title="Mirar", due_on=yesterday, assignee=beto, subject=deal, by=ana)
    return {"world": world, "party": luis, "deal": deal, "task": task}


def content(answer: HttpResponse) -> str:
    data: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8-sig")


def pages(shop: dict[str, Any]) -> list[str]:
    """Lists, boards, cards and what hangs on them, of all three."""
    found = ["/", "/opportunities/board", "/search?q=Horno", "/search?q=Llamar", "/search?q=Luis"]
    for slug, row in (("parties", shop["party"]), ("opportunities", shop["deal"]), ("tasks", shop["task"])):
        found += [f"/{slug}/?view=all", f"/{slug}/?view=all&layout=table", f"/{slug}/suggest?q={row}"]
        found += [f"/{slug}/{row.ref}/{part}" for part in ("", "panel", "edit", "history", "timeline", "postpone")]
    return found


@pytest.mark.parametrize("case", CASES)
def test_it_is_on_no_page(shop: dict[str, Any], case: str) -> None:
    world, (key, name, words) = shop["world"], CASES[case]
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields={(key, name): "hidden"})
    beto, found = world.client("beto"), []
    for path in pages(shop):
        for headers in ({}, HX):
            page = content(beto.get(path, headers=headers))
            found += [(path, word) for word in words if word in page]
    assert found == []
