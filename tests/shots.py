"""The pictures of the guide: the demo shop in a scratch folder, walked through in Spanish and in English.

    ./tendero shots [--only NAME] [--language es] [--out docs/guide/pictures]

Each picture is 1440 × 900, or 390 × 844 where its name ends in `-phone`, in the light theme, as lossless WebP. What is
on them is told in `tests/shots_of.py`. The shop counts its days from today, so two runs differ in their dates only.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tendero.demo.people import PASSWORD
from tests.journeys import browser as window_of
from tests.journeys.site import Site, running, tell
from tests.places import environment_of, run
from tests.shots_of import SHOTS, Shot, sheet

LANGUAGES = {"es": "es-ES", "en": "en-GB"}
FURNISH = "from tendero.demo.actions import open_shop\nanswer = open_shop(say=lambda text: None)"


def main() -> int:
    """Take the pictures; 2 where there is no Chromium, or it lacks the language."""
    given = _arguments()
    if not window_of.CHROMIUM:
        sys.stderr.write("tendero: the pictures need Chromium, and this machine has none (apt install chromium)\n")
        return 2
    wanted = [shot for shot in SHOTS if given.only in ("", shot.name)]
    if not wanted:
        known = ", ".join(shot.name for shot in SHOTS)
        sys.stderr.write(f"tendero: there is no picture “{given.only}”; there are {known}\n")
        return 2
    for language in given.language or LANGUAGES:
        folder = given.out / language
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch, _shop(Path(scratch)) as site, _browser(language) as browser:
            if not _speaks(browser, language):
                sys.stderr.write(
                    "tendero: this Chromium words its own fields in English alone (apt install chromium-l10n)\n"
                )
                return 2
            _album(browser, site, language, wanted, folder)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tendero shots", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("docs/guide/pictures"))
    parser.add_argument("--only", default="", help="one picture, by its name")
    parser.add_argument("--language", action="append", choices=LANGUAGES, help="one language; both without it")
    return parser.parse_args()


@contextmanager
def _shop(folder: Path) -> Iterator[Site]:
    environment = environment_of(folder / "data", "")
    run(["-m", "tendero", "migrate"], environment)
    tell(FURNISH, environment)
    sheet(folder)
    with running(environment) as site:
        yield site


@contextmanager
def _browser(language: str) -> Iterator[Browser]:
    """One that also words its own controls (the day of a date field) in that language."""
    with sync_playwright() as playwright:
        environment = {"LANGUAGE": language, "LC_ALL": f"{LANGUAGES[language].replace('-', '_')}.UTF-8"}
        flags = [*window_of.FLAGS, f"--lang={LANGUAGES[language]}"]
        browser = playwright.chromium.launch(executable_path=window_of.CHROMIUM, args=flags, env=environment)
        try:
            yield browser
        finally:
            browser.close()


def _speaks(browser: Browser, language: str) -> bool:
    """Whether its own controls (the day of a date field, the button of a file) come in that language."""
    page = browser.new_page()
    page.set_content("<input required>")
    said = str(page.evaluate("document.querySelector('input').validationMessage"))
    page.close()
    return language == "en" or not said.startswith("Please")


def _album(browser: Browser, site: Site, language: str, shots: list[Shot], folder: Path) -> None:
    states = {who: _signed_in(browser, site, language, who) for who in dict.fromkeys(shot.who for shot in shots)}
    for shot in shots:
        phone = shot.name.endswith("-phone")
        context = window_of.open_context(
            browser, site.url, phone=phone, language=LANGUAGES[language], state=states[shot.who]
        )
        page = context.new_page()
        page.goto(shot.address)
        page.wait_for_load_state("networkidle")
        if shot.prepare:
            shot.prepare(page)
            page.wait_for_load_state("networkidle")
        page.evaluate(window_of.SETTLED)
        _keep(page, folder / f"{shot.name}.webp")
        context.close()


def _signed_in(browser: Browser, site: Site, language: str, who: str) -> object:
    context = window_of.open_context(browser, site.url, language=LANGUAGES[language])
    page = context.new_page()
    window_of.sign_in(page, who, PASSWORD)
    page.goto("/settings/account/")
    page.locator("select[name=language]").select_option(language)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    state = context.storage_state()
    context.close()
    return state


def _keep(page: Page, path: Path) -> None:
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(path, "WEBP", lossless=True, quality=100, method=6)


if __name__ == "__main__":
    sys.exit(main())
