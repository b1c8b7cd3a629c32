"""The frame around every page is drawn once and kept: it still says who asks, where he is, and what has changed."""

from __future__ import annotations

import re

import pytest

from tendero.access.models import Grant
from tendero.access.policy import KEPT
from tendero.kernel import kept
from tendero.kernel.models import Setting
from tests.world import World

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """As outside of tests: what is kept is not drawn again."""
    monkeypatch.setattr(kept, "verify", False)


def page(client: object, path: str = "/parties/?view=all") -> str:
    text: str = client.get(path).content.decode()  # type: ignore[attr-defined]
    return text


def here(text: str) -> list[str]:
    """The places that the bar marks as the current one."""
    return re.findall(r'data-place="(\w+)"[^>]* aria-current="page"', text)


def test_each_page_marks_its_own_place(world: World) -> None:
    ana = world.client("ana")
    for _again in range(2):
        assert here(page(ana, "/")) == ["today"]
        assert here(page(ana)) == ["parties"]
        assert here(page(ana, "/settings/")) == ["settings"]


def test_it_is_drawn_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tendero.ui import context

    drawn: list[str] = []
    draw = context.draw
    monkeypatch.setattr(context, "draw", lambda name, around: (drawn.append(name), draw(name, around))[1])
    ana = world.client("ana")
    page(ana)
    assert "ui/shell/bar.html" in drawn
    drawn.clear()
    assert "t-bar" in page(ana)
    assert drawn == []


def test_the_token_is_that_of_the_page(world: World) -> None:
    ana, seen = world.client("ana"), set()
    for _time in range(2):
        tokens = TOKEN.findall(page(ana))
        assert len(tokens) > 3
        assert all(len(token) == 64 for token in tokens)
        seen |= set(tokens)
    assert len(seen) > 1  # Django masks it anew each time


def test_each_person_reads_his_own_name_in_his_own_language(world: World) -> None:
    assert "Ana Montoro" in page(world.client("ana"))
    other = world.client("beto")
    assert "Ana Montoro" not in page(other)
    assert "Tu cuenta" in page(other)
    beto = world.user("beto")
    beto.language = "en"
    beto.save()
    assert "Your account" in page(other)


def test_a_new_name_of_the_company_and_a_right_taken_away_show_at_once(world: World) -> None:
    beto = world.client("beto")
    assert 'data-place="opportunities"' in page(beto)
    Setting.store("company.name", "Ferretería Nueva")
    assert "Ferretería Nueva" in page(beto)
    Grant.objects.filter(profile__code="comercial", record="pipeline.Opportunity", verb="view").update(scope="none")
    kept.touch(KEPT)
    assert 'data-place="opportunities"' not in page(beto)
