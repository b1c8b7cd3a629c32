"""Fixtures of the journeys.

    @pytest.mark.journey
    def test_beto_notes_a_call(site, enter):
        ref = site.tell("answer = world.person('Luis', 'Ferrer', owner='beto').ref")
        page = enter("beto")                        # signed in; also phone=True, dark=True
        page.goto(f"/parties/{ref}/")
        ...
        assert findings(page) == []                 # from tests.journeys.browser: axe, WCAG 2.2 AA

`site` is the real program (`serve` and both workers) on a free loopback port, new for each test file, on SQLite or,
when TENDERO_TEST_POSTGRES is set, on PostgreSQL. It begins migrated and with the cast of `tests/world.py`, all with
the password `PASSWORD`. `site.tell(python)` does things inside it with `world` at hand and gives back what it left in
`answer` (plain values only). Tests of one file share their site: use people and companies of your own.

`enter(name)` opens a window of that person; at the end the test fails if a script failed or the policy refused
anything in any window. `window()` opens one where nobody has signed in. Without Chromium these tests are skipped,
saying so. Wait for what people would see (`expect(...)`), never for time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import browser as window_of
from tests.journeys.site import Site, Template, running

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys."""
    if not window_of.CHROMIUM:
        pytest.skip("journeys need Chromium, and this machine has none (apt install chromium)")
    with window_of.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The migrated database with the cast, made once."""
    return Template(tmp_path_factory.mktemp("journeys") / "template")


@pytest.fixture(scope="module")
def site(site_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running program."""
    with running(site_template.copy(tmp_path_factory.mktemp("site") / "data")) as found:
        yield found


class Windows:
    """Windows that were opened, and what went wrong in any of them."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.chromium, self.site = chromium, site
        self.opened: list[tuple[Page, list[str]]] = []

    def open(self, **options: Any) -> Page:
        """One where nobody has signed in, unless `state` says so."""
        page = window_of.open_context(self.chromium, self.site.url, **options).new_page()
        self.opened.append((page, window_of.watch(page)))
        return page

    def enter(self, name: str, **options: Any) -> Page:
        """One in which one of the cast has signed in; the form is filled once per person and file."""
        known = self.site.signed_in
        page = self.open(state=known.get(name), **options)
        if name not in known:
            window_of.sign_in(page, name)
            known[name] = page.context.storage_state()
        return page

    def problems(self) -> list[str]:
        """What was met since this was last asked."""
        found = [problem for _page, met in self.opened for problem in met]
        for _page, met in self.opened:
            met.clear()
        return found

    def close(self) -> None:
        for page, _met in self.opened:
            page.context.close()


@pytest.fixture
def windows(chromium: Browser, site: Site) -> Iterator[Windows]:
    """Opens windows, and closes them with the test."""
    found = Windows(chromium, site)
    yield found
    problems = found.problems()
    found.close()
    assert problems == []


@pytest.fixture
def window(windows: Windows) -> Enter:
    """Opens windows of nobody in particular."""
    return windows.open


@pytest.fixture
def enter(windows: Windows) -> Enter:
    """Opens windows of the cast."""
    return windows.enter
