"""The shop's door: a wrong password, the code of the phone, an invitation, and the way out."""

from __future__ import annotations

import base64
import hmac
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings_in_both, sign_in
from tests.password import PASSWORD

pytestmark = pytest.mark.journey
STEP = 30
"""Seconds that a code lasts (RFC 6238)."""


def code_of(secret: str, steps_ahead: int = 0) -> str:
    """What an app of codes shows for `secret`: RFC 6238 with SHA-1 and six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // STEP + steps_ahead
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def give(page: Page, name: str, password: str) -> None:
    """Fill the form of the door and send it."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Entrar").click()


def test_a_wrong_password_says_so_keeps_the_name_and_the_right_one_opens(window):
    page = window()
    page.goto("/parties/")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    assert findings_in_both(page) == []
    give(page, "marta", "no es esta")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value("marta")
    assert findings_in_both(page) == []
    give(page, "marta", PASSWORD)
    expect(page.get_by_role("heading", name="Contactos", level=1)).to_be_visible()


def test_she_signs_out_and_the_door_is_closed(window):
    page = window()
    sign_in(page, "marta")
    page.get_by_role("button", name="Tu menú").click()
    page.get_by_role("menuitem", name="Salir").click()
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    page.goto("/parties/")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()


def test_pablo_switches_the_second_factor_on_and_enters_with_his_phone(window):
    page = window()
    sign_in(page, "pablo")
    page.goto("/settings/account/")
    page.get_by_role("link", name="Activar").click()
    expect(page.get_by_role("heading", name="¿Eres tú?")).to_be_visible()
    assert findings_in_both(page) == []
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_role("heading", name="Segundo factor")).to_be_visible()
    assert findings_in_both(page) == []
    secret = page.locator("main code").inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Activar").click()
    expect(page.get_by_role("heading", name="Códigos de recuperación")).to_be_visible()
    assert findings_in_both(page) == []
    spare = page.locator("main code").first.inner_text()
    enter_with_phone(window(), code_of(secret, steps_ahead=1))
    enter_with_phone(window(), spare)


def enter_with_phone(page: Page, code: str) -> None:
    """Pablo's password, then a code."""
    page.goto("/accounts/login/")
    give(page, "pablo", PASSWORD)
    expect(page.get_by_role("heading", name="El código de tu móvil")).to_be_visible()
    assert findings_in_both(page) == []
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("button", name="Tu menú")).to_be_visible()


def test_ana_invites_a_salesman_and_he_makes_his_account(enter, window):
    ana = enter("ana")
    ana.goto("/settings/people/")
    ana.get_by_role("button", name="Invitar").click()
    dialog = ana.get_by_role("dialog")
    dialog.locator("[name=name]").fill("Raúl Ibáñez")
    dialog.locator("[name=profile]").select_option(label="Comercial")
    dialog.locator("[name=team]").select_option(label="Huesca")
    assert findings_in_both(ana) == []
    dialog.get_by_role("button", name="Crear el enlace").click()
    expect(dialog.get_by_role("heading", name="Enlace para Raúl Ibáñez")).to_be_visible()
    assert findings_in_both(ana) == []
    link = dialog.locator("#invitation-link").input_value()
    raul = window()
    raul.goto(link)
    expect(raul.get_by_role("heading", name="Hola, Raúl Ibáñez")).to_be_visible()
    raul.locator("[name=username]").fill("raul")
    raul.locator("[name=password]").fill("corta")
    raul.get_by_role("button", name="Crear mi cuenta").click()
    expect(raul.get_by_role("alert").first).to_be_visible()
    assert findings_in_both(raul) == []
    raul.locator("[name=password]").fill("un molino de piedra")
    raul.get_by_role("button", name="Crear mi cuenta").click()
    expect(raul.get_by_role("button", name="Tu menú")).to_be_visible()
    again = window()
    again.goto(link)
    expect(again.locator("[name=username]")).to_have_count(0)
    assert findings_in_both(again) == []


def test_a_session_that_ends_while_a_contact_is_written_loses_nothing(site, enter):
    page = enter("nuria")
    page.goto("/parties/")
    page.locator("[data-shortcut=n][data-htmx-powered]").click()
    dialog = page.get_by_role("dialog", name="Nuevo contacto")
    dialog.get_by_label("Nombre").fill("Gregorio Sesión Larga")
    dialog.get_by_label("Teléfono").fill("974 22 33 44")
    page.context.clear_cookies(name="tendero_session")
    dialog.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("heading", name="Tu sesión ha terminado")).to_be_visible()
    assert findings_in_both(page) == []
    page.get_by_label("Usuario o e-mail").fill("nuria")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.locator(".t-toast", has_text="Gregorio Sesión Larga")).to_be_visible()
    site.signed_in.pop("nuria")


def test_a_form_of_before_another_sign_in_says_so_and_is_saved_after_it(site, enter):
    """Signing in in another window makes the form's token an old one: first the check while typing meets that."""
    ref = site.tell("answer = world.person('Pilar', 'Otra Ventana', owner='nuria').ref")
    page = enter("nuria")
    page.goto(f"/parties/{ref}/edit")
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    give(other, "nuria", PASSWORD)
    expect(other.get_by_role("button", name="Tu menú")).to_be_visible()
    page.locator("[name=city]").fill("Teruel")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Tu sesión ha terminado")).to_be_visible()
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.locator("#session")).to_be_hidden()
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.locator(".t-toast", has_text="Guardado")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Teruel")
    site.signed_in.pop("nuria")
