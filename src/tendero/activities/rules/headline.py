"""The line by which an entry of the historial is read, and what stands under it. See docs/rules/timeline.md."""

from __future__ import annotations

from typing import Final, NamedTuple

LONGEST: Final = 110


class Headline(NamedTuple):
    """First line and the rest; an empty `first` leaves the line to the kind's own name."""

    first: str
    rest: str


def headline(*, title: str, body: str, outcome: str, is_note: bool) -> Headline:
    """An entry's own subject if it has one; else a note's first line, or the outcome of a call or a visit."""
    if title:
        return Headline(title, "\n".join(part for part in (outcome, body) if part))
    if not is_note:
        return Headline(outcome, body)
    line, _, rest = body.partition("\n")
    return Headline(line, rest.strip()) if len(line) <= LONGEST else _cut(body)


def _cut(body: str) -> Headline:
    """The first sentence of a long note, where it is short enough; else the whole note stands under its kind."""
    end = body.find(". ")
    return Headline(body[: end + 1], body[end + 2 :].strip()) if 0 < end < LONGEST else Headline("", body)
