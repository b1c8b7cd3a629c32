"""After an import the result says what comes next: of contacts their sales, of sales whom to call."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from tendero.directory.models import Party
from tendero.kernel import clock
from tests import imports
from tests.world import World

CONTACTS = "Nombre;Teléfono;Población\nBar Torrero SL;976331208;EJEA DE LOS CABALLEROS\n"


def told(browser: Client, batch: Any, slug: str) -> str:
    page = browser.get(f"/{slug}/import/{batch.ref}/result/", HTTP_ACCEPT_LANGUAGE="es")
    return str(page.content.decode())


def test_contacts_lead_to_sales_and_sales_to_whom_to_call(world: World) -> None:
    ana, browser = world.actor("ana"), world.client("ana")
    contacts = imports.begin(CONTACTS, by=ana)
    imports.run(contacts, by=ana)
    assert "Ahora, trae tus ventas" in told(browser, contacts, "parties")

    days = [(clock.today() - dt.timedelta(days=ago)).strftime("%d/%m/%Y") for ago in (90, 70, 50)]
    sales = imports.begin(
        "Fecha;Cliente;Importe\n" + "".join(f"{day};Bar Torrero SL;10\n" for day in days), by=ana, slug="sales"
    )
    imports.run(sales, by=ana)

    assert "Ver a quién llamar" in told(browser, sales, "sales")
    assert "Ahora, trae tus ventas" not in told(browser, contacts, "parties")
    imports.revert(sales, by=ana)
    assert "Ver a quién llamar" not in told(browser, sales, "sales")


def test_a_town_in_capitals_is_repaired_as_names_are_unless_told_otherwise(world: World) -> None:
    ana = world.actor("ana")
    imports.bring(CONTACTS, by=ana)
    assert Party.objects.get(name="Bar Torrero SL").city == "Ejea de los Caballeros"
    assert imports.bring(CONTACTS, by=ana) == {"unchanged": 1}
    imports.bring(CONTACTS.replace("Torrero", "Moncayo").replace("976331208", "976331209"), by=ana, repair=False)
    assert Party.objects.get(name="Bar Moncayo SL").city == "EJEA DE LOS CABALLEROS"
