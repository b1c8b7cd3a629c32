"""Tables that belong together, exported each to a file of its own, made one by the keys that they share."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..words import gettext as _
from .failure import CommandFailed

if TYPE_CHECKING:
    from tendero.records.exchange.reading import Choices, Staged


def parts(text: str) -> tuple[Path, str]:
    """``orders.csv:orderID``: a file, and the title that it shares with what it is joined to."""
    file, _colon, title = text.rpartition(":")
    if not file or not title:
        raise CommandFailed(_("--join wants FILE:TITLE, such as orders.csv:orderID; not “%s”") % text)
    path = Path(file)
    if not path.is_file():
        raise CommandFailed(_("there is no file %s") % path)
    return path, title


def joined(file: Path, others: Sequence[tuple[Path, str]], folder: Path, choices: Choices) -> Path:
    """A CSV in `folder`: the rows of `file`, read under `choices`, with the columns of the others beside.

    A title that is taken gets the other file's name behind it. A key that the other file does not have leaves its
    columns empty; one that it has twice counts as the first. Refused if the title is in neither.
    """
    labels, rows = _table(file, folder / "main", choices)
    for at, (path, title) in enumerate(others):
        more, told = _table(path, folder / f"other{at}", None)
        _known(title, labels, file)
        _known(title, more, path)
        where, key = labels.index(title), more.index(title)
        of_key: dict[str, list[str]] = {}
        for cells in told:
            of_key.setdefault(cells[key].strip(), cells[:key] + cells[key + 1 :])
        blank = [""] * (len(more) - 1)
        rows = _beside(rows, where, of_key, blank)
        others_titles = more[:key] + more[key + 1 :]
        labels = labels + [label if label not in labels else f"{label} ({path.stem})" for label in others_titles]
    target = folder / f"{file.stem}.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(labels)
        writer.writerows(rows)
    return target


def _beside(
    rows: Iterator[list[str]], where: int, of_key: dict[str, list[str]], blank: list[str]
) -> Iterator[list[str]]:
    """Each row with what the other file says of its key."""
    return (cells + of_key.get(cells[where].strip(), blank) for cells in rows)


def _table(path: Path, folder: Path, choices: Choices | None) -> tuple[list[str], Iterator[list[str]]]:
    """The titles and the rows of a file, read as an import reads it."""
    from tendero.records.exchange.reading import detect, read_rows, stage
    from tendero.records.exchange.reading.cells import content

    folder.mkdir()
    staged: Staged = stage(path, detect(path, folder, choices), folder, folder / "staged.csv")
    rows = read_rows(folder / "staged.csv", staged.offsets)
    return list(staged.labels), ([content(cell) for cell in row.cells] for row in rows if not row.problem)


def _known(title: str, labels: Sequence[str], path: Path) -> None:
    if title not in labels:
        known = ", ".join(filter(None, labels))
        wrong = {"file": path, "title": title, "known": known}
        raise CommandFailed(_("%(file)s has no column “%(title)s”; it has: %(known)s") % wrong)
