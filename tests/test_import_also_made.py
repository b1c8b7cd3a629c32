"""Companies that a file makes because somebody works there are told apart from those its rows bring."""

from __future__ import annotations

import html
import re

import pytest

from tendero.directory.models import Party
from tendero.records.exchange import running
from tendero.records.rows import Rows
from tests import imports

STAFF = """nombre,apellidos,empresa,es empresa
Lucía,Gil,Ferretería Ebro,no
Mar,Pardo,Ferretería Ebro,no
Bar La Plaza,,,sí
Pol,Gómez,Bar La Plaza,no
Ana,Ríos,Taller Rubio,no
"""


@pytest.mark.parametrize("chunk", [1, 2000], ids=["row by row", "at once"])
def test_seven_contacts_of_five_rows_are_five_and_two(world, monkeypatch, chunk):
    monkeypatch.setattr(running, "CHUNK", chunk)
    ana = world.actor("ana")
    batch = imports.begin(STAFF, by=ana)

    foreseen = running.foresee(batch, by=ana)
    assert (foreseen["counts"], foreseen["also_made"]) == ({"created": 5}, 2)

    assert imports.run(batch, by=ana) == {"created": 5}
    assert batch.also_made == 2
    assert Party.objects.count() == 7


def test_both_figures_open_what_they_count(world):
    ana = world.actor("ana")
    batch = imports.begin(STAFF, by=ana)
    client = world.client("ana")
    before = client.get(f"/parties/import/{batch.ref}/").content.decode()
    assert "Nuevas, de una fila del archivo" in before
    assert "Hechos al paso: empresas donde alguien trabaja y sus personas de contacto" in before
    imports.run(batch, by=ana)

    page = client.get(f"/parties/import/{batch.ref}/result/").content.decode()
    line = re.search(r'Hechos al paso[^<]*</span><a class="[^"]*" href="([^"]+)">2</a>', page)
    assert line, page
    shown = client.get(f"{html.unescape(line[1])}&layout=table").content.decode()
    assert "Ferretería Ebro" in shown
    assert "Taller Rubio" in shown
    assert "Bar La Plaza" not in shown
    assert "hechos al paso" in shown
    every = Rows("directory.Party", ana, {"import": batch.ref})
    assert every.ordered().count() == 7
    of_another = Rows("directory.Party", world.actor("lola"), {"import": batch.ref, "outcome": ["also_made"]})
    assert of_another.ordered().count() == 0
