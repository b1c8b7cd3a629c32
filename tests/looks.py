"""Pictures of screens: 1440 × 900 and 390 × 844, light and dark.

    python tests/looks.py /parties/ /settings/ --user beto --port 8000 --out DIR

Signs in through the form of a program that is already running. Each address gives four pictures, named after it. With
`--axe`, also prints what axe finds on each of them and ends with 1 when it finds anything.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page

from tests.journeys import browser as window_of
from tests.password import PASSWORD

SHAPES = [
    ("desktop", {}),
    ("desktop-dark", {"dark": True}),
    ("phone", {"phone": True}),
    ("phone-dark", {"phone": True, "dark": True}),
]


def main() -> int:
    """Take the pictures; 1 when a script failed or axe found something."""
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{given.port}"
    problems: list[str] = []
    with window_of.chromium() as browser:
        state = _signed_in(browser, url, given) if given.user else None
        for label, shape in SHAPES:
            if given.only and not label.startswith(given.only):
                continue
            problems += _pictures(browser, url, given, label, shape, state)
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return int(bool(problems))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="addresses, such as /parties/")
    parser.add_argument("--user", default="", help="one of the cast; nobody signs in without it")
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--out", type=Path, default=Path("looks"))
    parser.add_argument("--only", default="", help="desktop or phone")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the window")
    parser.add_argument("--click", action="append", default=[], help="selector to press before the picture; may repeat")
    parser.add_argument("--axe", action="store_true", help="also ask axe")
    return parser.parse_args()


def _signed_in(browser: Browser, url: str, given: argparse.Namespace) -> Any:
    context = window_of.open_context(browser, url)
    window_of.sign_in(context.new_page(), given.user, given.password)
    state = context.storage_state()
    context.close()
    return state


def _pictures(
    browser: Browser, url: str, given: argparse.Namespace, label: str, shape: dict[str, bool], state: Any
) -> list[str]:
    context = window_of.open_context(browser, url, state=state, **shape)
    page = context.new_page()
    problems = window_of.watch(page)
    for path in given.paths:
        problems += _open(page, path, given.click)
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        page.screenshot(path=given.out / f"{name}-{label}.png", full_page=given.full)
        if given.axe:
            problems += [f"{path} {label} {finding}" for finding in window_of.findings(page)]
    context.close()
    return problems


def _open(page: Page, path: str, clicks: list[str]) -> list[str]:
    answer = page.goto(path)
    page.wait_for_load_state("networkidle")
    for selector in clicks:
        page.locator(selector).locator("visible=true").first.click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(250)
    return [f"{path} answers {answer.status}"] if answer and answer.status >= 400 else []


if __name__ == "__main__":
    sys.exit(main())
