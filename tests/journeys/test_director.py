"""Ana opens a figure of the business and its rows add up to it; Beto leaves a customer in peace by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both
from tests.journeys.test_today import section

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def sold(site):
    """Coffee to two of Beto's who buy every twenty days and have not come for fifty; a grinder to nobody known."""
    return site.tell(
        "import datetime as dt\n"
        "from decimal import Decimal\n"
        "from tendero.catalog.models import Product\n"
        "from tendero.sales.actions import create_sale\n"
        "ana, today = world.actor('ana'), dt.date.today()\n"
        "coffee = world.make(Product(name='Café de Etiopía', price=Decimal('18.95'), cost=Decimal('11.20')))\n"
        "for name, units in [('Marisquería Ordesa', 3), ('Pensión Alcañiz', 7)]:\n"
        "    party = world.company(name, owner='beto', phone='+34976771526')\n"
        "    for ago in (110, 90, 70, 50):\n"
        "        lines = [{'product': coffee, 'quantity': Decimal(units), 'discount': Decimal(10)}]\n"
        "        lines.append({'text': 'Portes', 'amount': Decimal('4.50')})\n"
        "        day = today - dt.timedelta(days=ago)\n"
        "        create_sale(by=ana, values={'party': party, 'on': day, 'lines': lines})\n"
        "grinder = [{'text': 'Molino', 'amount': Decimal('189.05')}]\n"
        "create_sale(by=ana, values={'on': today, 'lines': grinder})\n"
        "world.user('beto')\n"
        "answer = True"
    )


def plain(text: str) -> str:
    return text.replace("\xa0", " ").strip()


def test_a_figure_opens_rows_that_come_to_it(enter, sold):
    page = enter("ana")
    page.goto("/")
    page.get_by_role("link", name="Informes").click()
    expect(page.get_by_role("heading", name="Resumen del negocio")).to_be_visible()
    page.get_by_label("Periodo").select_option("12m")
    expect(page).to_have_url(re.compile("period=12m"))
    assert findings_in_both(page) == []

    products = page.get_by_role("region", name="Productos").or_(page.locator("section", has_text="Productos")).first
    row = products.get_by_role("row", name=re.compile("Café de Etiopía"))
    figure = row.get_by_role("link").nth(1)
    told = plain(figure.inner_text())
    figure.click()
    expect(page.get_by_role("heading", name="Las líneas de una cifra")).to_be_visible()
    assert plain(page.locator("[data-sum=net]").inner_text()) == told
    expect(page.get_by_role("row")).to_have_count(9)
    assert findings_in_both(page) == []

    page.goto("/summary/?period=12m")
    customer = page.get_by_role("row", name=re.compile("Pensión Alcañiz"))
    figure = customer.get_by_role("link").nth(1)
    told = plain(figure.inner_text())
    figure.click()
    expect(page.locator("main")).to_contain_text("4 ventas")
    expect(page.locator("main")).to_contain_text(told.replace(" ", "\xa0"))


def test_whoever_asks_for_peace_is_left_in_it_by_keyboard_and_on_a_phone(enter, sold):
    page = enter("beto")
    page.goto("/")
    calls = section(page, "Clientes a los que llamar")
    expect(calls.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="No molestar a Pensión Alcañiz hasta…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=reason]")).to_be_visible()
    dialog.locator("[name=reason]").fill("De vacaciones")
    dialog.locator("[name=until]").press("Enter")
    expect(calls.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Deshacer").click()
    expect(calls.get_by_role("listitem")).to_have_count(2)

    phone = enter("beto", phone=True)
    phone.goto("/")
    phone.get_by_role("button", name="No molestar a Marisquería Ordesa hasta…").click()
    assert findings_in_both(phone) == []
    phone.get_by_role("dialog").get_by_role("button", name="Un mes").click()
    expect(section(phone, "Clientes a los que llamar").get_by_role("listitem")).to_have_count(1)
