"""A contact is written at the door of the shop, warned if he is here already; what goes to the bin comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import findings_in_both

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def rosa(site):
    """A customer of Beto's, known by her phone."""
    return site.tell(
        "from tendero.directory import actions\n"
        "rosa = {'kind': 'person', 'name': 'Rosa Fuertes Gálvez', 'phone': '655 18 30 92'}\n"
        "rosa['owner'] = world.user('beto')\n"
        "answer = actions.create_party(by=world.actor('beto'), values=rosa).ref"
    )


def test_beto_is_warned_while_typing_that_she_is_here(enter, rosa):
    page = enter("beto")
    page.goto("/parties/")
    page.locator("[data-shortcut=n][data-htmx-powered]").click()
    dialog = page.get_by_role("dialog", name="Nuevo contacto")
    dialog.get_by_label("Nombre").fill("Rosa F.")
    assert findings_in_both(page) == []
    dialog.get_by_label("Teléfono").press_sequentially("655 18 30 92")
    warning = dialog.locator("#similar")
    expect(warning).to_contain_text("Rosa Fuertes Gálvez")
    assert findings_in_both(page) == []
    warning.get_by_role("link", name="Abrir su ficha").click()
    expect(page.get_by_role("heading", name="Rosa Fuertes Gálvez", level=1)).to_be_visible()


def test_the_whole_form_warns_too(enter, rosa):
    page = enter("beto")
    page.goto("/parties/new")
    page.locator("[name=first_name]").fill("Rosa")
    page.locator("[name=phone]").fill("655 18 30 92")
    page.keyboard.press("Tab")
    beside = page.locator("#f-phone-caution")
    expect(beside).to_contain_text("Rosa Fuertes Gálvez")
    expect(beside.get_by_role("link", name="Abrir su ficha")).to_be_visible()
    assert findings_in_both(page) == []
    beside.get_by_role("button", name="Es otro").click()
    expect(beside).to_be_empty()
    with page.expect_response("**/parties/check"):
        page.locator("[name=last_name]").fill("Gil")
    expect(beside).not_to_contain_text("Rosa Fuertes Gálvez")


def test_what_was_typed_in_a_dialog_closed_too_soon_comes_back(enter, rosa):
    page = enter("beto")
    page.goto(f"/parties/{rosa}/")
    visit = page.get_by_role("button", name="Registrar visita")
    visit.click()
    text = page.get_by_role("dialog").locator("[name=text]")
    text.fill("Quiere ver la vajilla azul")
    page.keyboard.press("Escape")
    visit.click()
    expect(text).to_have_value("Quiere ver la vajilla azul")


def test_a_cell_that_is_left_keeps_what_was_typed(enter, rosa):
    page = enter("beto")
    page.goto("/parties/?view=all")
    cell = page.locator(f"tr[data-ref='{rosa}'] td[data-edit=city]")
    cell.dblclick()
    cell.get_by_role("textbox").fill("Calatayud")
    page.get_by_role("heading", level=1).click()
    expect(page.locator(".t-toast", has_text="Ciudad")).to_be_visible()
    expect(cell).to_have_text("Calatayud")


def test_her_sister_with_the_same_phone_is_another(enter, rosa):
    page = enter("beto", phone=True)
    page.goto("/parties/")
    page.get_by_role("navigation", name="Lugares principales").get_by_role("button", name="Nuevo").tap()
    page.get_by_role("menuitem", name="Contacto").tap()
    dialog = page.get_by_role("dialog", name="Nuevo contacto")
    dialog.get_by_label("Nombre").fill("Elena Fuertes Gálvez")
    dialog.get_by_label("Teléfono").press_sequentially("655 18 30 92")
    warning = dialog.locator("#similar")
    expect(warning).to_contain_text("Rosa Fuertes Gálvez")
    warning.get_by_role("button", name="Es otro").tap()
    expect(warning).not_to_contain_text("Rosa")
    dialog.get_by_role("button", name="Guardar", exact=True).tap()
    expect(page.locator(".t-toast", has_text="Elena Fuertes Gálvez")).to_be_visible()


def test_what_goes_to_the_bin_is_nowhere_until_it_comes_back(enter, rosa):
    page = enter("ana")
    page.goto(f"/parties/{rosa}/")
    page.get_by_role("button", name="Más", exact=True).click()
    page.get_by_role("menuitem", name="A la papelera").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Rosa Fuertes Gálvez")
    assert findings_in_both(page) == []
    question.get_by_role("button", name="A la papelera").or_(question.get_by_role("button", name="Adelante")).click()
    expect(page.locator(".t-toast", has_text="papelera")).to_be_visible()
    page.goto("/parties/?q=rosa+fuertes")
    expect(page.locator(".t-empty")).to_be_visible()
    page.goto("/parties/bin")
    line = page.get_by_role("row", name="Rosa Fuertes Gálvez")
    expect(line).to_be_visible()
    assert findings_in_both(page) == []
    line.get_by_role("button", name="Restaurar").click()
    expect(line).to_have_count(0)
    page.goto("/parties/?q=rosa+fuertes")
    expect(page.locator("[data-list] .t-row")).to_have_count(1)


def test_what_was_typed_waits_for_a_contact_that_a_colleague_put_in_the_bin_meanwhile(enter, site):
    ref = site.tell("answer = world.person('Pilar', 'Lahuerta', owner='beto').ref")
    move = (
        "from tendero.directory.models import Party\n"
        "from tendero.records import registry, writing\n"
        f"pilar = Party.everything.get(ref={ref!r})\n"
        "writing.{}(registry.get('directory.Party'), [pilar], by=world.actor('ana'))"
    )
    page = enter("beto")
    page.goto(f"/parties/{ref}/edit")
    page.locator("[name=city]").fill("Teruel")
    site.tell(move.format("to_bin"))
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.get_by_role("heading", name="Esto no está aquí")).to_be_visible()
    site.tell(move.format("restore"))
    page.goto(f"/parties/{ref}/edit")
    expect(page.locator("[name=city]")).to_have_value("Teruel")


def test_two_clicks_on_save_make_one_contact_and_two_enters_one_note(enter, site, rosa):
    page = enter("beto")
    page.goto("/parties/")
    page.locator("[data-shortcut=n][data-htmx-powered]").click()
    dialog = page.get_by_role("dialog", name="Nuevo contacto")
    dialog.get_by_label("Nombre").fill("Doble Clic")
    dialog.get_by_role("button", name="Guardar", exact=True).dblclick()
    expect(page.locator(".t-toast", has_text="Doble Clic")).to_be_visible()
    page.goto(f"/parties/{rosa}/")
    line = page.locator("[name=line]").first
    line.fill("Prefiere las tardes")
    line.press("Enter")
    line.press("Enter")
    expect(page.locator("#panel-timeline")).to_contain_text("Prefiere las tardes")
    page.goto("/parties/?q=doble+clic")
    expect(page.locator("[data-list] .t-row")).to_have_count(1)
    asked = "answer = Activity.objects.filter(body='Prefiere las tardes').count()"
    assert site.tell(f"from tendero.activities.models import Activity\n{asked}") == 1
