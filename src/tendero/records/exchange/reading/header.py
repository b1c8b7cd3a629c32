"""Which row holds the titles: the first one that looks like names of columns and is followed by rows of its width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from tendero.records.exchange.reading.cells import content, is_blank, kind_of
from tendero.records.exchange.reading.text_table import Record

LOOK = 40
_VALUE = re.compile(r"^\s*[-+(]?[€$]?\s?\d[\d.,:/\-\s]*[€$%)]?\s*$|@[\w-]+\.|^https?://|^\d{4}-\d\d-\d\d")


def find_header(records: Sequence[Record], known: Callable[[str], bool]) -> tuple[int, float]:
    """Row number of the titles (0: there are none) and how sure that is. ``known``: a label means something."""
    filled = [record for record in records[:LOOK] if any(not is_blank(cell) for cell in record.cells)]
    if not filled:
        return 0, 0.0
    width = _usual_width(filled)
    candidates = [record for record in filled if _filled(record) >= max(1, 0.5 * width)]
    best = max(filled, key=lambda record: (_known(record, known), -record.number))
    if _known(best, known) >= max(2, 0.4 * _filled(best)):
        return best.number, 1.0
    if not candidates:
        return filled[0].number, 0.3
    first = candidates[0]
    likeness = _title_likeness(first, [record for record in filled if record.number > first.number])
    if likeness >= 0.5:
        return first.number, round(likeness, 2)
    return 0, round(1 - likeness, 2)


def unique_labels(cells: Sequence[str], width: int) -> list[str]:
    """Labels for ``width`` columns; repeated ones get a number, missing ones stay empty."""
    seen: Counter[str] = Counter()
    labels = []
    for index in range(width):
        label = " ".join(content(cells[index]).split()) if index < len(cells) else ""
        seen[label] += 1
        labels.append(f"{label} ({seen[label]})" if label and seen[label] > 1 else label)
    return labels


def span(records: Sequence[Record], row: int, known: Callable[[str], bool]) -> tuple[int, int]:
    """First row of the titles and how many they take: groups may stand above them, or parts of some below."""
    near = {record.number: record for record in records if abs(record.number - row) <= 1}
    titles = near.get(row)
    if titles is None:
        return row, 1
    above, below = near.get(row - 1), near.get(row + 1)
    if below is not None and _parts(titles, below, known):
        return row, 2
    if above is not None and _groups(above, titles):
        return row - 1, 2
    return row, 1


def joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """One title a column out of two rows: «Envío · CP» where a group says which of several."""
    found: list[str] = []
    group = ""
    for at in range(max(len(above), len(below))):
        over = " ".join(content(above[at]).split()) if at < len(above) else ""
        under = " ".join(content(below[at]).split()) if at < len(below) else ""
        group = over or (group if under else "")
        found.append(f"{group} · {under}" if group and under and group != under else under or over)
    return found


def _groups(above: Record, titles: Record) -> bool:
    """Whether the row holds heads of groups: several words, each over a title, fewer than the titles, no figures."""
    heads = [at for at, cell in enumerate(above.cells) if not is_blank(cell)]
    if len(heads) < 2 or len(heads) >= _filled(titles):
        return False
    texts = [content(above.cells[at]).strip() for at in heads]
    if any(kind_of(above.cells[at]) for at in heads) or any(_VALUE.search(t) or ":" in t or len(t) > 40 for t in texts):
        return False
    return all(at < len(titles.cells) and not is_blank(titles.cells[at]) for at in heads)


def _parts(titles: Record, below: Record, known: Callable[[str], bool]) -> bool:
    """Whether the row below goes on with the titles: words, one of them known, all under blanks or a group's first."""
    if not any(is_blank(cell) for cell in titles.cells[: len(below.cells)]) or len(below.cells) > len(titles.cells) + 8:
        return False
    places = [at for at, cell in enumerate(below.cells) if not is_blank(cell)]
    if len(places) < 2 or not any(known(content(below.cells[at])) for at in places):
        return False
    if any(kind_of(below.cells[at]) or _VALUE.search(below.cells[at]) for at in places):
        return False
    return all(_blank_at(titles, at) or _blank_at(titles, at + 1) or titles.cells[at] == below.cells[at]
               for at in places)  # fmt: skip


def _blank_at(record: Record, at: int) -> bool:
    return at >= len(record.cells) or is_blank(record.cells[at])


def _known(record: Record, known: Callable[[str], bool]) -> int:
    return sum(1 for cell in record.cells if not is_blank(cell) and known(content(cell)))


def _filled(record: Record) -> int:
    return sum(1 for cell in record.cells if not is_blank(cell))


def _usual_width(filled: Sequence[Record]) -> int:
    """The width most rows share, counting up to their last filled cell."""
    widths = Counter(len(record.cells) for record in filled)
    return max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _title_likeness(record: Record, below: Sequence[Record]) -> float:
    """Between 0 and 1: words, all different, short, and unlike the cells under them."""
    texts = [content(cell).strip() for cell in record.cells if not is_blank(cell)]
    values = sum(1 for cell in record.cells if not is_blank(cell) and (kind_of(cell) or _VALUE.search(cell)))
    if values * 2 >= len(texts):
        return 0.1
    if values and not any(_numbers_below(record, below)):
        return 0.4
    if any("@" in text for text in texts):
        return 0.2
    distinct = len(set(texts)) / len(texts)
    short = sum(1 for text in texts if len(text) <= 60) / len(texts)
    contrast = _contrast(record, below)
    return min(1.0, 0.25 + 0.25 * distinct * short + 0.5 * contrast) if below else 0.7


def _numbers_below(record: Record, below: Sequence[Record]) -> list[bool]:
    """For each value-like title, whether its column is of another sort (years as titles over yes and no)."""
    return [
        any(index < len(row.cells) and row.cells[index] and not _VALUE.search(row.cells[index]) for row in below[:20])
        for index, cell in enumerate(record.cells)
        if not is_blank(cell) and _VALUE.search(content(cell))
    ]


def _contrast(record: Record, below: Sequence[Record]) -> float:
    """Share of columns whose title is not repeated and does not look like what stands below."""
    differs = seen = 0
    for index, cell in enumerate(record.cells):
        column = [row.cells[index] for row in below[:20] if index < len(row.cells) and not is_blank(row.cells[index])]
        if is_blank(cell) or not column:
            continue
        seen += 1
        value_like = sum(1 for item in column if kind_of(item) or _VALUE.search(item))
        differs += cell not in column and (value_like * 2 >= len(column) or len(set(column)) > 1 or len(column) == 1)
    return differs / seen if seen else 0.5
