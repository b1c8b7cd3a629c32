"""What the pictures of the guide show: who looks, where, and what is done before. No words of one language in here."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, expect

Prepare = Callable[[Page], None]
ROWS = """Clientes de la tienda;;;;;
Código cliente;Nombre;CIF/NIF;Teléfono;E-mail;Población
C-00418;Ferretería Núñez S.L.;B50231877;976 27 18 40;info@nunez.example;Zaragoza
C-00902;Bar Torrero;;976 33 12 08;;Zaragoza
C-01127;Mª Ángeles Peña Ortiz;17204556G;655 10 29 38;m.pena@correo.example;Huesca
C-01130;Obrador La Tahona;;976 41 07 55;obrador@tahona.example;Utebo
C-01131;Cafetería La Parada;B50118421;976 21 40 87;;Zaragoza
C-01140;;;;;
C-01152;Hostal San Lázaro;;974 22 16 30;reservas@sanlazaro.example;Jaca
C-01153;Hostal San Lázaro;;974 22 16 30;reservas@sanlazaro.example;Jaca
"""
SHEET = "clientes_gestion_2026.csv"
_folder = [Path(tempfile.gettempdir())]


@dataclass(frozen=True)
class Shot:
    """One picture: its name (a phone's ends in `-phone`), the person, the address, what is done first."""

    name: str
    who: str
    address: str
    prepare: Prepare | None = None


def sheet(folder: Path) -> None:
    """Write the old program's spreadsheet that Iván brings."""
    _folder[0] = folder
    (folder / SHEET).write_bytes(ROWS.encode("cp1252"))


def _filtered(**tests: str) -> str:
    parts = [{"field": name, "op": "eq", "value": value} for name, value in tests.items()]
    return f"/parties/?view=all&filter={quote(json.dumps({'all': parts}))}"


def _card(name: str) -> Prepare:
    def open_card(page: Page) -> None:
        page.goto(f"/search?q={quote(name)}")
        address = page.locator("main a.t-found", has_text=name).first.get_attribute("href")
        page.goto(address or "/")

    return open_card


def _then(*steps: Prepare) -> Prepare:
    def all_of_them(page: Page) -> None:
        for step in steps:
            step(page)
            page.wait_for_load_state("networkidle")

    return all_of_them


def _dialog(ending: str) -> Prepare:
    """Press the first visible button that asks for an address with that ending, and wait for its dialog."""

    def press(page: Page) -> None:
        page.locator(f"main [hx-get*='{ending}']").locator("visible=true").first.click()
        expect(page.locator("dialog#dialog[open]")).to_be_visible()

    return press


def _palette(words: str) -> Prepare:
    def look_for(page: Page) -> None:
        page.keyboard.press("/")
        page.keyboard.type(words)
        expect(page.locator("#palette-found [role=option]").first).to_be_visible()

    return look_for


def _note(page: Page) -> None:
    page.keyboard.press("n")
    page.keyboard.type("llamada: pide precio de 40 cubiertos, llamar el viernes")


def _cell(page: Page) -> None:
    page.locator("[data-list] .t-row").nth(2).locator("[data-edit=phone]").dblclick()
    expect(page.locator("[data-editing] input[type=text]")).to_be_focused()


def _several(page: Page) -> None:
    rows = page.locator("[data-list] .t-row")
    rows.nth(1).locator("[data-pick]").click()
    rows.nth(5).locator("[data-pick]").click(modifiers=["Shift"])


def _owner_of_several(page: Page) -> None:
    page.locator("#pick [hx-vals*='\"owner\"']").click()
    dialog = page.locator("dialog#dialog")
    dialog.locator("select[name=owner]").select_option(label="Pablo Serrano")
    dialog.locator("button.t-btn--primary").click()
    expect(dialog.locator("select")).to_have_count(0)


def _changed(page: Page) -> None:
    page.locator("dialog#dialog button.t-btn--primary").click()
    expect(page.locator(".t-toast")).to_be_visible()


def _bring(page: Page) -> None:
    page.set_input_files("input[type=file]", str(_folder[0] / SHEET))
    page.locator("main form button.t-btn--primary").click()
    expect(page.locator(".t-map")).to_be_visible()


def _run(page: Page) -> None:
    page.locator(".t-foot--tall .t-btn--primary").click()
    expect(page.locator("form[action$='/revert/']")).to_be_visible(timeout=60_000)


def _hide(page: Page) -> None:
    page.locator("details.t-rights__fields summary").first.click()
    field = page.locator("select[name='directory.Party.tax_id']")
    field.select_option("hidden")
    field.scroll_into_view_if_needed()


def _export(page: Page) -> None:
    page.locator("[popovertarget=list-menu]").click()
    page.locator("#list-menu [hx-get*=export]").click()
    expect(page.locator("dialog#dialog[open]")).to_be_visible()


MINE = _filtered(city="Zaragoza")
SHOTS = [
    Shot("today", "beto", "/"),
    Shot("today-phone", "beto", "/"),
    Shot("contacts", "beto", "/parties/?view=all"),
    Shot("search", "beto", "/parties/?view=all", _palette("nun zun")),
    Shot("filter", "beto", MINE, _dialog("/parties/filter")),
    Shot("cell", "beto", "/parties/?view=mine", _cell),
    Shot("several", "beto", "/parties/?view=mine", _then(_several, _owner_of_several)),
    Shot("undo", "beto", "/parties/?view=mine", _then(_several, _owner_of_several, _changed)),
    Shot("card", "beto", "/", _card("Cafetería La Parada")),
    Shot("card-phone", "beto", "/", _card("Cafetería La Parada")),
    Shot("card-new", "pablo", "/", _card("Casa Rural Valdejasa")),
    Shot("note", "beto", "/", _then(_card("Pensión Alcañiz"), _note)),
    Shot("tasks", "beto", "/tasks/?view=mine"),
    Shot("board", "beto", "/opportunities/board"),
    Shot("products", "ana", "/products/"),
    Shot("demand", "ana", "/products/demand"),
    Shot("sales", "ana", "/sales/?view=month"),
    Shot("summary", "ana", "/summary/"),
    Shot("welcome", "ana", "/welcome/"),
    Shot("import", "ivan", "/parties/import", _bring),
    Shot("import-result", "ivan", "/parties/import", _then(_bring, _run)),
    Shot("own-field", "ana", "/settings/fields/", _dialog("/fields/parties/new")),
    Shot("profile", "ana", "/settings/profiles/comercial/", _hide),
    Shot("people", "ana", "/settings/people/"),
    Shot("audit", "ana", "/settings/audit/"),
    Shot("export", "ana", "/parties/?view=all", _export),
    Shot("account", "ana", "/settings/account/"),
]
