"""Chromium, people in front of it, and what they must never meet: script errors, refused content, axe findings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.password import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# axe itself, put into a page once; only what is wrong comes back: a third of the time that all its results take.
_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
_ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# The rules that a theme can break. It changes colours and nothing else (`frontend/css/tokens.css`), so that all the
# others find in the second theme what they found in the first.
_OF_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# An answer of 4xx and a lost connection are part of some stories.
_EXPECTED = ("Failed to load resource", "htmx: htmx:error: Failed to fetch")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that this machine has."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def open_context(
    browser: Browser,
    url: str,
    *,
    phone: bool = False,
    dark: bool = False,
    moving: bool = False,
    language: str = "es-ES",
    state: Any = None,
) -> BrowserContext:
    """A window of its own: desktop or phone, light or dark; things move on the screen only when asked (`moving`)."""
    return browser.new_context(
        base_url=url,
        viewport=PHONE if phone else DESKTOP,
        has_touch=phone,
        is_mobile=phone,
        device_scale_factor=1,
        color_scheme="dark" if dark else "light",
        locale=language,
        timezone_id="Europe/Madrid",
        reduced_motion="no-preference" if moving else "reduce",
        storage_state=state,
    )


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def make_account(page: Page) -> None:
    """Ana's, the first of the house, on the page that the printed link opens."""
    page.get_by_label("Tu nombre").fill("Ana Montoro")
    page.get_by_label("E-mail").fill("ana@montoro.example")
    page.get_by_label("Contraseña", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Crear mi cuenta").click()


def watch(page: Page) -> list[str]:
    """A list that fills with script errors and refused content as they happen."""
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_EXPECTED):
            problems.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def findings(page: Page, *, of_colour: bool = False) -> list[str]:
    """What axe finds on the page as it stands: WCAG 2.2 AA and good practice, or only colours. One line each."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    found = page.evaluate(
        "(options) => axe.run(document, options).then((told) => told.violations)", _OF_COLOUR if of_colour else _ASKED
    )
    return [
        f"{violation['id']}: {' | '.join(node['html'][:160] for node in violation['nodes'][:4])}" for violation in found
    ]


# A colour that is inherited changes one level of the page per frame.
SETTLED = """async () => {
  for (let still = 0; still < 5; still = document.getAnimations().length ? 0 : still + 1)
    await new Promise(requestAnimationFrame);
}"""


def findings_in_both(page: Page) -> list[str]:
    """The same in light, and what is of colour in dark too, on the page as it stands; it ends as it began."""
    was: Literal["light", "dark"] = "light"
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        was = "dark"
    looks: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    found = []
    for look in looks:
        page.emulate_media(color_scheme=look)
        page.evaluate(SETTLED)
        found += [f"{look} {finding}" for finding in findings(page, of_colour=look == "dark")]
    page.emulate_media(color_scheme=was)
    return found
