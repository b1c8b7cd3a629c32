"""Facts of sales, past tense."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tendero.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SalesWritten(Event):
    """What these contacts have bought is not what it was: sales of theirs were made, changed, binned, given to others.

    Told however it came about: by hand, by a file, by an undo. One event for each part of a change set. `days` are
    those of the sales, and those they had before; sales without a contact have no more than these.
    """

    parties: tuple[int, ...]
    days: tuple[dt.date, ...]
