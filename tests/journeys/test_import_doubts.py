"""Iván's file holds three rows that may be customers he has: he sees both sides, decides, and is not asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings

pytestmark = pytest.mark.journey
THERE = """Nombre;Teléfono;Población
Berta Lasala Oliván;600 11 11 11;Zaragoza
Elvira Uriol Buisán;600 22 22 22;Jaca
Tomás Lacambra Mainar;600 33 33 33;Teruel
"""
FILE = """Nombre;Teléfono;Población;Etiquetas
BERTA LASALA OLIVAN;655 44 44 44 / 976 44 44 44 (tienda);Huesca;vip, mayorista
Elvira Uriol Buisan;655 55 55 55;Barbastro;
Tomas Lacambra Mainar;655 66 66 66;Caspe;
Los Olmos;655 77 77 77;Caspe;
"""


def choose(page: Page, file: Path) -> None:
    """Up to the columns."""
    page.goto("/parties/import")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("Qué pasará")).to_be_visible()


def bring(page: Page) -> None:
    """From the columns to the result."""
    page.get_by_role("button", name="Importar", exact=False).last.click()
    expect(page.get_by_role("button", name="Deshacer la importación")).to_be_visible(timeout=60_000)


def test_three_doubtful_rows_are_decided_and_remembered(enter, site, tmp_path):
    first, second = tmp_path / "antes.csv", tmp_path / "feria.csv"
    first.write_text(THERE, "utf-8")
    second.write_text(FILE, "utf-8")
    page = enter("ivan")
    choose(page, first)
    bring(page)

    choose(page, second)
    expect(page.get_by_text("Berta Lasala Olivan", exact=True).first).to_be_visible()
    expect(page.get_by_text("655 44 44 44 · 976 44 44 44 (tienda)")).to_be_visible()
    expect(page.get_by_label("Los Olmos")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Decidir 3 filas dudosas").click()
    expect(page.get_by_text("3 filas por decidir")).to_be_visible()
    assert findings(page) == []

    # The first by hand, the second by the keyboard alone, the third is left for later.
    page.get_by_role("group", name="Berta").get_by_role("button", name="Es el mismo").click()
    expect(page.get_by_text("2 filas por decidir")).to_be_visible()
    expect(page.get_by_role("group", name="Elvira").get_by_role("button", name="Es el mismo")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 fila por decidir")).to_be_visible()
    page.get_by_role("group", name="Elvira").get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("Deshecho: vuelve a esperar respuesta.")).to_be_visible()
    expect(page.get_by_text("2 filas por decidir")).to_be_visible()
    page.get_by_role("group", name="Elvira").get_by_role("button", name="Son dos").click()
    expect(page.get_by_text("1 fila por decidir")).to_be_visible()
    page.get_by_role("group", name="Tom").get_by_role("button", name="Decidir luego").click()
    expect(page.get_by_text("Queda para luego.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Volver a las columnas").click()
    expect(page.get_by_role("link", name="Decidir 1 fila dudosa")).to_be_visible()
    page.get_by_label("Los Olmos").select_option(label="Es una empresa")
    expect(page.get_by_label("Los Olmos")).to_have_value("organisation")
    bring(page)

    told = site.tell(
        "from tendero.directory.models import Party\n"
        "berta = Party.objects.get(name='Berta Lasala Oliván')\n"
        "answer = [berta.phones.count(), Party.objects.filter(name__startswith='Elvira').count(),\n"
        "    Party.objects.filter(last_name='Lacambra').count(), Party.objects.get(name='Los Olmos').kind]"
    )
    assert told == [3, 2, 2, "organisation"]

    choose(page, second)
    expect(page.get_by_role("link", name="filas dudosas")).to_have_count(0)


def test_the_questions_fit_a_phone(enter, site, tmp_path):
    there, file = tmp_path / "uno.csv", tmp_path / "dos.csv"
    there.write_text("Nombre;Teléfono;Población\nEmilia Zaldívar Tremps;600 88 88 88;Utebo\n", "utf-8")
    file.write_text("Nombre;Teléfono;Población\nEmilia Zaldivar Tremps;655 99 99 99;Zuera\n", "utf-8")
    page = enter("ivan", phone=True)
    choose(page, there)
    bring(page)
    choose(page, file)
    page.get_by_role("link", name="Decidir 1 fila dudosa").click()
    expect(page.get_by_role("button", name="Son dos")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert findings(page) == []
    page.get_by_role("button", name="Son dos").click()
    expect(page.get_by_text("0 filas por decidir")).to_be_visible()
