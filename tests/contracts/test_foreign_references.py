"""Comercial sees only its team's contacts: to Beto, Nuria's customer answers exactly as one who does not exist."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.test import Client

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party
from tendero.kernel.models import Change, Job
from tendero.kernel.refs import new_ref
from tests.contracts.samples import sample
from tests.world import World

EACH_TIME: Final = re.compile(r"\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]*\"")
"""Tokens against forgery and nonces."""
HX: Final = {"HX-Request": "true"}


@dataclass
class Story:
    """`seen` is Beto's contact, `foreign` Nuria's; `missing` names nobody."""

    seen: Party
    foreign: Party
    screen: Client
    api: Client
    missing: str

    def refs(self) -> tuple[str, str]:
        return self.foreign.ref, self.missing


@pytest.fixture
def story(world: World) -> Story:
    ana, sales = world.actor("ana"), Profile.objects.get(code="comercial")
    scopes = {("directory.Party", "view"): "team", ("directory.Party", "export"): "team"}
    set_rights(sales, by=ana, scopes=scopes, fields={})
    _token, secret = create_token(world.user("beto"), by=world.actor("beto"), name="prueba")
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    foreign = world.company("Fonda Oscense", owner="nuria", tax_id="B50231877")
    return Story(world.don_luis, foreign, world.client("beto"), api, new_ref())


def told(answer: Any, ref: str) -> tuple[int, str]:
    """Status and words, the reference itself and what differs each time aside."""
    data: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, EACH_TIME.sub("·", data.decode().replace(ref, "·"))


def alike(story: Story, ask: Any) -> int:
    """Ask for the foreign one and for nobody: the answers must be the same and nothing may be written."""
    before = Change.objects.count(), Job.objects.count()
    answers = [told(ask(ref), ref) for ref in story.refs()]
    assert answers[0] == answers[1]
    assert "Oscense" not in answers[0][1]
    assert (Change.objects.count(), Job.objects.count()) == before
    return answers[0][0]


PATHS: Final = (
    "", "panel", "edit", "history", "timeline", "ledger", "picture", "opportunities", "task", "document", "log/call",
    "role", "tag", "relate", "consent", "photo", "person", "observation/taste", "field/website",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_his_exists(story: Story, path: str, method: str) -> None:
    client = story.screen
    status = alike(story, lambda ref: getattr(client, method)(f"/parties/{ref}/{path}", headers=HX))
    assert status in {404, 405}


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_no_operation_reaches_him(story: Story, method: str) -> None:
    options = {"data": json.dumps({"website": "x.example"}), "content_type": "application/json"}

    def ask(ref: str) -> Any:
        return getattr(story.api, method)(f"/api/v1/parties/{ref}", **(options if method == "patch" else {}))

    assert alike(story, ask) == 404


BODIES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "deal": ("opportunities", {"name": "Molino"}),
    "task": ("tasks", {"title": "Llamar"}),
    "note": ("activities", {"title": "Nota", "body": "Pide precio"}),
}


@pytest.mark.parametrize(("slug", "body"), BODIES.values(), ids=list(BODIES))
def test_nothing_new_is_hung_on_him(story: Story, slug: str, body: dict[str, Any]) -> None:
    def ask(ref: str) -> Any:
        return story.api.post(f"/api/v1/{slug}", json.dumps({**body, "party": ref}), content_type="application/json")

    assert alike(story, ask) == 422
    assert ask(story.seen.ref).status_code == 201


@pytest.mark.parametrize(("key", "slug"), [("pipeline.Opportunity", "opportunities"), ("activities.Task", "tasks")])
def test_nothing_of_his_own_is_moved_to_him(story: Story, world: World, key: str, slug: str) -> None:
    row = sample(world, key)
    api = {"content_type": "application/json"}
    assert alike(
        story, lambda ref: story.api.patch(f"/api/v1/{slug}/{row.ref}", json.dumps({"party": ref}), **api)
    ) in {404, 422}
    bulk = {"row": row.ref, "step": "run", "field": "party", "_field": "party"}
    before = Change.objects.count()
    story.screen.post(f"/{slug}/bulk", {**bulk, "party": story.foreign.ref}, headers=HX)
    story.screen.post(f"/{slug}/{row.ref}/edit", {"_field": "party", "party": story.foreign.ref})
    assert Change.objects.count() == before
    assert type(row).objects.get(pk=row.pk).party == story.seen


def test_a_contact_refers_to_nobody_out_of_sight(story: Story) -> None:
    address, options = f"/api/v1/parties/{story.seen.ref}", {"content_type": "application/json"}
    assert alike(story, lambda ref: story.api.patch(address, json.dumps({"referred_by": ref}), **options)) == 422


def test_a_filter_by_him_finds_nothing(story: Story, world: World) -> None:
    sample(world, "pipeline.Opportunity")

    def by(ref: str, op: str = "eq") -> dict[str, str]:
        return {"filter": json.dumps({"field": "party", "op": op, "value": [ref] if op == "in" else ref})}

    for op in ("eq", "in"):
        assert alike(story, lambda ref, op=op: story.api.get("/api/v1/opportunities", by(ref, op))) == 200
        assert story.api.get("/api/v1/opportunities", by(story.foreign.ref, op)).json()["items"] == []
    assert len(story.api.get("/api/v1/opportunities", by(story.seen.ref)).json()["items"]) == 1


def test_neither_search_nor_suggestion_nor_warning_names_him(story: Story) -> None:
    for path in (
        "/search?q=oscense",
        "/parties/suggest?q=oscense",
        "/search?q=oscense&record=parties",
        "/search?q=oscens",
    ):
        assert "Fonda" not in story.screen.get(path, headers=HX).content.decode()
    assert story.api.get("/api/v1/parties?q=oscense").json()["items"] == []
    sent = {"kind": "organisation", "name": "Otra", "tax_id": "B50231877"}
    warned = story.screen.post("/parties/similar", sent, headers=HX).content.decode()
    assert "Oscense" not in warned
    assert story.foreign.ref not in warned


def test_a_ticked_list_with_him_in_it_changes_and_hands_out_only_what_one_may(story: Story) -> None:
    rows = [story.seen.ref, story.foreign.ref, story.missing]
    ask = {"row": rows, "step": "run", "field": "language", "_field": "language", "language": "ca"}
    preview = story.screen.post("/parties/bulk", {**ask, "step": "preview"}, headers=HX).content.decode()
    assert "Oscense" not in preview
    story.screen.post("/parties/bulk", ask, headers=HX)
    assert list(Party.objects.filter(language="ca")) == [story.seen]
    answer: Any = story.screen.post(
        "/parties/export", {"row": rows, "step": "run", "format": "csv", "column": ["name"], "reason": "prueba"}
    )
    handed = told(answer, story.missing)[1]
    assert "Luis Ferrer" in handed
    assert "Oscense" not in handed
    story.screen.post("/parties/bulk", {"row": rows, "bin": "1", "step": "run"}, headers=HX)
    assert list(Party.objects.all()) == [story.foreign]


def test_a_cursor_of_somebody_elses_list_opens_nothing_more(story: Story, world: World) -> None:
    """Ana's second page begins after her first fifty; the cursor gives Beto a place, never her rows."""
    for number in range(3):
        world.person("Zoe", f"Ajena {number}", owner="nuria")
    _token, secret = create_token(world.user("ana"), by=world.actor("ana"), name="prueba")
    ana = Client(headers={"Authorization": f"Bearer {secret}"})
    cursor = ana.get("/api/v1/parties?limit=1&order=name").json()["next"]
    answer = story.api.get("/api/v1/parties", {"limit": 50, "order": "name", "cursor": cursor})
    assert answer.status_code in {200, 400}
    assert {item["id"] for item in answer.json().get("items", [])} <= {story.seen.ref}
    assert story.api.get("/api/v1/parties", {"cursor": cursor + "x"}).status_code == 400
