"""Iván brings the company's contacts: a dirty CSV and a workbook; he looks at what happened and takes one back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings

pytestmark = pytest.mark.journey
DIRTY = """email,first_name,last_name,phone,company,city,language
olga.perez@example.com,OLGA MARÍA,pérez,+57 (300) 123-4567,Acme Legal,Bogotá,Español
john.smith@example.com,John,Smith,+1 212 555 0100,Hudson Partners,New York,English
  LAURA.GOMEZ@Example.com ,laura,gómez,3109876543,,Medellín,es
olga.perez@example.com,Olga,Pérez,,Acme Legal,Bogotá,es
,Mal,Formato,,,,
"""


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    """As another program wrote it: cp1252, capitals, spaces, a repeat, a row with nearly nothing."""
    file = tmp_path / "clientes.csv"
    file.write_bytes(DIRTY.encode("cp1252"))
    return file


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two thousand customers below a title, as an owner keeps them."""
    file = tmp_path / "clientes 2026.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Clientes")
    sheet.write(0, 0, "Clientes de la tienda")
    sheet.write_row(2, 0, ["Nombre", "Apellidos", "Teléfono", "Ciudad", "NIF"])
    for number in range(2000):
        row = ["Marina", f"Prueba Número{number}", f"976 {number:06d}", "Zaragoza", f"{number:08d}T"]
        sheet.write_row(3 + number, 0, row)
    book.close()
    return file


def bring(page: Page, file: Path) -> None:
    """Choose the file, accept the columns as they were recognised, and wait for the result."""
    page.goto("/parties/import")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("Qué pasará")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Importar", exact=False).last.click()
    expect(page.get_by_role("button", name="Deshacer la importación")).to_be_visible(timeout=60_000)


def test_ivan_imports_a_dirty_csv_and_takes_it_back(enter, site, dirty):
    page = enter("ivan")
    bring(page, dirty)
    assert findings(page) == []
    expect(page.get_by_text("Nuevas, de una fila del archivo")).to_be_visible()
    expect(page.get_by_text("Repetidas en el archivo")).to_be_visible()
    told = site.tell(
        "from tendero.directory.models import Party\n"
        "olga = Party.objects.get(email='olga.perez@example.com')\n"
        "answer = [olga.name, olga.phone, olga.city, Party.objects.filter(name='Acme Legal').count()]"
    )
    assert told == ["Olga María Pérez", "+573001234567", "Bogotá", 1]
    # Somebody corrects a row in between: it stays, and the program says so.
    site.tell(
        "from tendero.directory.models import Party\n"
        "from tendero.records import registry, writing\n"
        "john = Party.objects.get(first_name='John', last_name='Smith')\n"
        "writing.edit(registry.get('directory.Party'), john, {'website': 'john.example'}, by=world.actor('ana'))"
    )
    page.get_by_role("button", name="Deshacer la importación").click()
    page.get_by_role("button", name="Adelante").click()
    expect(page.get_by_text(re.compile("John Smith")).first).to_be_visible(timeout=60_000)
    assert findings(page) == []
    left = site.tell(
        "from tendero.directory.models import Party\n"
        "answer = sorted(Party.objects.filter(email__endswith='@example.com').values_list('name', flat=True))"
    )
    assert left == ["John Smith"]


def test_ivan_imports_a_workbook_of_two_thousand_rows(enter, site, workbook):
    page = enter("ivan")
    bring(page, workbook)
    expect(page.get_by_text("2.000").first).to_be_visible()
    page.goto("/parties/?q=marina+numero1999")
    expect(page.get_by_text("Marina Prueba Número1999").first).to_be_visible()
    page = enter("ivan", dark=True)
    page.goto("/parties/import")
    assert findings(page) == []
