"""`./tendero import --doubts`: rows that may be somebody are the same, two, or new and marked; a file tells which."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tendero.config.cli import import_file
from tendero.directory.models import Party
from tendero.records.models import ImportAnswer
from tests.world import World

THERE = "nombre;telefono;ciudad\nMarta Lasala Oliván;600111222;Zaragoza\n"
FILE = "nombre;telefono;ciudad\nMarta Lasala Olivan;655000111;Huesca\n=Rosa Ferrer Uriol;699888777;Teruel\n"


def command(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command answers, on the database of this test."""
    parser = argparse.ArgumentParser()
    import_file.configure(parser)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_file, "start", lambda **_options: None)
        assert import_file.run(parser.parse_args(["parties", *arguments, "--json"])) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.fixture
def files(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Marta is there; the other file brings her with another telephone."""
    there, file = tmp_path / "antes.csv", tmp_path / "feria.csv"
    there.write_text(THERE, "utf-8")
    file.write_text(FILE, "utf-8")
    command(str(there), capsys=capsys)
    return file


@pytest.mark.parametrize(("told", "counts"), [("same", {"updated": 1, "created": 1}), ("two", {"created": 2})])
def test_doubtful_rows_are_what_the_command_says(
    files: Path, capsys: pytest.CaptureFixture[str], told: str, counts: dict[str, int]
) -> None:
    report = command(str(files), "--doubts", told, capsys=capsys)

    assert {name: count for name, count in report["counts"].items() if count} == counts
    assert report["doubts"] == 1
    again = command(str(files), "--doubts-report", str(files.with_name("dudas.csv")), capsys=capsys)
    assert (again["counts"]["unchanged"], again["doubts"]) == (2, 0)


def test_a_report_tells_each_doubtful_row_and_runs_nothing_in_a_spreadsheet(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = files.with_name("dudas.csv")

    report = command(str(files), "--doubts-report", str(target), capsys=capsys)

    with target.open(encoding="utf-8-sig", newline="") as file:
        [row] = list(csv.DictReader(file))
    assert (row["row"], row["other"], row["answer"]) == ("2", "Marta Lasala Oliván", "")
    assert row["other_address"].startswith("/parties/")
    assert row["reasons"]
    assert report["counts"]["created"] == 2
    assert Party.objects.count() == 3


def test_a_trial_leaves_no_answer_behind(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = command(str(files), "--doubts", "same", "--dry-run", capsys=capsys)

    assert report["counts"] == {"updated": 1, "created": 1}
    assert not ImportAnswer.objects.exists()
    assert Party.objects.count() == 1
