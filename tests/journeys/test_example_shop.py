"""Ana looks at the example shop before she brings anything, and takes it away with one click."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as window_of
from tests.journeys.browser import findings_in_both
from tests.journeys.site import first_run
from tests.journeys.test_today import section
from tests.places import place

pytestmark = pytest.mark.journey
LONG = 180_000
"""A shop with years of sales is filled, on a busy machine."""


def test_the_example_comes_with_whom_to_call_and_goes(chromium: Browser, tmp_path: Path) -> None:
    place(tmp_path / "data")
    with first_run(tmp_path, "--workers") as (url, link):
        context = window_of.open_context(chromium, url)
        page = context.new_page()
        problems = window_of.watch(page)
        page.goto(link)
        window_of.make_account(page)
        page.get_by_label("Nombre", exact=True).fill("Menaje Montoro")
        page.get_by_role("button", name="Ver el ejemplo").click()
        expect(page.get_by_role("heading", name="La tienda de ejemplo").first).to_be_visible()
        remove = page.get_by_role("button", name="Quitar el ejemplo")
        expect(remove).to_be_visible(timeout=LONG)
        assert findings_in_both(page) == []

        page.goto("/")
        expect(section(page, "Clientes a los que llamar").get_by_role("listitem").first).to_be_visible()
        expect(page.locator("#first-week li[data-done]").filter(has_text="contactos")).to_have_count(0)
        assert findings_in_both(page) == []

        page.goto("/settings/example/")
        remove.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Quitar").last.click()
        expect(page.get_by_role("button", name="Ver el ejemplo")).to_be_visible(timeout=LONG)
        page.goto("/parties/")
        expect(page.get_by_role("row")).to_have_count(0)
        page.goto("/")
        expect(section(page, "Clientes a los que llamar")).to_have_count(0)
        expect(page.get_by_role("heading", name="Tu primera semana")).to_be_visible()
        context.close()
        assert problems == []
