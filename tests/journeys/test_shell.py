"""The frame, the gallery and the behaviours every screen counts on, in the hands of Beto."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings
from tests.password import PASSWORD

pytestmark = pytest.mark.journey
LOOKS = [{"dark": False}, {"dark": True}, {"phone": True}, {"phone": True, "dark": True}]


def open_dialog(page: Page) -> None:
    page.goto("/ui/")
    page.get_by_role("button", name="Abrir un diálogo").click()
    expect(page.get_by_role("dialog", name="Nota nueva")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone", "phone-dark"])
def test_the_gallery_is_accessible_in_every_look(enter, look):
    page = enter("beto", **look)
    page.goto("/ui/")
    expect(page.get_by_role("heading", name="Piezas", level=1)).to_be_visible()
    assert findings(page) == []


def test_the_page_does_not_scroll_sideways_on_a_phone(enter):
    page = enter("beto", phone=True)
    page.goto("/ui/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_dialog_takes_the_focus_says_what_is_wrong_and_closes_with_a_toast(enter):
    page = enter("beto")
    open_dialog(page)
    field = page.get_by_label("Qué pasó")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_text("Escribe algo antes.")).to_be_visible()
    assert findings(page) == []
    field.fill("Preguntó por el molino")
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Nota guardada")).to_be_visible()


def test_escape_closes_a_dialog_and_gives_the_focus_back(enter):
    page = enter("beto")
    open_dialog(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Abrir un diálogo")).to_be_focused()


def test_what_was_typed_comes_back_after_the_window_was_lost(enter):
    page = enter("beto")
    open_dialog(page)
    page.get_by_label("Qué pasó").press_sequentially("Llamar el lunes")
    expect(page.locator("form[data-draft-kept]")).to_be_visible()
    open_dialog(page)
    expect(page.get_by_label("Qué pasó")).to_have_value("Llamar el lunes")
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_text("Nota guardada")).to_be_visible()
    open_dialog(page)
    expect(page.get_by_label("Qué pasó")).to_have_value("")


def test_an_ended_session_asks_to_sign_in_over_the_page_and_goes_on(site, enter):
    page = enter("sara")
    open_dialog(page)
    page.get_by_label("Qué pasó").fill("Se cortó la sesión")
    page.context.clear_cookies(name="tendero_session")
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_role("heading", name="Tu sesión ha terminado")).to_be_visible()
    assert findings(page) == []
    page.get_by_label("Usuario o e-mail").fill("sara")
    page.get_by_label("Contraseña").fill("no es esta")
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_text("Revisa los dos")).to_be_visible()
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_text("Nota guardada")).to_be_visible()
    site.signed_in.pop("sara")


def test_a_lost_connection_says_so_and_loses_nothing(enter):
    page = enter("beto")
    open_dialog(page)
    page.get_by_label("Qué pasó").fill("Sin cobertura en el sótano")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_text("No se pierde nada")).to_be_visible()
    expect(page.get_by_label("Qué pasó")).to_have_value("Sin cobertura en el sótano")
    page.context.set_offline(False)
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    expect(page.get_by_text("Nota guardada")).to_be_visible()


def test_a_dangerous_button_names_what_it_destroys_and_asks(enter):
    page = enter("beto")
    page.goto("/ui/")
    page.get_by_role("button", name="Borrar 3 contactos").click()
    expect(page.get_by_role("heading", name="¿Borrar 3 contactos?")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Cancelar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_look_is_kept_without_a_flash(enter):
    page = enter("beto")
    page.goto("/ui/")
    with page.expect_response("**/ui/theme/"):
        page.get_by_role("button", name="Oscuro").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "tendero-dark")
    assert 'data-theme="tendero-dark"' in page.request.get("/ui/").text()
    with page.expect_response("**/ui/theme/"):
        page.get_by_role("button", name="Como el dispositivo").click()
    assert "data-theme=" not in page.request.get("/ui/").text().split("<head>")[0]


def test_the_left_bar_stays_as_it_was_left(enter):
    page = enter("beto")
    page.goto("/ui/")
    page.get_by_role("button", name="Plegar el menú").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bar", "folded")


def test_menus_open_beside_their_button_and_arrows_walk_them(enter):
    page = enter("beto")
    page.goto("/ui/")
    page.get_by_role("button", name="Tu menú").click()
    menu = page.get_by_role("menu", name="Tu menú")
    expect(menu).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.t-menu') !== null")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Tu menú")).to_be_focused()


def test_the_language_changes_and_the_page_stays(enter):
    page = enter("marta")
    page.goto("/ui/")
    page.get_by_role("button", name="Tu menú").click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.get_by_role("heading", name="Pieces", level=1)).to_be_visible()
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("menuitemradio", name="Español").click()
    expect(page.get_by_role("heading", name="Piezas", level=1)).to_be_visible()


def test_the_palette_opens_by_its_keys_and_is_accessible(enter):
    page = enter("beto")
    page.goto("/ui/")
    page.keyboard.press("/")
    search = page.get_by_role("combobox", name="Busca un contacto")
    expect(search).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(search).to_be_focused()


def test_the_question_mark_shows_what_the_page_offers(enter):
    page = enter("beto")
    page.goto("/ui/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Teclado")).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="Buscar").first).to_be_visible()
    expect(page.get_by_text("Recorrer las filas")).to_have_count(0)
    assert findings(page) == []


def test_what_does_not_exist_says_so_in_the_words_of_the_house(enter):
    page = enter("beto")
    answer = page.goto("/jobs/no-such-job/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Esto no está aquí")).to_be_visible()
    assert findings(page) == []


def test_the_screen_of_long_jobs(enter):
    page = enter("beto")
    page.goto("/jobs/")
    expect(page.get_by_role("heading", name="Trabajos largos")).to_be_visible()
    assert findings(page) == []
