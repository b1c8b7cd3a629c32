"""Precision and recall of the search for duplicates on records with known truth."""

from __future__ import annotations

import pytest
from benchmarks.duplicates import FOLDER, measured


@pytest.mark.once
def test_febrl_is_told_apart() -> None:
    name = "febrl/dataset1.csv"
    if not (FOLDER / name).is_file():
        pytest.skip(f"{name} is not there: the public FEBRL records are no part of the source")
    shown, same = measured(name)
    assert shown.precision >= 0.995
    assert shown.recall >= 0.97
    assert same.precision >= 0.995
