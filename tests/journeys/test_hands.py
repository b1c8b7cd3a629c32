"""Lists, cells and the board under the hand: by keyboard first, then by pointer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import findings

pytestmark = pytest.mark.journey
NAMES = ["Bar Aljama", "Bar Bretón", "Bar Celler", "Bar Delicias"]


@pytest.fixture(scope="module")
def bars(site):
    """Four bars of Beto's."""
    return site.tell(f"answer = [world.company(name, owner='beto', city='Zaragoza').ref for name in {NAMES}]")


def open_list(page: Page) -> None:
    page.goto("/parties/?view=all")
    expect(page.locator("[data-list] .t-row").first).to_be_visible()


def row(page: Page, name: str):
    return page.locator("[data-list] .t-row", has_text=name)


def test_rows_are_walked_opened_and_left_by_keyboard(enter, bars):
    page = enter("beto")
    open_list(page)
    page.keyboard.press("j")
    expect(row(page, "Bar Aljama")).to_be_focused()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_text("Bar Aljama").first).to_be_visible()
    address = page.url
    page.keyboard.press("j")
    expect(panel.get_by_text("Bar Bretón").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_empty()
    assert page.url == address
    expect(row(page, "Bar Bretón")).to_be_focused()


def test_rows_are_ticked_with_x_and_with_shift_and_escape_unticks(enter, bars):
    page = enter("beto")
    open_list(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-pick-count]")).to_have_text(re.compile("^1 "))
    row(page, "Bar Celler").locator("[data-pick]").click(modifiers=["Shift"])
    expect(page.locator("[data-pick]:checked")).to_have_count(3)
    expect(page.locator(".t-pick")).to_be_visible()
    assert findings(page) == []
    page.locator("h1").click()
    page.keyboard.press("Escape")
    expect(page.locator(".t-pick")).to_be_hidden()


def test_a_cell_is_changed_in_place_and_taken_back(enter, bars):
    page = enter("beto")
    open_list(page)
    cell = row(page, "Bar Delicias").locator("[data-edit=phone]")
    field = cell.locator("input[type=text]")
    cell.dblclick()
    expect(field).to_be_focused()
    field.fill("976440215")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(cell).to_have_text("")
    expect(cell).to_be_focused()
    page.keyboard.press("F2")
    expect(field).to_be_focused()
    field.fill("976440215")
    page.keyboard.press("Enter")
    expect(cell).to_have_text(re.compile("976.44.02.15"))
    page.get_by_role("button", name="Deshacer").click()
    expect(cell).to_have_text("")


def test_a_column_is_widened_and_stays_so(enter, bars):
    page = enter("beto")
    open_list(page)
    head = page.locator("th[data-column=city]")
    before = head.bounding_box()
    grip = head.locator("[data-grip]").bounding_box()
    assert before is not None
    assert grip is not None
    with page.expect_response("**/columns**"):
        page.mouse.move(grip["x"] + 4, grip["y"] + 10)
        page.mouse.down()
        page.mouse.move(grip["x"] + 84, grip["y"] + 10, steps=4)
        page.mouse.up()
    open_list(page)
    after = head.bounding_box()
    assert after is not None
    assert after["width"] > before["width"] + 30


def test_the_palette_finds_without_accents_and_opens(enter, bars):
    page = enter("beto")
    page.goto("/ui/")
    page.keyboard.press("Control+k")
    page.keyboard.type("breton")
    option = page.get_by_role("option", name="Bar Bretón")
    expect(option).to_have_attribute("aria-selected", "true")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bar Bretón")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-found").get_by_role("option", name="Bar Bretón")).to_be_visible()


@pytest.fixture(scope="module")
def deal(site, bars):
    """An opportunity of Beto's in the first stage."""
    return site.tell(
        "from decimal import Decimal\n"
        "from tendero.directory.models import Party\n"
        "from tendero.pipeline.models import Opportunity, Stage\n"
        f"party = Party.objects.get(ref={bars[0]!r})\n"
        "row = Opportunity(name='Molino M-64', party=party, owner=world.user('beto'), amount=Decimal(1890),\n"
        "    currency='EUR', stage=Stage.objects.order_by('position').first())\n"
        "answer = world.make(row).ref"
    )


def test_a_card_moves_by_keyboard_and_escape_puts_it_back(enter, deal):
    page = enter("beto")
    page.goto("/opportunities/board")
    card = page.locator(f".t-bcard[data-ref='{deal}']")
    columns = page.locator(".t-col")
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(columns.nth(1).locator(".t-bcard")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(columns.nth(0).locator(".t-bcard")).to_have_count(1)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_response("**/move"):
        page.keyboard.press("Space")
    page.reload()
    expect(columns.nth(1).locator(".t-bcard")).to_have_count(1)


def test_a_card_is_dragged_and_losing_it_asks_why(enter, deal):
    page = enter("beto")
    page.goto("/opportunities/board")
    card = page.locator(f".t-bcard[data-ref='{deal}']")
    expect(page.locator("[data-board][data-ready]")).to_be_visible()
    with page.expect_response(lambda answer: "/opportunities/board" in answer.url):  # the board draws itself anew
        drag(page, card, page.locator(".t-col").nth(2).locator(".t-col__cards"))
    expect(page.locator(".t-toast").last).to_be_visible()
    expect(page.locator(".t-col").nth(2).locator(".t-bcard")).to_have_count(1)
    expect(page.locator("[data-board][data-ready]")).to_be_visible()
    drag(page, card, page.locator(".t-col--lost .t-col__cards"))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".t-col").nth(2).locator(".t-bcard")).to_have_count(1)


def test_a_card_thrown_fast_lands_under_the_pointer_and_nothing_is_refused(enter, deal):
    page = enter("beto", moving=True)
    page.goto("/opportunities/board")
    expect(page.locator("[data-board][data-ready]")).to_be_visible()
    card, first = page.locator(f".t-bcard[data-ref='{deal}']"), page.locator(".t-col").first
    start, end = card.bounding_box(), first.locator(".t-col__cards").bounding_box()
    with page.expect_response(lambda answer: "/opportunities/board" in answer.url):
        page.mouse.move(start["x"] + 30, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(start["x"] + 20, start["y"] + 12, steps=4)
        expect(page.locator("body > .t-bcard--drag")).to_be_visible()
        page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 12)
        page.mouse.up()
    expect(page.locator("[data-board][data-ready]")).to_be_visible()
    expect(first.locator(f"[data-ref='{deal}']")).to_be_visible()


def test_a_card_that_somebody_moved_meanwhile_goes_where_he_put_it(enter, deal):
    """Beto looks at a board that Ana has changed: his card is not moved on, and he sees where it is."""
    beto, ana = enter("beto"), enter("ana")
    for page in (beto, ana):
        page.goto("/opportunities/board?view=all")
        expect(page.locator("[data-board][data-ready]")).to_be_visible()
    for page, steps in ((ana, 2), (beto, 1)):
        page.locator(f".t-bcard[data-ref='{deal}']").focus()
        page.keyboard.press("Space")
        for _step in range(steps):
            page.keyboard.press("ArrowRight")
        with page.expect_response(lambda answer: "/opportunities/board" in answer.url):
            page.keyboard.press("Space")
    expect(beto.get_by_text("Alguien la ha movido entretanto")).to_be_visible()
    expect(beto.locator(".t-col").nth(2).locator(f"[data-ref='{deal}']")).to_be_visible()


def drag(page: Page, card, onto) -> None:
    expect(card).to_be_visible()
    expect(onto).to_be_visible()
    start, end = card.bounding_box(), onto.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 12, steps=8)
    page.mouse.up()


def test_columns_are_ordered_by_keyboard_and_the_dialog_says_where_they_came(enter, bars):
    page = enter("beto")
    open_list(page)
    page.get_by_role("button", name="Columnas").click()
    dialog = page.get_by_role("dialog")
    names = dialog.locator("input[name=column]:checked:not([disabled])")
    expect(names.first).to_be_attached()  # the dialog has come
    before = names.evaluate_all("all => all.map(one => one.value)")
    last = dialog.locator("li", has=page.locator(f"input[value='{before[-1]}']"))
    arrow = last.locator("[data-sort-up]")
    arrow.focus()
    page.keyboard.press("Enter")
    expect(arrow).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text(re.compile(rf": puesto {len(before)} de \d+$"))
    assert findings(page) == []
    dialog.get_by_role("button", name="Guardar").click()
    heads = page.locator("th[data-column]")
    expect(heads.nth(len(before) - 1)).to_have_attribute("data-column", before[-1])


def test_a_column_is_dragged_to_another_place_and_stays_there(enter, bars):
    page = enter("beto")
    open_list(page)
    names = "els => els.map(el => el.dataset.column)"
    heads = page.locator("th[data-column]")
    before = heads.evaluate_all(names)
    city, phone = page.locator("th[data-column=city]"), page.locator("th[data-column=phone]")
    with page.expect_response("**/columns**"):
        city.drag_to(phone)
    wanted = [name for name in before if name != "city"]
    wanted.insert(before.index("phone"), "city")
    assert heads.evaluate_all(names) == wanted
    expect(row(page, "Bar Aljama").locator("td").nth(wanted.index("city") + 1)).to_have_attribute("data-edit", "city")
    open_list(page)
    assert heads.evaluate_all(names) == wanted


def test_all_of_a_filter_is_reached_and_acted_upon_by_keyboard(enter, bars):
    """The bar of the selection stands behind fifty rows and their links; one key goes there."""
    page = enter("beto")
    page.goto("/parties/?q=bar")
    expect(page.locator("[data-list] .t-row").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    whole = page.get_by_role("button", name=re.compile("^Seleccionar los .* de este filtro"))
    expect(whole).to_be_visible()
    page.keyboard.press("b")
    page.keyboard.press("Tab")
    expect(whole).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pick-count]")).to_have_text(re.compile(r"^Todo este filtro: \d+$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Responsable")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Ir a lo seleccionado")
