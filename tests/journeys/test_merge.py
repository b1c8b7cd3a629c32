"""Beto has the same customer on two cards: he ticks both, looks, makes them one, and makes them two again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey

SHOP = """
from tendero.activities.actions import log_activity
from tendero.directory.actions import create_party
by = world.actor("beto")
owner = world.user("beto")
def rosa(**values):
    return create_party(by=by, values={"kind": "person", "first_name": "Rosa", "owner": owner, **values})
kept = rosa(last_name="Gil Abad", email="rosa@abad.example", city="Zaragoza", tax_id="12345678Z")
other = rosa(last_name="Gil", email="rosa.gil@abad.example", phone="976 11 12 22", city="Huesca")
log_activity(kept, kind="call", text="Pregunta por el molino", by=by)
log_activity(kept, kind="note", text="Cierra los lunes", by=by)
log_activity(other, kind="visit", text="Probó el natural", by=by)
world.company("Bar Torrero", owner="beto")
answer = [kept.ref, other.ref]
"""


@pytest.fixture(scope="module")
def cards(site):
    return site.tell(SHOP)


def test_beto_ticks_two_and_compares_them(enter, cards):
    page = enter("beto")
    page.goto("/parties/?q=Rosa")
    for ref in cards:
        page.locator(f"[data-pick][value='{ref}']").check()
    page.get_by_role("button", name="Hacer").click()
    page.get_by_role("menuitem", name="Fusionar contactos").click()
    expect(page.get_by_role("heading", name="Fusionar contactos")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="Nombre").get_by_role("radio", name="Rosa Gil Abad")).to_be_checked()
    assert findings_in_both(page) == []


def test_he_chooses_by_keyboard_and_makes_them_one(enter, cards):
    page = enter("beto")
    kept, other = cards
    page.goto(f"/parties/merge?ref={kept}&ref={other}&kept={kept}")
    page.get_by_role("radiogroup", name="Nombre").get_by_role("radio", checked=True).press("ArrowDown")
    page.get_by_role("button", name="Fusionar").press("Enter")
    expect(page.get_by_role("heading", name="Rosa Gil", exact=True)).to_be_visible()
    expect(page.locator(".t-toast")).to_contain_text("Deshacer")
    expect(page.get_by_text("Probó el natural")).to_be_visible()
    expect(page.get_by_text("Se fusionó con Rosa Gil")).to_be_visible()
    page.goto(f"/parties/{other}/")
    expect(page).to_have_url(f"{page.url.split('/parties')[0]}/parties/{kept}/")


def test_and_two_again(enter, cards):
    page = enter("beto")
    kept, other = cards
    page.goto(f"/parties/{kept}/")
    page.get_by_role("button", name="Deshacer la fusión").click()
    page.get_by_role("dialog").get_by_role("button", name="Deshacer la fusión").click()
    expect(page.get_by_role("heading", name="Rosa Gil Abad")).to_be_visible()
    page.goto(f"/parties/{other}/")
    expect(page.get_by_role("heading", name="Rosa Gil", exact=True)).to_be_visible()
    expect(page.get_by_text("Probó el natural")).to_be_visible()


def test_from_a_card_he_looks_for_the_other_one_on_the_phone(enter, cards):
    page = enter("beto", phone=True)
    page.goto(f"/parties/merge?ref={cards[0]}")
    box = page.get_by_role("combobox")
    box.press_sequentially("Rosa Gil")
    expect(page.get_by_role("option", name="Rosa Gil").first).to_be_visible()
    assert findings_in_both(page) == []
    page.goto(f"/parties/merge?ref={cards[0]}&ref={cards[1]}")
    expect(page.get_by_role("button", name="Fusionar")).to_be_visible()
    assert findings_in_both(page) == []
