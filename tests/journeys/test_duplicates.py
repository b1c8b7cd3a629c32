"""Beto has customers twice: he has the base searched, tells two apart, takes it back, makes them one, and two again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey

SHOP = """
from tendero.directory.actions import create_party
by = world.actor("beto")
owner = world.user("beto")
def person(first, last, **values):
    named = {"kind": "person", "first_name": first, "last_name": last, "owner": owner}
    return create_party(by=by, values={**named, **values})
person("Pepe", "Lasala Ferrer", phone="655 70 21 38", city="Zaragoza", birthday="3/5/1971")
person("José", "Lasala", phone="655 70 21 38", email="lasala@torrero.example", city="Zaragoza")
for name, mail in (("Elvira", "elvira@uriol.example"), ("Elbira", "elvira@uriol.example"), ("Elvira", "")):
    person(name, "Uriol Buisán", phone="655 11 22 33", email=mail, city="Jaca")
person("Berta", "Nasarre Oliván", phone="655 44 44 44", birthday="12/9/1985", city="Huesca")
person("Berta", "Nasarre Olivan", phone="655 44 44 45", birthday="12/9/1985", city="Huesca")
"""
PAIR = "José Lasala"
DESK = "/parties/duplicates/"


def box(page: Page, name: str):
    """The pair, or group, of somebody."""
    return page.get_by_role("article", name=name)


def test_the_base_is_searched_and_the_list_leads_to_what_was_found(enter, site):
    site.tell(SHOP)
    page = enter("beto")
    page.goto(DESK)
    expect(page.get_by_text("Ningún duplicado a la vista")).to_be_visible()
    assert findings_in_both(page) == []
    page.get_by_role("button", name="Buscar de nuevo").click()
    expect(page.get_by_role("article")).to_have_count(3, timeout=60_000)  # nobody reloads the page
    expect(page.get_by_role("button", name="Buscar de nuevo")).to_be_visible()
    page.goto("/parties/")
    page.get_by_role("button", name="Más", exact=True).click()
    page.get_by_role("menuitem", name="Duplicados 5").click()
    expect(page.get_by_role("heading", name="Duplicados")).to_be_visible()
    expect(box(page, PAIR)).to_contain_text("Mismo teléfono")
    assert findings_in_both(page) == []


def test_two_are_told_apart_by_one_key_and_it_is_taken_back(enter):
    page = enter("beto")
    page.goto(DESK)
    boxes = page.get_by_role("article")
    expect(boxes).to_have_count(3)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Teclado")
    for told in ("Recorrer las parejas", "Es el mismo", "Son dos"):
        expect(keys).to_contain_text(told)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(boxes.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    second, third = (boxes.nth(place).get_attribute("aria-label") for place in (1, 2))
    page.keyboard.press("2")
    expect(boxes).to_have_count(2)
    expect(boxes.nth(1)).to_be_focused()
    assert boxes.nth(1).get_attribute("aria-label") == third
    expect(page.locator(".t-toast")).to_contain_text("Anotado: son")
    page.locator(".t-toast").get_by_role("button", name="Deshacer").click()
    expect(boxes).to_have_count(3)
    expect(box(page, second)).to_be_visible()


def test_a_pair_is_made_one_and_the_desk_goes_on_at_the_next(enter):
    page = enter("beto")
    page.goto(DESK)
    expect(page.get_by_role("article")).to_have_count(3)
    box(page, PAIR).focus()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Fusionar contactos")).to_be_visible()
    page.get_by_role("button", name="Fusionar").click()
    expect(page.get_by_role("heading", name="Duplicados")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(2)
    assert page.evaluate("document.activeElement.matches('[data-walked]')")
    toast = page.locator(".t-toast")
    expect(toast).to_contain_text("1 contacto fusionado con")
    toast.get_by_role("button", name="Deshacer").click()
    expect(box(page, PAIR)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(3)


def test_a_group_is_made_one_on_the_phone(enter):
    page = enter("beto", phone=True)
    page.goto(DESK)
    group = box(page, "Elbira")
    expect(group).to_contain_text("3 contactos que se parecen")
    sizes = group.locator(".t-actions > .t-btn").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings_in_both(page) == []
    group.get_by_role("link", name="Fusionar los 3").click()
    page.get_by_role("button", name="Fusionar").click()
    expect(page.get_by_role("heading", name="Duplicados")).to_be_visible()
    expect(page.locator(".t-toast")).to_contain_text("2 contactos fusionados con")
    expect(page.get_by_role("article")).to_have_count(2)
