"""Beto looks whom to call: why and how much is at stake; the one he calls leaves the list, another waits for a day."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both
from tests.journeys.test_today import section

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def overdue(site):
    """Two customers of Beto's who buy every twenty days and have not come for fifty."""
    return site.tell(
        "import datetime as dt\n"
        "from decimal import Decimal\n"
        "from tendero.sales.actions import create_sale\n"
        "ana, today = world.actor('ana'), dt.date.today()\n"
        "for name, price in [('Marisquería Ordesa', 40), ('Pensión Alcañiz', 90)]:\n"
        "    party = world.company(name, owner='beto', phone='+34976771526')\n"
        "    for ago in (110, 90, 70, 50):\n"
        "        line = {'text': 'Café', 'quantity': Decimal(1), 'price': Decimal(price)}\n"
        "        day = today - dt.timedelta(days=ago)\n"
        "        create_sale(by=ana, values={'party': party, 'on': day, 'lines': [line]})\n"
        "world.user('beto')\n"
        "answer = True"
    )


def test_whoever_is_called_leaves_the_list_and_so_does_who_gets_a_task(enter, overdue):
    page = enter("beto")
    page.goto("/")
    calls = section(page, "Clientes a los que llamar")
    expect(calls.get_by_role("listitem")).to_have_count(2)
    expect(calls.get_by_role("listitem").first).to_contain_text("Pensión Alcañiz")
    expect(calls.get_by_role("listitem").first).to_contain_text("Compra cada 20 días; lleva 50")
    assert findings_in_both(page) == []

    calls.get_by_role("button", name="Registrar una llamada con Pensión Alcañiz").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=text]").fill("Vuelve el jueves")
    dialog.get_by_role("button", name="Registrar").or_(dialog.get_by_role("button", name="Guardar")).last.click()
    expect(calls.get_by_role("listitem")).to_have_count(1)
    expect(calls).to_contain_text("Marisquería Ordesa")

    calls.get_by_role("button", name="Dejar a Marisquería Ordesa para otro día").click()
    dialog.locator("[name=title]").fill("Llamar por el café")
    dialog.get_by_role("button", name="Guardar").or_(dialog.get_by_role("button", name="Crear")).last.click()
    expect(section(page, "Clientes a los que llamar")).to_have_count(0)
    expect(page.locator("#today")).to_contain_text("Llamar por el café")
