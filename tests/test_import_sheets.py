"""Listings as management programs print them: titles above, groups, totals, pages, hidden rows, damaged codes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tendero.directory.models import Party
from tendero.directory.rules import damage, programs
from tendero.directory.rules.import_labels import guess_target
from tendero.kernel.actor import Actor
from tendero.records.exchange import intake, running
from tendero.records.exchange.reading import Choices, detect, preview, read_rows, stage
from tendero.records.exchange.reading.aside import Sieve
from tendero.records.exchange.reading.text_table import Record
from tendero.sales.rules.file_titles import guess as title_of_sale
from tests import imports

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
SAMPLES = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not there")
LISTING = """Menaje Montoro S.L.;;;;
Listado de clientes a 3/11/2026;;;;
Filtros: Zona norte;;;Impreso: 3/11/2026;
;;;;
Código;Cliente;Población;Teléfono;Saldo
C-1;Bar Torrero;Zaragoza;976271840;120,50
C-2;Rosa Ferrer;Zaragoza;655702138;30,00
;Total Zaragoza;;;150,50
;;;;
Código;Cliente;Población;Teléfono;Saldo
C-3;Total Energías S.A.;Huesca;974220011;10,00
C-4;Luis Ortiz;Huesca;655702139;0,00
;;;;160,50
;Suma y sigue;;;160,50
Página 1 de 2;;;;
Total clientes: 4;;;;160,50
"""


def book(*sheets: tuple[str, list[list[Any]]], then: Any = None, **options: Any) -> bytes:
    """A workbook of these sheets; `then` gets it and its sheets before it is closed."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, **options}) as made:
        pages = []
        for name, rows in sheets:
            page = made.add_worksheet(name)
            pages.append(page)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
        if then is not None:
            then(made, *pages)
    return held.getvalue()


def read(data: bytes | str, folder: Path, **choices: Any) -> tuple[Any, list[str], list[Any]]:
    """The reading, the titles and the staged rows of a file."""
    path = folder / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    reading = detect(path, folder, Choices.from_dict(choices), known=lambda label: bool(guess_target(label)))
    staged = stage(path, reading, folder, folder / "staged.csv")
    return reading, staged.labels, list(read_rows(folder / "staged.csv", staged.offsets))


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
CLIENTS = [
    ["Nombre", "Ciudad", "Teléfono"],
    ["Rosa Ferrer", "Huesca", "655702138"],
    ["Luis Ortiz", "Jaca", "655702139"],
]


def test_the_sign_of_a_number_is_read_however_it_is_written() -> None:
    for sign in ("Nº", "N.º", "N°", "nº.", "Núm."):
        assert title_of_sale(f"{sign} ticket") == title_of_sale(f"{sign} de factura") == "number"
    assert title_of_sale("No. factura") == "number"
    assert {guess_target(f"{sign} cliente") for sign in ("Nº", "N.º", "N°", "No.")} == {"reference"}
    assert guess_target("No molestar") == guess_target("no molestar")


def test_what_stands_above_and_between_the_customers_is_no_customer(tmp_path):
    reading, labels, rows = read(LISTING, tmp_path)

    assert (reading.header_row, labels) == (5, ["Código", "Cliente", "Población", "Teléfono", "Saldo"])
    assert [(row.number, row.problem) for row in rows] == [
        (6, ""), (7, ""), (8, "total"), (10, "titles"), (11, ""), (12, ""), (13, "sums"), (14, "total"), (15, "page"),
        (16, "total"),
    ]  # fmt: skip


def test_each_row_that_is_nobody_is_told_before_and_after(world):
    ana = world.actor("ana")
    batch = imports.begin(LISTING, by=ana)

    foreseen = running.foresee(batch, by=ana)
    counts = imports.run(batch, by=ana)

    assert foreseen["counts"] == counts == {"created": 4, "skipped": 6}
    assert [number for number, _why, _text in batch.staged["told"]] == [8, 10, 13, 14, 15, 16]
    assert all(row.reason for row in batch.outcomes.filter(outcome="skipped"))
    assert Party.objects.filter(name="Total Energías S.A.").exists()


def test_a_row_comes_in_if_somebody_says_that_it_is_a_customer(world):
    ana = world.actor("ana")
    batch = imports.begin("Nombre;Saldo\nRosa Ferrer;1,00\nTotal General;2,00\n", by=ana)
    columns = list(batch.mapping["columns"])
    intake.staged(batch)
    assert batch.staged["aside"] == 1

    intake.adjust(batch, bring=3)

    assert intake.staged(batch).aside == 0
    assert batch.mapping["columns"] == columns
    assert imports.run(batch, by=ana) == {"created": 2}


def test_groups_of_titles_say_which_of_several(tmp_path):
    rows = [
        ["", "", "Facturación", "", "Envío", ""],
        ["Nombre", "NIF", "Calle", "CP", "Calle", "CP"],
        ["Bar Torrero", "B50231877", "Mayor, 1", "50001", "Sol, 2", "22001"],
    ]
    reading, labels, (row,) = read(book(("Hoja1", rows)), tmp_path)

    assert (reading.header_row, reading.header_rows) == (1, 2)
    assert [guess_target(label) for label in labels] == [
        "first_name", "tax_id", "street:billing", "postal_code:billing", "street:delivery", "postal_code:delivery"
    ]  # fmt: skip
    assert row.number == 3


def test_parts_of_a_title_may_stand_below_it(tmp_path):
    rows = [
        ["Nombre", "Dirección", "", "Teléfono"],
        ["", "Calle", "Ciudad", ""],
        ["Rosa", "Mayor, 1", "Jaca", "655702138"],
    ]

    reading, labels, found = read(book(("Hoja1", rows)), tmp_path)

    assert (reading.header_row, reading.header_rows, len(found)) == (1, 2, 1)
    assert [guess_target(label) for label in labels] == ["first_name", "street", "city", "phone"]


def test_hidden_rows_come_in_unless_somebody_says_no(tmp_path):
    def hide(_book, page):
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})

    data = book(("Clientes", CLIENTS), then=hide)
    reading, _labels, rows = read(data, tmp_path)
    assert (reading.hidden_rows, reading.hidden_columns, [row.problem for row in rows]) == (1, (1,), ["", ""])

    _reading, _labels, rows = read(data, tmp_path, hidden="skip")
    assert [(row.number, row.problem) for row in rows] == [(2, ""), (3, "hidden")]


def test_the_largest_sheet_is_read_and_the_others_are_named(tmp_path):
    def hide(_book, _cover, _clients, old):
        old.hide()

    data = book(("Portada", [["Menaje Montoro"]]), ("Clientes", CLIENTS), ("Viejos", CLIENTS * 9), then=hide)
    reading, _labels, rows = read(data, tmp_path)

    assert (reading.sheet, reading.sheets, reading.hidden_sheets) == (
        "Clientes",
        ("Portada", "Clientes", "Viejos"),
        ("Viejos",),
    )
    assert reading.sizes == {"Portada": 1, "Clientes": 3, "Viejos": 27}
    assert len(rows) == 2


def test_a_joined_cell_counts_for_each_of_its_rows(tmp_path):
    def join(_book, page):
        page.merge_range(1, 1, 2, 1, "Huesca")

    rows = [CLIENTS[0], ["Rosa Ferrer"], ["Luis Ortiz"]]
    reading, _labels, rows = read(book(("Clientes", rows), then=join), tmp_path)

    assert [row.cells[1] for row in rows] == ["Huesca", "Huesca"]
    assert reading.merged == 1


def test_errors_percentages_and_days_are_read_as_they_show(tmp_path):
    def fill(made, page):
        percent, day = made.add_format({"num_format": "0%"}), made.add_format({"num_format": "dd/mm/yyyy"})
        page.write_formula(1, 1, "=NA()", None, "#N/A")
        page.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        page.write_datetime(1, 2, dt.date(2019, 11, 3), day)
        page.write(1, 3, 0.21, percent)
        page.write_boolean(1, 4, True)

    rows = [["Nombre", "Ciudad", "Alta", "Descuento", "Socio"], ["Rosa"], ["Luis"]]
    for options in ({}, {"date_1904": True}):
        _reading, _labels, (rosa, luis) = read(book(("Hoja1", rows), then=fill, **options), tmp_path)
        assert rosa.cells == ["Rosa", "#N/A", "\x1fd2019-11-03", "\x1fn21", "\x1fb1"]
        assert luis.cells[1] == "#DIV/0!"
        for file in tmp_path.glob("sheet*"):
            file.unlink()


def test_hidden_rows_of_libreoffice_are_known(tmp_path):
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Hoja1"><table:table-column table:visibility="collapse"/>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(one) for one in row) for row in CLIENTS]
    rows = "".join(
        f"<table:table-row{hidden}>{line}</table:table-row>"
        for hidden, line in zip(["", ' table:visibility="filter"', ""], lines, strict=True)
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", MANIFEST)
        made.writestr("content.xml", content.replace("{rows}", rows))
    reading, _labels, found = read(held.getvalue(), tmp_path, hidden="skip")

    assert (reading.hidden_rows, reading.hidden_columns) == (1, (0,))
    assert [row.problem for row in found] == ["hidden", ""]


@needs_samples
def test_hidden_rows_of_old_workbooks_are_known(tmp_path):
    data = (SAMPLES / "messy_csv/csvkit/test.xls").read_bytes()
    at = data.index(b"\x08\x02\x10\x00\x01\x00")  # the record of the second row
    hidden = data[: at + 16] + bytes([data[at + 16] | 0x20]) + data[at + 17 :]

    reading, _labels, rows = read(hidden, tmp_path, hidden="skip")

    assert reading.hidden_rows == 1
    assert [row.number for row in rows if row.problem == "hidden"] == [2]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["", "TOTAL", "", "1.234,50"], "total"),
        (["Total clientes: 312", "", "", ""], "total"),
        (["SUMAS", "", "", "10,00"], "total"),
        (["Total Jaca", "", "", "10,00"], "total"),
        (["", "", "", "1.234,50"], "sums"),
        (["Nombre", "Ciudad", "NIF", "Saldo"], "titles"),
        (["Página 3 de 12", "", "", ""], "page"),
        (["Total Fitness", "", "", ""], ""),
        (["Totana Frutas", "Jaca", "B50231877", "1,00"], ""),
        (["", "", "", "655702138"], ""),
        (["Suministros Suma S.L.", "", "", "3,00"], ""),
    ],
)
def test_which_rows_are_nobody(cells, why):
    sieve = Sieve(["Nombre", "Ciudad", "NIF", "Saldo"])
    for number in range(4):
        assert sieve.why(Record(number + 2, [f"Bar {chr(65 + number)}", "Jaca", f"B5023187{number}", "1,00"])) == ""

    assert sieve.why(Record(9, cells)) == why


def test_a_street_called_domicilio_stands_with_its_town(world):
    text = "Nombre;Domicilio;CP;Población\nRosa Ferrer;Mayor, 1;50001;Zaragoza\n"

    imports.bring(text, by=world.actor("ana"))

    (address,) = Party.objects.get(name="Rosa Ferrer").addresses.all()
    assert (address.street, address.city) == ("Mayor, 1", "Zaragoza")


def test_a_list_of_figures_alone_has_no_row_of_sums():
    sieve = Sieve([])

    assert [sieve.why(Record(n, ["1", "20260103", "2", "12.50"])) for n in range(1, 8)] == [""] * 7


def test_the_total_that_a_file_of_sales_states_stands_beside_what_it_adds_up_to(world):
    ana = world.actor("ana")
    text = "Fecha;Artículo;Importe\n3/11/2026;Café;10,00\n4/11/2026;Taza;5,50\nTOTAL;;16,00\n"
    batch = imports.begin(text, by=ana, slug="sales")

    foreseen = running.foresee(batch, by=ana)
    from tendero.records.exchange.showing import tallied

    told = {one["key"]: (one["figure"], one["doubt"]) for one in tallied(batch, foreseen["tally"])}
    assert foreseen["counts"] == {"created": 2, "skipped": 1}
    assert "16,00" in told["stated"][0]
    assert told["stated"][1]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("6,55E+08", None), ("6.55E+08", None), ("6.55702138E+08", "655702138"), ("3456500000000000000", None),
        ("655702138", "655702138"), ("B50231877", "B50231877"), ("8,1E+03", None),
    ],
)  # fmt: skip
def test_digits_that_a_spreadsheet_lost_are_not_made_up(text, digits):
    assert damage.digits(text) == digits


def test_damaged_values_are_left_out_with_the_cure_and_counted(world):
    ana = world.actor("ana")
    text = (
        "Nombre;Teléfono;CP;Ciudad;Cumpleaños\nRosa Ferrer;6,55E+08;8001;Barcelona;29831\n"
        "Luis Ortiz;#REF!;50001;Zaragoza;\n"
    )

    batch = imports.begin(text, by=ana)
    imports.run(batch, by=ana)

    rosa = Party.objects.get(name="Rosa Ferrer")
    assert (rosa.phone, rosa.postal_code, rosa.birthday_key, rosa.birth_year) == ("", "08001", 902, 1981)
    assert batch.tally == {"zeros": 1, "damaged": 1}
    assert "E+08" in batch.outcomes.get(number=2).reason
    assert "#REF!" in batch.outcomes.get(number=3).reason


OF_NO_FIELD = {
    "anniversary", "assistant", "phone:assistant", "department", "gender", "phone:workfax", "phone:homefax", "manager",
    "phone:other", "phone:pager", "spouse", "suffix", "prefix", "nickname", "photo",
}  # fmt: skip
"""What titles of Outlook name and a contact has no field for: faxes, pagers, assistants."""
NO_PLACE = {
    "crm_lead.xls": {"Contact Name"},  # a lead has a name of its own besides
    "fakeleaddata.csv": {"title", "ip", "points"},
    "m2m_customers_tags.csv": {"Customer"},
    "o2m_customers_contacts.csv": {"Address type"},
    "res_partner.xlsx": {"bank_ids/bank", "bank_ids/acc_number"},
    "google_new_format.csv": {"Phone 1 - Label", "Website 1 - Label", "Address 1 - Label"},
    "basic_csv_addressbook.csv": {"Nickname", "Fax Number", "Pager Number", "Department", "Screen Name", ""},
}
"""Columns of the samples for which a contact has no place; all others go somewhere by themselves."""
NO_CONTACTS = {"fakepagehitdata.csv", "product_template.xls", "outlook_es_labels.csv", "csv_no_header.csv"}


def contacts() -> list[Path]:
    found = (path for path in sorted(SAMPLES.glob("contacts_*/*")) if path.suffix in (".csv", ".xls", ".xlsx"))
    return [path for path in found if path.name not in NO_CONTACTS]


@needs_samples
@pytest.mark.django_db
@pytest.mark.parametrize("path", contacts(), ids=lambda path: path.name)
def test_the_samples_of_other_programs_map_by_themselves(path):
    batch = imports.begin(path.read_bytes(), by=Actor.system("test"), name=path.name)

    pairs = zip(batch.mapping["labels"], batch.mapping["columns"], strict=True)
    assert {label for label, key in pairs if not key} == NO_PLACE.get(path.name, set())


@needs_samples
def test_the_titles_of_outlook_in_spanish_find_their_place():
    with (SAMPLES / "contacts_labels/outlook_es_labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    lost = [row for row in rows if not (guess_target(row["header_es"]) or programs.of_any(row["header_es"]))]

    assert {row["field"] for row in lost} <= OF_NO_FIELD
    assert len(rows) - len(lost) == 64


@pytest.mark.parametrize("program", [one for one in programs.PROGRAMS if one.known], ids=lambda one: one.name)
def test_a_program_is_recognised_by_its_titles_and_told(program):
    assert programs.program_of([*program.marks, "Otra"]) == program.name


def test_few_titles_in_common_are_no_program():
    assert programs.program_of(["Nombre", "Labels", "Ciudad"]) == ""


@pytest.mark.parametrize("program", programs.PROGRAMS, ids=lambda one: one.name)
def test_every_title_of_a_program_goes_somewhere_that_is_there(program, world):
    from tendero.records.exchange import importers

    importer = importers.of("directory.Party")
    there = {target.key for target in importer.targets(world.actor("ana"))}
    labels = [*program.titles, *program.marks]

    found = importer.arrange(labels, [importer.guess(label) for label in labels])

    assert {key for key in found if key and key not in there and key.partition(":")[0] not in there} == set()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=12))
def test_the_sieve_never_raises(rows):
    sieve = Sieve(["Nombre", "Ciudad", "Saldo"])

    for number, cells in enumerate(rows, start=2):
        assert sieve.why(Record(number, cells)) in ("", "total", "sums", "titles", "page")


def test_the_preview_shows_customers_only(tmp_path):
    reading, _labels, _rows = read(LISTING, tmp_path)

    shown = preview(tmp_path / "file", reading, tmp_path)

    assert [number for number, _cells in shown.rows] == [6, 7, 11, 12]
