"""Rows of a file of sales: what is remembered of the rows before changes nothing in what a row says."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tendero.kernel.actor import Actor
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import MARK
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.actions.importing.marks import Marks
from tendero.sales.actions.importing.reading import RowReader

COLUMNS = (
    "quantity", "number", "date", "customer.name", "customer.tax_id", "product", "price", "tax", "currency", "kind",
    "", "amount", "hour", "total",
)  # fmt: skip
FIGURE = st.sampled_from(
    ["", "-", "2", "2,50", "1.234,5", "-3", "12 €", "USD 4", "'+5", "abc", "9" * 14, f"{MARK}n7.5"]
)
CELLS = {
    "quantity": FIGURE, "price": FIGURE, "amount": FIGURE, "total": FIGURE,
    "tax": st.sampled_from(["", "21", "0.1", "x"]),
    "date": st.sampled_from(["03/02/2026", "2026-02-03 10:15", "", "ayer no", f"{MARK}t2026-02-03T10:15:00"]),
    "hour": st.sampled_from(["", "9:30", "tarde"]), "currency": st.sampled_from(["", "€", "USD", "??"]),
    "kind": st.sampled_from(["", "venta", "devolución", "quizá"]),
}  # fmt: skip
WORDS = st.sampled_from(["", "-", "Rosa Gil", "=1+1", "'=x", " café con leche y pan ", "T-1", f"{MARK}n12", "N/A"])
rows = st.builds(
    StagedRow,
    st.integers(2, 9),
    st.sampled_from(["", "", "", "extra_cells"]),
    st.tuples(*(CELLS.get(key, WORDS) for key in COLUMNS)).map(list),
)


@given(st.lists(rows, min_size=1, max_size=8), st.sampled_from([",", "."]))
def test_a_row_says_the_same_whatever_came_before_it(file: list[StagedRow], decimal: str) -> None:
    """Read with what is remembered, and column by column, twice over."""
    reader = RowReader(Plan(columns=COLUMNS), Formats(decimal, "dmy"), by=Actor.system("test"))

    assert [reader.read(row) for row in file * 2] == [reader.read_plainly(row) for row in file * 2]


@given(st.lists(st.tuples(st.sampled_from(["", "T-1", "T-2"]), st.sampled_from(["pan", "té"])), max_size=12), st.data())
def test_lines_alike_are_counted_wherever_the_chunks_are_cut(file: list[tuple[str, str]], data: st.DataObject) -> None:
    """The first of them is none, the second one, the third two; without a number each is a sale of its own."""
    drafts = [Draft(at, texts={"number": number, "product": product}) for at, (number, product) in enumerate(file)]
    marks = Marks()
    left = drafts
    while left:
        size = data.draw(st.integers(1, len(left)))
        marks.give(left[:size])
        left = left[size:]

    seen: Counter[tuple[str, str]] = Counter()
    for draft, said in zip(drafts, file, strict=True):
        assert draft.nth == seen[said]
        seen[said] += 1
    known = {(said, draft.mark) for draft, said in zip(drafts, file, strict=True)}
    assert len({mark for _said, mark in known}) == len(known) == len(set(file))
    assert len({draft.document for draft in drafts}) == len({number for number, _p in file if number}) + sum(
        not number for number, _product in file
    )
