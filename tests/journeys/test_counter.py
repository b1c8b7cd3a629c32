"""Caja sells at the counter and takes part of it back; Ana sees on the card what the customer has bought."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey

SHOP = """
from tendero.catalog.actions import create_product
values = {"name": "Café natural en grano", "code": "CAF", "price": "17.80", "cost": "10.90", "tax": "10"}
create_product(by=world.actor("ana"), values=values)
answer = world.company("La Parada", owner="beto").ref
"""


@pytest.fixture(scope="module")
def customer(site):
    return site.tell(SHOP)


def test_caja_sells_two_lines_from_the_card(enter, customer):
    page = enter("caja")
    page.goto(f"/parties/{customer}/")
    expect(page.get_by_text("Aún no hay ninguna anotada.")).to_be_visible()
    page.locator("#card-purchases button").click()
    dialog = page.get_by_role("dialog")
    product = dialog.locator("#f-lines-0-product")
    product.press_sequentially("café nat")
    expect(dialog.get_by_role("option", name="Café natural en grano")).to_be_visible()
    product.press("Enter")
    dialog.locator("#f-lines-0-quantity").fill("2,5")
    dialog.get_by_role("button", name="Otro más").click()
    dialog.locator("#f-lines-1-text").fill("Molido fino")
    dialog.get_by_role("button", name="Guardar", exact=True).click()
    expect(dialog.get_by_text("Línea 2: escribe su precio.")).to_be_visible()
    assert findings_in_both(page) == []
    dialog.locator("#f-lines-1-price").fill("1,20")
    dialog.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("Venta anotada: 50,40 €")).to_be_visible()
    expect(page.locator("#card-purchases .t-figure")).to_have_text("45,70 €")  # the year is told without tax


def test_a_kilo_comes_back(enter, customer):
    page = enter("caja")
    page.goto("/sales/")
    page.goto(page.locator("tbody a").first.get_attribute("href"))
    page.locator("#sale-lines").get_by_role("button", name="Devolver").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Café natural en grano").fill("1")
    dialog.get_by_label("Molido fino").fill("0")
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Devolver").click()
    expect(page.get_by_text("Devolución anotada: -19,58 €")).to_be_visible()
    expect(page.get_by_text("Lo que se devolvió")).to_be_visible()
    assert page.get_by_text("Margen").count() == 0


def test_ana_sees_what_is_left_of_it_and_opens_its_rows(enter, customer):
    page = enter("ana", phone=True)
    page.goto(f"/parties/{customer}/")
    figure = page.locator("#card-purchases .t-figure")
    expect(figure).to_have_text("27,90 €")
    assert findings_in_both(page) == []
    figure.click()
    expect(page.get_by_text("2 ventas · 30,82 €")).to_be_visible()
