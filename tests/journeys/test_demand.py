"""A customer wants what the shop does not sell: Beto notes it on the card, and Ana sees how many ask for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey

SHOP = """
from tendero.catalog.actions import create_product
by = world.actor("ana")
create_product(by=by, values={"name": "Armario de maduración", "on_sale": False})
create_product(by=by, values={"name": "Molino M-64", "price": "1890"})
answer = [world.company(name, owner="beto").ref for name in ("Casa Emilio", "El Cierzo")]
"""


@pytest.fixture(scope="module")
def kitchens(site):
    return site.tell(SHOP)


def test_beto_notes_a_need_by_keyboard(enter, kitchens):
    page = enter("beto")
    page.goto(f"/parties/{kitchens[0]}/")
    page.locator("[hx-get$='/observation/need']").click()
    dialog = page.get_by_role("dialog")
    product = dialog.get_by_role("combobox", name="Producto")
    product.press_sequentially("madura")
    expect(dialog.get_by_role("option", name="Armario de maduración")).to_be_visible()
    product.press("Enter")
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("link", name="Armario de maduración")).to_be_visible()


def test_another_says_it_in_words(enter, kitchens):
    page = enter("beto", phone=True)
    page.goto(f"/parties/{kitchens[1]}/")
    page.locator("[hx-get$='/observation/need']").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Qué notaste").fill("Curar carne en la sala")
    dialog.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Curar carne en la sala")).to_be_visible()


def test_ana_says_which_product_it_is_and_opens_who_asks(enter, kitchens):
    page = enter("ana")
    page.goto("/products/demand")
    assert findings_in_both(page) == []
    page.get_by_role("button", name="Curar carne en la sala").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Producto").press_sequentially("armario")
    dialog.get_by_role("option", name="Armario de maduración").click()
    dialog.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Curar carne en la sala")).to_have_count(0)

    page.get_by_role("link", name="2 contactos").click()
    expect(page.locator("[data-list] .t-row")).to_have_count(2)
    assert findings_in_both(page) == []
