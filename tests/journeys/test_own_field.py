"""Ana wants to know when each kitchen closes: she makes the field, and it is everywhere at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def kitchens(site):
    """Two of Beto's."""
    return site.tell("answer = [world.company(name, owner='beto').ref for name in ('Casa Emilio', 'El Cierzo')]")


def row(page: Page, name: str):
    return page.locator("[data-list] .t-row", has_text=name)


def test_ana_makes_the_field(enter, kitchens):
    page = enter("ana")
    page.goto("/settings/fields/")
    assert findings_in_both(page) == []
    contacts = page.locator("section", has=page.get_by_role("heading", name="Contactos", exact=True))
    contacts.get_by_role("link", name="Campo nuevo").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=label]").fill("Día de cierre")
    dialog.locator("[name=kind]").select_option("choice")
    dialog.locator("[name=choices]").fill("Lunes\nMartes\nDomingo")
    dialog.locator("[name=help]").fill("Ese día nadie abre la puerta")
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Guardar").click()
    expect(contacts.get_by_role("link", name="Día de cierre")).to_be_visible()


def test_beto_fills_it_in_the_form(enter, kitchens):
    page = enter("beto")
    page.goto(f"/parties/{kitchens[0]}/edit")
    expect(page.get_by_text("Ese día nadie abre la puerta")).to_be_visible()
    page.get_by_label("Día de cierre").select_option(label="Lunes")
    assert findings_in_both(page) == []
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.get_by_role("heading", name="Casa Emilio", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Lunes")


def test_he_puts_it_in_his_list(enter, kitchens):
    page = enter("beto")
    page.goto("/parties/?view=all")
    page.get_by_role("button", name="Columnas").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Día de cierre").check()
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("columnheader", name="Día de cierre")).to_be_visible()
    expect(row(page, "Casa Emilio")).to_contain_text("Lunes")
    assert findings_in_both(page) == []


def test_he_filters_by_it(enter, kitchens):
    page = enter("beto")
    page.goto("/parties/?view=all")
    page.get_by_role("button", name="Filtrar").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Campo", exact=True).first.select_option(label="Día de cierre")
    dialog.get_by_label("Valor", exact=True).select_option(label="Lunes")
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Filtrar").click()
    expect(page.locator("[data-list] .t-row")).to_have_count(1)
    expect(row(page, "Casa Emilio")).to_be_visible()
    assert findings_in_both(page) == []
