"""Which delimiter, quote and escape a text table uses: the reading whose rows agree best.

Every candidate parses the same sample; it is worth how many rows share one width, how wide that is, and how clean its
cells look. The work is bounded: a sample of 64 kB, eleven delimiters, two quotes.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", "¦", "§", "#", "\x1e")
_PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.98, ":": 0.6, "#": 0.5}
_SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_CLEAN = re.compile(
    r"""^\s*(?:
        [-+(]?[€$]?\s?\d[\d.,\s]*[€$%)]?        # an amount
        |\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*      # a date
        |[\w.+-]+@[\w.-]+                       # an address
        |[^\W\d_][^"|;\t]*                      # words
        |[\w./+()\-\s]*                         # a code or a phone
    )\s*$""",
    re.VERBOSE,
)
_ESCAPED_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*\\"')
_ROWS = 120


@dataclass(frozen=True, slots=True)
class Dialect:
    """Shape of a text table; ``skip_lines`` physical lines (a ``sep=`` line) come before the table."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False
    skip_lines: int = 0
    sure: float = 1.0


def find_dialect(sample: str, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """Weigh the candidates over ``sample`` (the first part of the text, line ends as they come)."""
    first, _, rest = sample.partition("\n")
    named = _SEP_LINE.match(first.strip("\ufeff\r"))
    if named:
        found = find_dialect(rest, delimiter or named.group(1), quote)
        return replace(found, skip_lines=1)
    lines = _whole_lines(sample)
    delimiters = (delimiter,) if delimiter else tuple(item for item in DELIMITERS if item in sample) or (",",)
    quotes = (quote,) if quote is not None else _quotes(sample)
    scored = [(_score(lines, item, mark, escape), item, mark, escape)
              for item, mark, escape in product(delimiters, quotes, _escapes(sample))]  # fmt: skip
    scored.sort(key=lambda entry: -entry[0])
    best, *others = scored
    rival = next((entry[0] for entry in others if entry[1] != best[1]), 0.0)
    sure = 1.0 if delimiter or not best[0] else max(0.5, min(1.0, best[0] / (best[0] + rival * 0.6)))
    return Dialect(best[1], best[2], best[3], _spaced(sample, best[1], best[2]), 0, round(sure, 2))


def parser(dialect: Dialect) -> dict[str, object]:
    """Keyword arguments for ``csv.reader``."""
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote or None,
        "quoting": csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        "escapechar": dialect.escape or None,
        "doublequote": True,
        "skipinitialspace": dialect.skip_space,
    }


def _whole_lines(sample: str) -> list[str]:
    lines = sample.splitlines(keepends=True)
    lines = list(re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", sample)) if lines else []
    return lines[:-1][: _ROWS * 3] if len(lines) > 4 and len(sample) >= 60_000 else lines[: _ROWS * 3]


def _quotes(sample: str) -> tuple[str, ...]:
    """Double quotes always; single ones only where they open and close cells."""
    around = re.findall(r"(?:^|[,;\t|])\s?'[^'\n]*'(?=[,;\t|\r\n]|$)", sample, re.MULTILINE)
    return ('"', "'") if len(around) >= 2 and len(around) * 3 > sample.count("'") / 2 else ('"',)


def _escapes(sample: str) -> tuple[str, ...]:
    """A backslash only where one stands before a quote and is not itself what another one escapes."""
    return ("", "\\") if _ESCAPED_QUOTE.search(sample) else ("",)


def _spaced(sample: str, delimiter: str, quote: str) -> bool:
    """Whether blanks before a cell say nothing: before quotes, and where blanks themselves part the columns."""
    return delimiter == " " or (bool(quote) and f"{delimiter} {quote}" in sample)


def _score(lines: list[str], delimiter: str, quote: str, escape: str) -> float:
    dialect = Dialect(delimiter, quote, escape, _spaced("".join(lines[:50]), delimiter, quote))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(iter(lines), **parser(dialect)):  # type: ignore[arg-type]
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) >= _ROWS:
                break
    except csv.Error:
        return 0.0
    return _worth(rows, delimiter) if rows else 0.0


def _worth(rows: list[list[str]], delimiter: str) -> float:
    # Title lines above the table have one cell and must not vote against it.
    widths = Counter(len(row) for row in rows)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.01
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    agree = count / len(rows)
    cells = [cell for row in rows if len(row) == width for cell in row]
    clean = sum(1 for cell in cells if _CLEAN.match(cell) and '"' not in cell[:1]) / len(cells)
    return agree * agree * (0.4 + math.log2(width)) * (0.2 + 0.8 * clean) * _PRIOR.get(delimiter, 0.8)
