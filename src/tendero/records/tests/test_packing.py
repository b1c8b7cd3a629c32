"""Several texts in one cell come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tendero.records.values import packing

awkward = st.text(st.sampled_from("a;|\\ns \nñ'="), max_size=8)


def trimmed(texts: list[str]) -> list[str]:
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


@settings(max_examples=400, deadline=None)
@given(st.lists(awkward, max_size=4), st.sampled_from([packing.MANY, packing.PART]))
def test_what_is_packed_comes_out_again(texts: list[str], sign: str) -> None:
    cell = packing.pack(texts, sign)

    assert "\n" not in cell
    assert trimmed(packing.unpack(cell.strip(), sign)) == trimmed(texts)


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ("ana@bar.es | trabajo\n\nluis@bar.es", [{"a": "ana@bar.es", "b": "trabajo"}, {"a": "luis@bar.es"}]),
        ("| trabajo", [{"b": "trabajo"}]),
        ("C:\\docs | x\\|y | de más", [{"a": "C:\\docs", "b": "x|y"}]),
        ("", []),
    ],
)  # fmt: skip
def test_a_cell_that_people_wrote_is_read_kindly(cell: str, rows: list[dict[str, str]]) -> None:
    assert packing.unpack_rows(cell, ["a", "b"]) == rows
