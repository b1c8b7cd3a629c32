"""Ana brings the till's sales: she says what two names are, and the next file does not ask again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings

pytestmark = pytest.mark.journey
PRODUCTS = """
from decimal import Decimal
from tendero.records import registry, writing
for name in ("Molino eléctrico", "Tetera de porcelana", "GTX Pro"):
    told = {"name": name, "price": Decimal(10)}
    writing.add(registry.get("catalog.Product"), told, by=world.actor("ana"))
answer = True
"""
SOLD = """
from tendero.sales.models import SaleLine
answer = sorted(line.product.name for line in SaleLine.objects.all() if line.product)
"""


def a_file(folder: Path, day: str) -> Path:
    names = ("Molino electrco", "Jarra de té", "GTXPro")
    rows = "".join(f"{day};{at};{name};{90 - at},00\n" for at, name in enumerate(names))
    file = folder / "caja.csv"
    file.write_text("Fecha;Ticket;Artículo;Importe\n" + rows, encoding="utf-8")
    return file


def choose(page: Page, file: Path) -> None:
    page.goto("/sales/import")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("Qué pasará")).to_be_visible()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Importar", exact=False).last.click()
    expect(page.get_by_role("button", name="Deshacer la importación")).to_be_visible(timeout=60_000)


def test_ana_answers_two_names_and_is_not_asked_again(enter, site, tmp_path):
    site.tell(PRODUCTS)
    page = enter("ana")
    choose(page, a_file(tmp_path, "03/02/2026"))

    names, will = page.locator("#import-names"), page.locator("#import-will")
    expect(names.get_by_text("1 por mirar")).to_be_visible()
    expect(names.get_by_text("Se suma por sí solo")).to_be_visible()
    expect(will.get_by_text("Productos nuevos")).to_be_visible()
    assert findings(page) == []

    names.get_by_role("button", name="Es ese: Molino electrco").click()
    expect(names.get_by_text("Es Molino eléctrico")).to_be_visible()
    names.get_by_role("button", name="¿Qué producto es «Jarra de té»?").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_role("heading", name="¿Qué producto es «Jarra de té»?")).to_be_visible()
    assert findings(page) == []
    dialog.get_by_role("combobox").fill("tetera")
    dialog.get_by_role("option", name="Tetera de porcelana").click()
    dialog.get_by_role("button", name="Guardar").click()
    expect(names.get_by_text("Es Tetera de porcelana")).to_be_visible()
    expect(will.get_by_text("Productos nuevos")).to_have_count(0)
    confirm(page)
    assert site.tell(SOLD) == ["GTX Pro", "Molino eléctrico", "Tetera de porcelana"]

    choose(page, a_file(tmp_path, "10/02/2026"))
    expect(names.get_by_text("Se suma por sí solo")).to_be_visible()
    expect(names.get_by_text("Molino electrco")).to_have_count(0)
    expect(names.get_by_text("Jarra de té")).to_have_count(0)
    confirm(page)
    assert site.tell(SOLD) == sorted(["GTX Pro", "Molino eléctrico", "Tetera de porcelana"] * 2)

    page.goto("/search?q=jarra")
    expect(page.get_by_role("link", name="Tetera de porcelana").first).to_be_visible()
