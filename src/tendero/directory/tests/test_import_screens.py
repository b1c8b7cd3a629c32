"""The import screens: from the file to the result and back, and who may not see them."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import imports

from tendero.access.actions import deactivate, set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party
from tendero.kernel import jobs
from tendero.records.custom.actions import define_field
from tendero.records.exchange import running
from tendero.records.filters import FilterError
from tendero.records.models import FieldDefinition, Import, ImportTemplate
from tendero.records.rows import Rows

FILE = """E-mail;Nombre;Apellidos;Teléfono
rosa@example.com;Rosa;Ferrer Gil;655 70 21 38
;;;
luis@example.com;LUIS;NÚÑEZ;
"""


def upload(client, text=FILE, name="clientes.csv"):
    return client.post("/parties/import", {"file": SimpleUploadedFile(name, text.encode("cp1252"))})


def start(client, batch, **changes):
    told = {f"column-{i}": key for i, key in enumerate(batch.mapping["columns"])}
    kinds = ("reference", "tax_id", "email", "phone", "name_birthday", "name_city")
    told |= {f"match-{kind}": "1" for kind in kinds} | {"policy": "fill", "binned": "restore", "repair": "1"}
    return client.post(f"/parties/import/{batch.ref}/run/", told | changes)


def test_from_the_file_to_the_contacts_and_back(world):
    ivan = world.client("ana")
    where = upload(ivan)["Location"]
    page = ivan.get(where).content.decode()
    batch = Import.objects.get()

    assert "Núñez" in page or "NÚÑEZ" in page
    assert batch.mapping["columns"] == ["email", "first_name", "last_name", "phone"]
    assert batch.foreseen["counts"] == {"created": 2}

    start(ivan, batch, template="1", **{"template-name": "Clientes"})
    jobs.run_due(raise_errors=True)

    assert sorted(Party.objects.values_list("name", flat=True)) == ["Luis Núñez", "Rosa Ferrer Gil"]
    assert ImportTemplate.objects.get().mapping["E-mail"] == "email"
    result = ivan.get(f"/parties/import/{batch.ref}/result/").content.decode()
    assert "?outcome=created" in result
    rows = ivan.get(f"/parties/import/{batch.ref}/rows/?outcome=created").content.decode()
    assert "Luis Núñez" in rows

    ivan.post(f"/parties/import/{batch.ref}/revert/")
    jobs.run_due(raise_errors=True)
    assert not Party.objects.exists()


def test_a_refused_file_says_why_and_leaves_nothing(world):
    answer = world.client("ana").post("/parties/import", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 ...")})

    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert not Import.objects.exists()


def test_the_reading_can_be_changed(world):
    ana = world.client("ana")
    upload(ana)
    batch = Import.objects.get()

    ana.post(f"/parties/import/{batch.ref}/reading/", {"reading-header_row": "0", "reading-delimiter": ";"})

    batch.refresh_from_db()
    assert batch.mapping["labels"] == ["", "", "", ""]
    assert batch.reading["header_row"] == 0


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"reading-delimiter": "xx"}, "«xx» no sirve de separador"),
        ({"reading-quote": "luna"}, "«luna» no sirve de comillas"),
        ({"reading-header_row": "-3"}, "La fila de los títulos es un número"),
        ({"reading-header_row": "luna"}, "La fila de los títulos es un número"),
        ({"reading-header_row": "99"}, "No hay fila 99: la última es la 4."),
        ({"reading-encoding": "base64"}, "Codificación desconocida: base64."),
        ({"reading-sheet": "Hoja 1"}, "Un CSV no tiene hojas"),
        ({"reading-dates": "luna"}, "no se escriben así"),
    ],
)
def test_a_reading_that_means_nothing_is_refused_and_the_one_before_stays(world, told, reason):
    ana = world.client("ana")
    upload(ana)
    before = Import.objects.get()

    page = ana.post(f"/parties/import/{before.ref}/reading/", told).content.decode()

    assert reason in page
    after = Import.objects.get()
    assert (after.reading, after.mapping) == (before.reading, before.mapping)


def test_a_country_that_there_is_not_stops_the_import_where_it_is_chosen(world):
    ana = world.client("ana")
    upload(ana)
    batch = Import.objects.get()

    answer = start(ana, batch, country="zz")

    assert answer.status_code == 422
    assert "«ZZ» no es un país que conozcamos." in answer.content.decode()
    assert Import.objects.get().editable
    assert start(ana, batch, country="mx").status_code in (200, 204, 302)


def test_a_colleague_who_left_meanwhile_is_not_silently_left_out(world):
    ana, beto = world.client("ana"), world.user("beto")
    upload(ana)
    batch = Import.objects.get()
    deactivate(beto, by=world.actor("ana"))

    answer = start(ana, batch, owner=beto.ref)

    assert answer.status_code == 422
    assert "no es nadie de aquí" in answer.content.decode()


def test_only_contacts_are_asked_whose_the_new_ones_are(world):
    ana = world.client("ana")
    upload(ana)
    assert 'name="owner"' in ana.get(f"/parties/import/{Import.objects.get().ref}/").content.decode()

    where = ana.post("/tasks/import", {"file": SimpleUploadedFile("t.csv", b"Tarea\nLlamar\n")})["Location"]
    assert 'name="owner"' not in ana.get(where).content.decode()


def test_what_failed_can_be_downloaded_in_its_own_columns(world):
    ana = world.client("ana")
    upload(ana, "Nombre;Nota\n;=1+1\nRosa;hola\n")
    batch = Import.objects.get()
    start(ana, batch)
    jobs.run_due(raise_errors=True)

    lines = b"".join(ana.get(f"/parties/import/{batch.ref}/failed.csv")).decode("utf-8-sig").splitlines()

    assert lines[0] == "Nombre,Nota,row,reason"
    assert lines[1].startswith(",'=1+1,2,")
    assert len(lines) == 2


def test_somebody_elses_import_is_not_there(world):
    sales = Profile.objects.get(code="comercial")
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "import"): "all"}, fields={})
    upload(world.client("beto"))
    batch = Import.objects.get()
    for path in ("", "result/", "rows/", "failed.csv", "file"):
        assert world.client("pablo").get(f"/parties/import/{batch.ref}/{path}").status_code == 404
        assert world.client("beto").get(f"/parties/import/{batch.ref}/{path}").status_code in (200, 302)
    for path in ("plan/", "reading/", "run/", "discard/", "revert/"):
        assert world.client("pablo").post(f"/parties/import/{batch.ref}/{path}").status_code == 404
    assert Import.objects.filter(state="draft").exists()


def test_who_may_not_add_may_not_import(world):
    assert world.client("lola").get("/parties/import").status_code == 403
    assert upload(world.client("lola")).status_code == 403
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["beto", "sara", "caja"])
def test_adding_one_by_one_is_not_importing(world, name):
    """They may add contacts; a whole file is another right, which Marta has."""
    upload(world.client("marta"))
    batch = Import.objects.get()
    his = world.client(name)
    assert his.get("/parties/import").status_code == 403
    assert upload(his).status_code == 403
    assert his.get(f"/parties/import/{batch.ref}/").status_code == 403
    assert his.post(f"/parties/import/{batch.ref}/run/").status_code == 403
    assert Import.objects.get().state == batch.state


def test_what_a_file_brought_is_a_filter_of_the_list(world):
    ana = world.actor("ana")
    imports.bring("email,nombre,apellidos\nr@example.com,Rosa,Ferrer\n", by=ana)
    file = "email,nombre,apellidos,idioma\nr@example.com,Rosa,Ferrer,es\nl@example.com,Luis,Gil,es\n"
    batch = imports.begin(file, by=ana, name="clientes.csv")
    imports.run(batch, by=ana)
    world.don_luis  # noqa: B018 - he was there before any file
    client = world.client("ana")
    page = client.get(f"/parties/import/{batch.ref}/result/").content.decode()
    (address,) = re.findall(r'href="(/parties/\?filter=[^"]+)"', page)

    shown = client.get(f"{html.unescape(address)}&layout=table").content.decode()
    assert "Rosa Ferrer" in shown
    assert "Luis Gil" in shown
    assert "Lasala" not in shown
    assert "clientes.csv" in shown
    assert names(ana, {"import": batch.ref, "outcome": ["created"]}) == ["Luis Gil"]
    assert names(ana, {"not": {"import": batch.ref}}) == ["Luis Ferrer Lasala"]
    assert client.get("/parties/filter", {"filter": json.dumps({"import": batch.ref})}).status_code == 200


def test_the_import_of_another_brings_nothing(world):
    batch = imports.begin("email,nombre\nr@example.com,Rosa\n", by=world.actor("ana"))
    imports.run(batch, by=world.actor("ana"))

    assert names(world.actor("ana"), {"import": batch.ref}) == ["Rosa"]
    assert names(world.actor("lola"), {"import": batch.ref}) == []
    for wrong in ({"import": "x"}, {"import": batch.ref, "outcome": ["x"]}, {"import": batch.ref, "more": 1}):
        with pytest.raises(FilterError):
            names(world.actor("ana"), wrong)


def names(actor, filter):
    return [row.name for row in Rows("directory.Party", actor, filter).ordered()]


def test_a_field_for_a_column_is_offered_to_whom_may_make_one(world):
    """Marta was shown the dialog, filled it in, and was refused."""
    button = "?column=1"
    for who, there in (("marta", False), ("ana", True)):
        client = world.client(who)
        page = client.get(upload(client, "Nombre;Talla de zapato\nRosa;38\n")["Location"]).content.decode()
        assert (button in page, "No se importa" in page) == (there, not there)


def test_a_value_that_does_not_fit_its_field_is_told_and_not_only_left_out(world):
    """Also what is found out as the row is brought in: a field of the company's own, a colleague whom nobody knows."""
    ana = world.actor("ana")
    define_field(Party.record_key, label="Aforo", kind="number", by=ana)
    text = "Nombre;Aforo;Responsable\nBar Uno;45;beto\nBar Dos;muchos;Nadie Nunca\n"
    world.user("beto")
    batch = imports.begin(text, by=ana)

    told: Any = running.foresee(batch, by=ana)["problems"]
    imports.run(batch, by=ana)

    [row] = batch.outcomes.exclude(reason="")
    assert (row.number, row.outcome) == (3, "created")
    assert "Aforo: " in row.reason
    assert "«Nadie Nunca»" in row.reason
    assert [(one["number"], one["reason"]) for one in told] == [(3, row.reason)]


def test_a_field_of_several_options_made_for_a_column_has_one_for_each_value(world):
    ana = world.client("ana")
    where = upload(ana, 'Nombre;Estilos\nBar Uno;Tapas; \nBar Dos;"Menú; Tapas"\n')["Location"]
    ana.post(f"{where}field/", {"column": "1", "label": "Estilos", "kind": "choices"})
    assert [label for _value, label in FieldDefinition.objects.get().choices] == ["Tapas", "Menú"]
