"""Text as people search and sort it, the same on every database engine."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+")
_SPACE: Final = re.compile(r"\s+")
_NUMBER_SIGN: Final = re.compile(r"\bn\.?\s?[º°]\.?|\bno\.(?=\s|$)", re.IGNORECASE)
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
    return fold_once(text)


def fold_once(text: str) -> str:
    """`fold` for texts that do not come again, such as a whole document: nothing is remembered."""
    bare = text if text.isascii() else text.translate(_FOLDED)
    if not bare.isascii():
        return fold_any(text)
    return " ".join(bare.lower().split())


def fold_any(text: str) -> str:
    """What `fold` means, for letters of any script. Those of Spanish and its neighbours take a table instead."""
    # Compatibility letters first: «🄰» is an A that only then can be made small.
    small = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", small)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACE.sub(" ", bare).strip()


def plain_sign(title: str) -> str:
    """A title with «n» for the sign of a number, which `fold` would take for a letter of the word.

    >>> [plain_sign(title) for title in ("Nº ticket", "N.º cliente", "No. factura", "No molestar")]
    ['n ticket', 'n cliente', 'n factura', 'No molestar']
    """
    return " ".join(_NUMBER_SIGN.sub("n ", title).split())


def plain_number(text: str, most: int = 10**9) -> int | None:
    """The number of these plain digits, up to `most`; None for anything else: signs, «²», digits without end.

    >>> [plain_number(text) for text in ("12", "²", "-1", "9" * 5000, "")]
    [12, None, None, None, None]
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    number = int(text)
    return number if number <= most else None


def words(text: str) -> list[str]:
    """The folded words of `text`, in order, punctuation dropped."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=16_384)
def sort_key(text: str) -> str:
    """A key that sorts bytewise as Spanish does: accents and punctuation ignored, ñ after n.

    >>> sorted(["Ñoño", "Nz", "Óscar", "na"], key=sort_key)
    ['na', 'Nz', 'Ñoño', 'Óscar']
    """
    bare = text.strip()
    if not bare.isascii():
        bare = bare.translate(_SORTED)
        if not bare.isascii():
            return sort_any(text)
    key = " ".join(bare.lower().split())
    return (key if key.replace(" ", "").isalnum() else _NOISE.sub("", key))[:200].strip()


def sort_any(text: str) -> str:
    """What `sort_key` means, for letters of any script."""
    composed = unicodedata.normalize("NFC", text.strip()).casefold()
    parts = (fold_any(f"x{part}x")[1:-1] for part in composed.split("ñ"))
    return _NOISE.sub("", _AFTER_N.join(parts))[:200].strip()


def _table() -> dict[int, str]:
    """Letters of Latin alphabets that stand alone, each with what it is folded to."""
    letters = (chr(code) for code in range(0x80, 0x180))
    folded = {letter: fold_any(letter) for letter in letters if letter.isalpha()}
    return str.maketrans({letter: bare for letter, bare in folded.items() if bare.isascii()})


_FOLDED: Final = _table()
_SORTED: Final = _FOLDED | str.maketrans({"ñ": _AFTER_N, "Ñ": _AFTER_N})
