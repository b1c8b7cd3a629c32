"""What somebody answered about a name in a file of sales, as the import keeps it."""

from __future__ import annotations

from typing import Final

IS: Final = "is"
"""It is the product of this reference."""
AS: Final = "as"
"""It is what the file calls so elsewhere."""
NEW: Final = "new"
"""It is a product of its own."""


def answer(kind: str, what: str = "") -> str:
    """One answer as text."""
    return f"{kind}:{what}" if what else kind


def told(text: str) -> tuple[str, str]:
    """The inverse of `answer`; ("", "") for none and for what is no answer.

    >>> told("is:1m8p2k")
    ('is', '1m8p2k')
    """
    kind, _colon, what = text.partition(":")
    known = kind == NEW if not what else kind in (IS, AS)
    return (kind, what) if known else ("", "")
