"""From an empty folder to whom to call: the link, the dirty workbook, its doubts, its sales, Hoy, and all of it undone.

One person, one morning. The stories are told in order, each on what the one before left.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys import browser as window_of
from tests.journeys import newcomer
from tests.journeys.browser import findings_in_both
from tests.journeys.site import first_run
from tests.journeys.test_today import section

pytestmark = pytest.mark.journey
CALLS = "Clientes a los que llamar"
LONG = 60_000
"""An import, or its undo, on a busy machine."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> newcomer.Desk:
    return newcomer.lay(tmp_path_factory.mktemp("desk"), dt.datetime.now(ZoneInfo("Europe/Madrid")).date())


@pytest.fixture(scope="module")
def shop(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, BrowserContext, list[str]]]:
    """The program and its workers on an empty folder, and Ana's window, in which she has just come in by the link."""
    with first_run(tmp_path_factory.mktemp("empty"), "--workers") as (url, link):
        context = window_of.open_context(chromium, url)
        page = context.new_page()
        problems = window_of.watch(page)
        page.goto(link)
        window_of.make_account(page)
        expect(page.get_by_role("heading", name="Hola, Ana. Abramos la tienda")).to_be_visible()
        yield url, context, problems
        context.close()


@pytest.fixture
def page(shop: tuple[str, BrowserContext, list[str]]) -> Iterator[Page]:
    """Ana's window; nothing in it may have failed."""
    _url, context, problems = shop
    yield context.pages[0]
    assert problems == []


@pytest.fixture
def phone(chromium: Browser, shop: tuple[str, BrowserContext, list[str]]) -> Iterator[Page]:
    """Her telephone."""
    url, context, problems = shop
    pocket = window_of.open_context(chromium, url, phone=True, state=context.storage_state())
    page = pocket.new_page()
    problems += window_of.watch(page)
    yield page
    pocket.close()


def figures(page: Page, root: str = "#import-will") -> dict[str, str]:
    """What an import will do, or did: each line by its words."""
    lines = page.locator(f"{root} .t-lines > li:has(.t-tally__dot)")
    told = (line.all_inner_texts() for line in (lines.locator(".t-lines__main"), lines.locator(".t-lines__end")))
    return {label: figure.replace("\xa0", " ") for label, figure in zip(*told, strict=True)}


def bring(page: Page) -> None:
    """From the columns to the result."""
    page.get_by_role("button", name="Importar", exact=True).last.click()
    expect(page.get_by_role("button", name="Deshacer la importación")).to_be_visible(timeout=LONG)


def turn(page: Page, button: str, told: str) -> None:
    """Undo an import on its result, or bring it back."""
    page.get_by_role("button", name=button).click()
    if button == "Deshacer la importación":
        page.get_by_role("button", name="Adelante").click()
    expect(page.get_by_text(told)).to_be_visible(timeout=LONG)


def called(page: Page) -> Locator:
    """The customers to call on Hoy."""
    page.goto("/")
    expect(page.locator("#today")).to_be_visible()
    return section(page, CALLS).get_by_role("listitem")


def result(page: Page, slug: str) -> None:
    """Open the result of her last import, from where she began it."""
    page.goto(f"/{slug}/import")
    page.locator("a[href*='/result/']").first.click()
    expect(page.get_by_role("heading", name="Qué pasó")).to_be_visible()


def test_the_workbook_comes_in_and_nobody_is_lost(page: Page, desk: newcomer.Desk) -> None:
    page.get_by_label("Nombre", exact=True).fill("Menaje Montoro")
    page.get_by_label("NIF").fill("B50997316")
    page.get_by_role("radio", name="Ambas").check(force=True)
    page.locator("button[value=import]").click()
    page.set_input_files("input[type=file]", str(desk.contacts))
    page.get_by_role("button", name="Continuar").click()

    page.get_by_role("link", name="Decidir 3 filas dudosas").click()
    expect(page.get_by_text("3 filas por decidir")).to_be_visible()
    assert findings_in_both(page) == []
    one, family, other = (page.get_by_role("group").nth(at) for at in (1, 0, 2))
    one.get_by_role("button", name="Es el mismo").click()
    expect(page.get_by_text("2 filas por decidir")).to_be_visible()
    family.get_by_role("button", name="Es el mismo").click()
    expect(page.get_by_text("1 fila por decidir")).to_be_visible()
    family.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("2 filas por decidir")).to_be_visible()
    family.get_by_role("button", name="Son dos").click()
    expect(page.get_by_text("1 fila por decidir")).to_be_visible()
    other.get_by_role("button", name="Son dos").click()
    expect(page.get_by_text("0 filas por decidir")).to_be_visible()

    page.get_by_role("link", name="Volver a las columnas").click()
    truth = desk.truth
    will = {
        "Nuevas, de una fila del archivo": str(truth.parties),
        "Hechos al paso: empresas donde alguien trabaja y sus personas de contacto": str(truth.with_contact),
        "Repetidas en el archivo: se agrupan": str(len(truth.who) - truth.parties),
        "Se saltan": str(len(truth.nobody)),
    }
    expect(page.get_by_text("Así quedarán")).to_be_visible()
    assert figures(page).items() >= will.items()
    assert findings_in_both(page) == []
    bring(page)
    assert figures(page, "#import-outcome").items() >= will.items()
    assert findings_in_both(page) == []
    page.goto("/parties/?q=" + desk.late[0].name)
    expect(page.get_by_text(desk.late[0].name).first).to_be_visible()


def test_its_sales_come_in_to_the_cent(page: Page, desk: newcomer.Desk) -> None:
    result(page, "parties")
    page.get_by_role("link", name="Ahora, trae tus ventas").click()
    page.set_input_files("input[type=file]", str(desk.sales))
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("De eso queda guardado")).to_be_visible()
    total = f"{newcomer.spanish(desk.total)} €"
    will = figures(page)
    same = {"El archivo suma": total, "De eso queda guardado": total, "Total que dice el propio archivo": total}
    assert will.items() >= same.items()
    assert (will["Ventas (documentos)"], will["Nuevas, de una fila del archivo"]) == (
        str(desk.tickets),
        str(desk.lines),
    )
    assert "Clientes nuevos" not in will
    assert findings_in_both(page) == []
    bring(page)
    assert figures(page, "#import-outcome").items() >= same.items()

    page.goto("/summary/?period=12m")
    expect(page.get_by_role("link", name=total).first).to_be_visible()
    page.goto("/sales/")
    expect(page.locator("main")).to_contain_text(f"{desk.tickets} ventas")
    expect(page.locator("main")).to_contain_text(total.replace(" ", "\xa0"))


def test_hoy_names_whom_to_call_and_whoever_is_called_leaves(page: Page, phone: Page, desk: newcomer.Desk) -> None:
    result(page, "sales")
    page.get_by_role("link", name="Ver a quién llamar").click()
    calls = section(page, CALLS).get_by_role("listitem")
    expect(calls).to_have_count(3)
    reasons = [f"Compra Café en grano cada {days} días; lleva {ago}" for days, ago in ((20, 50), (20, 36), (30, 51))]
    for at, customer in enumerate(desk.late):
        expect(calls.nth(at)).to_contain_text(customer.name)
        expect(calls.nth(at)).to_contain_text(reasons[at])
        expect(calls.nth(at)).to_contain_text("€")
    assert findings_in_both(page) == []
    week = page.locator("#first-week")
    expect(week.locator("li[data-done]")).to_have_text(
        [re.compile(step) for step in ("empresa", "contactos", "ventas")]
    )

    calls.first.get_by_role("link", name=desk.late[0].name).click()
    expect(page.get_by_role("heading", name=desk.late[0].name)).to_be_visible()
    assert findings_in_both(page) == []
    page.locator("[popovertarget=card-menu]").click()
    with page.expect_download() as card:
        page.get_by_role("menuitem", name="Guardar en el móvil").click()
    assert card.value.suggested_filename == f"{desk.late[0].name}.vcf"
    page.goto("/")

    page.get_by_role("button", name=f"Registrar una llamada con {desk.late[1].name}").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=text]").fill("Pasará el viernes")
    dialog.locator("button.t-btn--primary").last.click()
    expect(calls).to_have_count(2)
    expect(week.locator("li[data-done]")).to_have_count(4)

    expect(called(phone)).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert findings_in_both(phone) == []
    phone.get_by_role("button", name=f"Dejar a {desk.late[2].name} para otro día").tap()
    dialog = phone.get_by_role("dialog")
    dialog.locator("[name=title]").fill("Llevarle la tarifa")
    dialog.locator("button.t-btn--primary").last.tap()
    expect(section(phone, CALLS).get_by_role("listitem")).to_have_count(1)
    expect(phone.locator("#today")).to_contain_text("Llevarle la tarifa")


def test_sales_and_contacts_go_and_come_back(page: Page, desk: newcomer.Desk) -> None:
    undone, again = "La importación se ha deshecho", "La importación ha vuelto"
    result(page, "sales")
    turn(page, "Deshacer la importación", undone)
    expect(called(page)).to_have_count(0)
    page.goto("/sales/")
    expect(page.locator("main")).to_contain_text("0 ventas")
    result(page, "sales")
    turn(page, "Recuperarla", again)
    assert findings_in_both(page) == []
    expect(called(page)).to_have_count(1)
    expect(called(page).first).to_contain_text(desk.late[0].name)
    result(page, "parties")
    turn(page, "Deshacer la importación", undone)
    assert findings_in_both(page) == []
    turn(page, "Recuperarla", again)
    expect(called(page)).to_have_count(1)
    page.goto("/parties/?q=" + desk.late[1].name)
    expect(page.get_by_text(desk.late[1].name).first).to_be_visible()
