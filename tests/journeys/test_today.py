"""Beto begins the day on Hoy: what is late is done, another day is chosen, and nothing stays without a next step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def morning(site):
    """Two late tasks, and an opportunity about which nothing is planned."""
    return site.tell(
        "import datetime as dt\n"
        "from decimal import Decimal\n"
        "from tendero.activities import actions\n"
        "from tendero.pipeline.models import Opportunity, Stage\n"
        "beto = world.actor('beto')\n"
        "bakery = world.company('Panadería Hermanos Lou', owner='beto', phone='+34976771526')\n"
        "school = world.company('Escuela de Hostelería', owner='beto')\n"
        "today = dt.date.today()\n"
        "for party, title, days, kind in [(bakery, 'Llamar por los 2 hornos', 4, 'call'),\n"
        "        (school, 'Enviar ficha de las batidoras', 2, 'other')]:\n"
        "    actions.add_task(party, by=beto, title=title, kind=kind, due_on=today - dt.timedelta(days=days),\n"
        "        assignee=world.user('beto'))\n"
        "deal = Opportunity(name='Cafetera de 2 grupos', party=world.company('Heladería Moncayo', owner='beto'),\n"
        "    owner=world.user('beto'), amount=Decimal(3450), currency='EUR',\n"
        "    stage=Stage.objects.order_by('position').first())\n"
        "answer = world.make(deal).ref"
    )


def section(page: Page, title: str) -> Locator:
    """The part of Hoy under that heading."""
    return page.locator("#today section", has=page.get_by_role("heading", name=title, exact=True))


def test_a_late_task_is_done_taken_back_and_done_again(enter, morning):
    page = enter("beto")
    page.goto("/")
    late = section(page, "Con retraso")
    expect(late.get_by_role("listitem")).to_have_count(2)
    assert findings_in_both(page) == []
    late.get_by_role("checkbox", name="Enviar ficha de las batidoras").click()
    expect(late.get_by_role("listitem")).to_have_count(1)
    expect(section(page, "Hecho hoy")).to_contain_text("Enviar ficha de las batidoras")
    page.locator(".t-toast").get_by_role("button", name="Deshacer").click()
    expect(late.get_by_role("listitem")).to_have_count(2)
    expect(section(page, "Hecho hoy")).to_have_count(0)
    late.get_by_role("checkbox", name="Enviar ficha de las batidoras").click()
    expect(section(page, "Hecho hoy")).to_contain_text("Enviar ficha de las batidoras")
    assert findings_in_both(page) == []


def test_the_other_one_moves_to_tomorrow(enter, morning):
    page = enter("beto")
    page.goto("/")
    section(page, "Con retraso").get_by_role("button", name="Mover: Llamar por los 2 hornos").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Mañana").click()
    expect(dialog).to_have_count(0)
    expect(section(page, "Con retraso")).to_have_count(0)
    moved = section(page, "Próximos días").get_by_role("listitem").filter(has_text="Llamar por los 2 hornos")
    expect(moved).to_contain_text("mañana")


def test_an_opportunity_without_next_step_is_given_one(enter, morning):
    page = enter("beto")
    page.goto("/")
    adrift = section(page, "Sin próximo paso")
    expect(adrift).to_contain_text("Cafetera de 2 grupos")
    adrift.get_by_role("button", name="Poner el próximo paso de Cafetera de 2 grupos").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=title]").fill("Llevar el catálogo")
    assert findings_in_both(page) == []
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog).to_have_count(0)
    expect(section(page, "Sin próximo paso")).to_have_count(0)
    expect(section(page, "Para hoy")).to_contain_text("Llevar el catálogo")
    page.goto("/opportunities/board")
    expect(page.locator(f".t-bcard[data-ref='{morning}']")).to_contain_text("Llevar el catálogo")
    assert findings_in_both(page) == []


def test_the_same_morning_on_a_phone(enter, morning):
    page = enter("beto", phone=True)
    page.goto("/")
    expect(section(page, "Para hoy")).to_contain_text("Llevar el catálogo")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert findings_in_both(page) == []
    section(page, "Para hoy").get_by_role("checkbox", name=re.compile("Llevar el catálogo")).tap()
    expect(section(page, "Hecho hoy")).to_contain_text("Llevar el catálogo")
