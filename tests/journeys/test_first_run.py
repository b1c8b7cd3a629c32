"""From an empty folder: the link of the terminal, the first account, the company, a colleague, the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as window_of
from tests.journeys.browser import findings_in_both
from tests.journeys.site import first_run
from tests.password import PASSWORD

pytestmark = pytest.mark.journey

LOOKS = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[tuple[str, str]]:
    with first_run(tmp_path) as found:
        yield found


@LOOKS
def test_ana_opens_the_shop_and_beto_comes_in(chromium: Browser, printed: tuple[str, str], phone: bool) -> None:
    url, link = printed
    context = window_of.open_context(chromium, url, phone=phone)
    page = context.new_page()
    problems = window_of.watch(page)

    page.goto("/")
    expect(page.get_by_role("heading", name="Tendero está listo para empezar")).to_be_visible()
    assert findings_in_both(page) == []

    page.goto(link)
    assert findings_in_both(page) == []
    window_of.make_account(page)
    expect(page.get_by_role("heading", name="Hola, Ana. Abramos la tienda")).to_be_visible()

    page.get_by_label("Nombre", exact=True).fill("Menaje Montoro")
    page.get_by_label("NIF").fill("B50997317")
    expect(page.get_by_text("No cuadra como")).to_be_visible()
    if not phone:
        expect(page.locator("#preview").get_by_text("Menaje Montoro")).to_be_visible()
    page.get_by_role("radio", name="Personas").check(force=True)
    page.get_by_label("Otro e-mail; varios, separados por comas").fill("beto@montoro.example, marta@montoro.example")
    page.get_by_role("button", name="Invitar").click()
    expect(page.get_by_text("beto@montoro.example")).to_be_visible()
    assert findings_in_both(page) == []

    page.locator("li", has_text="beto@").get_by_role("button", name="Enlace").click()
    invitation = page.get_by_label("Enlace", exact=True).input_value()
    page.locator("#dialog .t-btn--primary").click()

    page.reload()  # what was typed and not sent is still there
    expect(page.get_by_label("Nombre", exact=True)).to_have_value("Menaje Montoro")
    page.get_by_role("button", name="empezar de cero").click()
    page.wait_for_url("**/parties/new")
    assert page.locator("[name=kind]").count() == 0
    page.goto("/")
    expect(page.get_by_role("heading", name="Tu primera semana")).to_be_visible()
    assert findings_in_both(page) == []
    assert page.goto(link).status == 404  # type: ignore[union-attr]

    other = window_of.open_context(chromium, url, phone=phone)
    guest = other.new_page()
    problems += window_of.watch(guest)
    guest.goto(invitation.replace("localhost", "127.0.0.1"))
    guest.get_by_label("Usuario").fill("beto")
    guest.get_by_label("Contraseña", exact=True).first.fill(PASSWORD)
    guest.get_by_role("button", name="Crear mi cuenta").click()
    expect(guest.get_by_role("heading", name="Tu primera semana")).to_have_count(0)
    guest.goto("/parties/")
    expect(guest.get_by_role("heading", name="Contactos", level=1)).to_be_visible()
    context.close()
    other.close()
    assert problems == []
