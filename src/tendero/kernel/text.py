"""Text as people search and sort it, the same on every database engine."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+")
_SPACE: Final = re.compile(r"\s+")
_SPECIAL: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ª": "a", "º": "o"}
)
_NOISE: Final = re.compile(r"[^a-z0-9{ ]+")
_AFTER_N: Final = "n{"  # "{" follows "z": ñ stands after every other n, as the Spanish alphabet has it


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """`text` without case, accents or repeated space: what two spellings of the same word share.

    >>> fold("  GARCÍA   Núñez ")
    'garcia nunez'
    """
    if text.isascii():
        return _SPACE.sub(" ", text.lower()).strip()
    # Compatibility letters first: «🄰» is an A that only then can be made small.
    small = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", small)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACE.sub(" ", bare).strip()


def words(text: str) -> list[str]:
    """The folded words of `text`, in order, punctuation dropped."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=16_384)
def sort_key(text: str) -> str:
    """A key that sorts bytewise as Spanish does: accents and punctuation ignored, ñ after n.

    >>> sorted(["Ñoño", "Nz", "Óscar", "na"], key=sort_key)
    ['na', 'Nz', 'Ñoño', 'Óscar']
    """
    composed = unicodedata.normalize("NFC", text.strip()).casefold()
    parts = (fold(f"x{part}x")[1:-1] for part in composed.split("ñ"))
    return _NOISE.sub("", _AFTER_N.join(parts))[:200].strip()
