"""E-mail addresses: as typed but for stray spaces and wrappings, and a word when one looks wrong."""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"^.*<([^<>]+@[^<>]+)>\s*$")
_SHAPE = re.compile(r"^[^@\s,;<>()\[\]]+@[^@\s,;<>()\[\]]+\.[^@\s.,;<>()\[\]]{2,}$")
_ACCENTED = re.compile(r"[áéíóúüñç]", re.IGNORECASE)


def normal_email(text: str) -> str:
    """Without ``mailto:``, spaces or a name around: «Rosa <rosa@bar.example>» gives «rosa@bar.example».

    The case of what stands before the @ is kept; the domain becomes small letters. Never longer than 254.
    """
    text = text.strip().strip("'\u200b\u00a0").strip()
    if found := _WRAPPED.match(text):
        text = found[1].strip()
    if text.lower().startswith("mailto:"):
        text = text[7:]
    name, at, domain = text.rpartition("@")
    return f"{name.strip()}{at}{domain.strip().lower()}"[:254] if at else text[:254]


def looks_wrong(address: str) -> bool:
    """Whether nothing would arrive there: no @, no dot after it, spaces, two addresses in one, an accent.

    >>> looks_wrong("rosa@bar"), looks_wrong("rosa@bar.example")
    (True, False)
    """
    if not address:
        return False
    return not _SHAPE.match(address) or ".." in address or bool(_ACCENTED.search(address.partition("@")[0]))
