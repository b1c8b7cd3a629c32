"""Finding @someone in a note."""

from __future__ import annotations

import re

_MENTION = re.compile(r"(?<![\w@.])@([\w.-]{1,60})", re.UNICODE)


def mentioned(text: str) -> tuple[str, ...]:
    """The names after each @, lower case, without repeats, in order; addresses like a@b.es are not mentions.

    A full stop or hyphen that ends the sentence is not part of the name.
    """
    names = (match.group(1).rstrip(".-").lower() for match in _MENTION.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name))
