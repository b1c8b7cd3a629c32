"""Text that a spreadsheet program would run as a formula is kept from it by an apostrophe, taken off by import.

`shield` puts one apostrophe before anything that begins with = + - @ tab or return, or with apostrophes and then one
of these; `unshield` takes one off exactly there. So `unshield(shield(text)) == text` for every text.
"""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED: Final = re.compile(r"''*[=+\-@\t\r]")


def shield(text: str) -> str:
    """The text as a spreadsheet may hold it."""
    return f"'{text}" if _RUNS.match(text) else text


def unshield(text: str) -> str:
    """The text that `shield` was given."""
    return text[1:] if _SHIELDED.match(text) else text
