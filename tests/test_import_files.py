"""Every file of the samples is read whole or refused with a reason; what comes in goes out and in again the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from tendero.directory.models import Party, PartyAddress
from tendero.kernel import changes, write
from tendero.kernel.actor import Actor
from tendero.records.exchange.reading import detect, read_rows, stage
from tendero.records.exchange.reading.cells import content
from tendero.records.exchange.refusal import Refused
from tendero.records.models import ImportRow
from tests import exchange, imports

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
SAMPLES = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
KINDS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
FOLDERS = ("contacts_*", "messy_csv", "northwind")


def files() -> list[Path]:
    """Every table there is among the samples of contacts, of broken files and of a shop's."""
    folders = [folder for pattern in FOLDERS for folder in sorted(SAMPLES.glob(pattern))]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in KINDS
    ]


needs_samples = pytest.mark.skipif(not files(), reason=f"the sample files are not at {SAMPLES.name}")


def rows_of(path: Path, folder: Path) -> tuple[list[str], list[list[str]]]:
    reading = detect(path, folder)
    staged = stage(path, reading, folder, folder / "staged.csv")
    rows = list(read_rows(folder / "staged.csv", staged.offsets))
    for row in rows:
        assert row.problem or len(row.cells) == staged.width
    return staged.labels, [[content(cell) for cell in row.cells] for row in rows]


@needs_samples
@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_sample_is_read_whole_or_refused_with_a_reason(path, tmp_path):
    try:
        _labels, rows = rows_of(path, tmp_path)
    except Refused as refused:
        rows = [[str(refused)]]
    assert rows
    assert all(any(row) for row in rows)


@needs_samples
@pytest.mark.parametrize("path", sorted((SAMPLES / "messy_csv/csv-spectrum/csvs").glob("*.csv")), ids=lambda p: p.name)
def test_the_published_parse_is_ours(path, tmp_path):
    labels, rows = rows_of(path, tmp_path)
    published = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))

    if path.name == "location_coordinates.csv":  # its publishers wrote another telephone into the JSON than the CSV
        published["Contact Phone Number"] = "2095257564"
    assert [dict(zip(labels, row, strict=True)) for row in rows] == [
        {name: value.replace("\r\n", "\n") for name, value in record.items()}
        for record in (published if isinstance(published, list) else [published])
    ]


@needs_samples
@pytest.mark.parametrize("name", ["contacts_mautic/fakeleaddata.csv", "contacts_odoo/o2m_customers_contacts.csv"])
def test_no_column_is_shifted(name, tmp_path):
    labels, rows = rows_of(SAMPLES / name, tmp_path)
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        told = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]

    assert [labels, *rows] == [[cell.strip() if i == 0 else cell for cell in row] for i, row in enumerate(told)]


BOOKS = [path for path in files() if path.suffix.lower() in (".xlsx", ".xls", ".ods")]


@needs_samples
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.stem}{path.suffix}")
def test_no_column_of_a_workbook_is_shifted(path, tmp_path):
    """Each row that is brought stands under its number with every cell where the workbook has it."""
    try:
        reading = detect(path, tmp_path)
        staged = stage(path, reading, tmp_path, tmp_path / "staged.csv")
    except Refused:
        return
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(reading.sheet)
    top, left = sheet.start
    told = {top + at: [""] * left + row for at, row in enumerate(sheet.iter_rows(), start=1)}
    joined = {number for first, last in sheet.merged_cell_ranges or [] for number in range(first[0] + 2, last[0] + 2)}

    for row in read_rows(tmp_path / "staged.csv", staged.offsets):
        theirs = [cell not in ("", None) for cell in told[row.number]]
        mine = [bool(cell) for cell in row.cells] + [False] * (len(theirs) - len(row.cells))
        if row.number not in joined:
            assert mine[: len(theirs)] == [a or (b and content(row.cells[at]).startswith("#"))
                                           for at, (a, b) in enumerate(zip(theirs, mine, strict=False))]  # fmt: skip
        for cell, value in zip(row.cells, told[row.number], strict=False):
            if isinstance(value, str) and value.strip() and row.number not in joined:
                assert content(cell).split() == value.split()


@needs_samples
@pytest.mark.django_db
@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_sample_comes_in_or_is_refused_with_a_reason(path):
    by = Actor.system("test")
    reason = ""
    try:
        batch = imports.begin(path.read_bytes(), by=by, name=path.name)
        counts = imports.run(batch, by=by)
    except Refused as refused:
        reason = str(refused)
    if reason:
        assert len(reason.split()) > 3
        return
    assert sum(counts.values()) == ImportRow.objects.filter(batch=batch).count() == batch.rows
    assert not batch.outcomes.filter(outcome="failed", reason="").exists()


@needs_samples
@pytest.mark.django_db
@pytest.mark.parametrize("path", [p for p in files() if p.parts[-2].startswith("contacts_")], ids=lambda p: p.name)
def test_contacts_of_other_programs_come_in_once(path):
    by = Actor.system("test")
    try:
        imports.bring(path.read_bytes(), by=by, name=path.name)
    except Refused:
        return
    before = Party.everything.count()

    again = imports.bring(path.read_bytes(), by=by, name=path.name)

    assert Party.everything.count() == before
    assert not {"created", "updated", "failed"} & again.keys()


word = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf")), min_size=1, max_size=12
)
cell = st.one_of(word, st.sampled_from(['a "quoted" word', "two\nlines", "semi;colon", "com,ma", "ñandú", "1.234,50"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_whatever_the_csv_module_writes_is_read_back(tmp_path_factory, rows, delimiter):
    folder = tmp_path_factory.mktemp("file")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["Nombre", "Ciudad", "E-mail"], *rows])
    (folder / "file.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    from tendero.records.exchange.reading import Choices

    reading = detect(folder / "file.csv", folder, Choices(header_row=1, delimiter=delimiter, quote='"'))
    staged = stage(folder / "file.csv", reading, folder, folder / "staged.csv")
    read = [row.cells for row in read_rows(folder / "staged.csv", staged.offsets)]

    assert read == [row for row in rows if any(value.strip() for value in row)]


def test_two_backslashes_before_a_closing_quote_are_no_escaped_quote(world, tmp_path):
    """The export doubles the backslashes of addresses; what it wrote is read as any CSV program reads it."""
    with changes.change_set("test", by=world.actor("ana")):
        for _number in range(3):
            luis = world.person("Luis Ortiz Ibáñez")
            for street in ("\\\n España", "\\té", "a\\"):
                write.create(PartyAddress(party=luis, street=street, label="\\"))
    path = tmp_path / "file.csv"
    path.write_bytes(exchange.file_of("parties", "csv-semicolon", by=world.actor("ana")))

    read = [
        row.cells
        for row in read_rows(
            tmp_path / "staged.csv", stage(path, detect(path, tmp_path), tmp_path, tmp_path / "staged.csv").offsets
        )
    ]

    told = io.StringIO(path.read_text("utf-8-sig"), newline="")
    assert read == list(csv.reader(told, delimiter=";"))[1:]
