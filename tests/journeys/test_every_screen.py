"""No screen has a fault that axe can see, at a desk and on a phone, in light and in dark.

The addresses come from the tables of the permission matrix, which hold every route: a new one is visited by itself.
What answers with a piece of a page is seen inside the page that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Page

from tendero.records import registry
from tests.contracts.matrix.routes import ENGINE, LISTS, OF_A_ROW, OF_ONE_KIND, ON_A_CONTACT, Row
from tests.contracts.matrix.things import SETTINGS
from tests.journeys.browser import findings_in_both
from tests.journeys.conftest import Windows
from tests.journeys.site import Site

pytestmark = pytest.mark.journey
PARTY = "directory.Party"
WHOLE = ("parties", "opportunities")
"""Records whose every screen is visited; the others share its templates, and show their list, form and page."""
SHARED = ("list", "new", "detail")
FRAGMENTS = (
    *(
        "figures",
        "counts",
        "suggest",
        "panel",
        "cell",
        "timeline",
        "stages",
        "tasks_about",
        "of_party",
        "activities:card",
    ),
    *(
        "catalog:prices",
        "sales:lines",
        "directory:vcard",
        "records:item",
        "pipeline:more",
        "directory:picture",
        "activities:document",
    ),
    "welcome_team",
)
HAND_MADE = (
    "/",
    "/?who=all",
    "/parties/?view=all&q=nobodywhoiscalledthis",
    "/parties/{ref}/tag",
    "/parties/{ref}/observation/taste",
    "/parties/{ref}/consent",
    "/parties/{ref}/photo",
    "/parties/{ref}/person",
    "/parties/merge",
    "/search?q=prueba",
    "/search?q=nobodywhoiscalledthis",
    "/jobs/",
    "/settings/",
    "/settings/account/",
    "/settings/profiles/comercial/",
    "/settings/account/tokens/new",
    "/accounts/password/",
    "/ui/dialog/",
)
MISSED = {"/jobs/no-such-job/": 404, "/parties/?filter=nonsense": 400}
PUBLIC = ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/")
LOOKS = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def refs(site) -> dict[str, str]:
    """The reference of one row of every kind."""
    found: dict[str, str] = site.tell(
        "from tendero.records import registry\n"
        "from tests.contracts.samples import sample\n"
        "answer = {record.key: sample(world, record.key).ref for record in registry.every()}"
    )
    return found


@pytest.fixture(scope="module")
def kept(chromium: Browser, site: Site) -> Iterator[tuple[Windows, dict[tuple[str, bool], Page]]]:
    """Windows that stay open from one screen to the next: a new one costs more than to look at a screen in it."""
    windows = Windows(chromium, site)
    yield windows, {}
    windows.close()


@pytest.fixture
def before(kept) -> Iterator[Callable[[str, bool], Page]]:
    """Who sits before the screen, at a desk or with a phone; nobody where no name is given."""
    windows, pages = kept

    def found(name: str, phone: bool) -> Page:
        if (name, phone) not in pages:
            pages[name, phone] = windows.enter(name, phone=phone) if name else windows.open(phone=phone)
        return pages[name, phone]

    yield found
    assert windows.problems() == []


def screens() -> Iterator[tuple[str, str]]:
    """Every screen of whoever may see everything: its address, and the kind of record whose row it names."""
    for record in registry.every():
        for name, row in {**LISTS, **ENGINE}.items():
            if _is_screen(name, row) and (record.slug in WHOLE or name in SHARED):
                yield row.path.replace("{slug}", record.slug), record.key
    for name, (key, row) in {**OF_A_ROW, **OF_ONE_KIND, **SETTINGS}.items():
        if _is_screen(name, row) and "{role}" not in row.path:
            yield row.path, key
    yield from ((row.path, PARTY) for name, (_key, row) in ON_A_CONTACT.items() if _is_screen(name, row))
    yield from ((path, PARTY) for path in HAND_MADE)


def _is_screen(name: str, row: Row) -> bool:
    return row.body is None and not name.endswith(FRAGMENTS)


def faults(page: Page, address: str, status: int = HTTPStatus.OK) -> list[str]:
    """What is wrong with the page of an address; it must be a page of its own, and no wider than the window."""
    answer = page.goto(address)
    assert answer is not None
    if answer.status != status:
        return [f"{address} answers {answer.status}"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{wide} px too wide"] if wide > 0 else []
    return [f"{address} {fault}" for fault in [*found, *findings_in_both(page)]]


# One test for each: whoever reads the results sees at once which screens are wrong, not the first of them.
@LOOKS
@pytest.mark.parametrize(("path", "key"), dict.fromkeys(screens()))
def test_a_screen_of_whoever_directs(before, refs, path, key, phone):
    assert faults(before("ana", phone), path.replace("{ref}", refs.get(key, ""))) == []


@LOOKS
@pytest.mark.parametrize(("address", "status"), MISSED.items())
def test_what_is_said_to_whom_has_missed_the_way(before, phone, address, status):
    assert faults(before("ana", phone), address, status) == []


@LOOKS
def test_what_is_said_to_whom_may_not(before, phone):
    assert faults(before("caja", phone), "/settings/people/", 403) == []


@LOOKS
@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_seen_before_signing_in(before, phone, address):
    assert faults(before("", phone), address) == []
