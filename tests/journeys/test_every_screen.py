"""No screen has a fault that axe can see, at a desk and on a phone, in light and in dark.

The addresses come from the tables of the permission matrix, which hold every route: a new one is visited by itself.
What answers with a piece of a page is seen inside the page that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from playwright.sync_api import Page

from tests.contracts.matrix.routes import ENGINE, LISTS, OF_A_ROW, OF_ONE_KIND, ON_A_CONTACT, Row
from tests.contracts.matrix.things import SETTINGS
from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey
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
    *("catalog:prices", "sales:lines", "records:item", "pipeline:more", "directory:picture", "activities:document"),
)
HAND_MADE = (
    "/",
    "/?who=all",
    "/parties/?view=all&q=nobodywhoiscalledthis",
    "/parties/{party}/tag",
    "/parties/{party}/observation/taste",
    "/parties/{party}/consent",
    "/parties/{party}/photo",
    "/parties/{party}/person",
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
def rows(site) -> dict[str, tuple[str, str]]:
    """One row of every kind: its address and its reference."""
    found: dict[str, tuple[str, str]] = site.tell(
        "from tendero.records import registry\n"
        "from tests.contracts.samples import sample\n"
        "answer = {record.key: [record.slug, sample(world, record.key).ref] for record in registry.every()}"
    )
    return found


def addresses(rows: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Every screen of whoever may see everything."""
    for slug, ref in rows.values():
        for name, row in {**LISTS, **ENGINE}.items():
            if _is_screen(name, row) and (slug in WHOLE or name in SHARED):
                yield row.path.format(slug=slug, ref=ref)
    party = rows["directory.Party"][1]
    for name, (key, row) in {**OF_A_ROW, **OF_ONE_KIND, **SETTINGS}.items():
        if _is_screen(name, row) and "{role}" not in row.path:
            yield row.path.format(ref=rows.get(key, ("", ""))[1])
    yield from (row.path.format(ref=party) for name, (_key, row) in ON_A_CONTACT.items() if _is_screen(name, row))
    yield from (path.format(party=party) for path in HAND_MADE)


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


@LOOKS
def test_every_screen_of_whoever_directs(enter, rows, phone):
    page = enter("ana", phone=phone)
    assert [fault for address in dict.fromkeys(addresses(rows)) for fault in faults(page, address)] == []


@LOOKS
def test_what_is_said_to_whom_has_missed_the_way(enter, rows, phone):
    page = enter("ana", phone=phone)
    found = [fault for address, status in MISSED.items() for fault in faults(page, address, status)]
    found += faults(enter("caja", phone=phone), "/settings/people/", 403)
    assert found == []


@LOOKS
def test_what_is_seen_before_signing_in(window, phone):
    page = window(phone=phone)
    assert [fault for address in PUBLIC for fault in faults(page, address)] == []
