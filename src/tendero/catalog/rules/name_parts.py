"""What the name of a product says, however it is written: words and figures (`docs/rules/product-names.md`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tendero.kernel.text import fold

_PLUS: Final = re.compile(r"(?<=\w)\+(?!\w)")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECE: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_NOT_SAID: Final = re.compile(r"[^\w.]+|_+|(?<!\d)\.|\.(?!\d)")
_IDLE: Final = frozenset("de del la el las los en y e al of the and for para".split())
"""Words that say nothing between two others."""
_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    **dict.fromkeys("kg kgs kilo kilos kilogramo kilogramos".split(), ("g", Decimal(1000))),
    **dict.fromkeys("g gr grs gramo gramos".split(), ("g", Decimal(1))),
    **dict.fromkeys("mg mgs miligramo miligramos".split(), ("g", Decimal("0.001"))),
    **dict.fromkeys("l lt lts ltr litro litros".split(), ("ml", Decimal(1000))),
    **dict.fromkeys("cl centilitro centilitros".split(), ("ml", Decimal(10))),
    **dict.fromkeys("ml mililitro mililitros cc".split(), ("ml", Decimal(1))),
    **dict.fromkeys("m mt mts metro metros".split(), ("mm", Decimal(1000))),
    **dict.fromkeys("cm cms centimetro centimetros".split(), ("mm", Decimal(10))),
    **dict.fromkeys("mm milimetro milimetros".split(), ("mm", Decimal(1))),
    **dict.fromkeys("ud uds u un unidad unidades pieza piezas pz pcs pc".split(), ("u", Decimal(1))),
    **{unit: (unit, Decimal(1)) for unit in "gb tb mb w kw v a ah mah hz mhz ghz bar".split()},
}
"""Units by their spellings: which they come down to, and how many of it they are."""
_LETTERS_OF_MODELS: Final = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """`key` is one for all writings that surely mean the same; `figures` are numbers with their units, in order."""

    words: tuple[str, ...]
    figures: tuple[str, ...]
    key: str


@lru_cache(maxsize=65_536)
def parts_of(name: str) -> Parts:
    """Words in the singular, without accents and without those that only join; figures in one unit of each kind."""
    plain = fold(_CAMEL.sub(" ", _PLUS.sub(" plus", name.replace("×", "x"))))
    pieces = [(found[0], found.start(), found.end()) for found in _PIECE.finditer(plain)]
    words: list[str] = []
    figures: list[str] = []
    told: list[str] = []
    ends = (0, len(pieces) - 1)
    at = 0
    while at < len(pieces):
        piece = pieces[at][0]
        if piece[0].isdigit():
            unit = pieces[at + 1][0] if at + 1 < len(pieces) and pieces[at + 1][0] in _UNITS else ""
            figures.append(_measure(piece, unit))
            told.append(figures[-1] if unit else f"{_model(pieces, at)}{figures[-1]}")
            at += bool(unit)
        elif piece not in _IDLE or at in ends:
            words.append(_singular(piece))
        at += 1
    return Parts(tuple(words), tuple(figures), f"{' '.join(sorted(words))}|{' '.join(told)}".strip("|"))


def _model(pieces: Sequence[tuple[str, int, int]], at: int) -> str:
    """The few letters right before a number: «M-64» is no «64», and «A4 3» no «A3 4»."""
    if not at:
        return ""
    before, _start, end = pieces[at - 1]
    close = before.isalpha() and before not in _IDLE and len(before) <= _LETTERS_OF_MODELS and pieces[at][1] - end <= 1
    return f"{before}:" if close else ""


@lru_cache(maxsize=65_536)
def squashed(name: str) -> str:
    """Letters and digits only: «GTX Pro» and «GTXPro» are one. Digits that stand apart stay so: «1,5» is not «15»."""
    told = _BETWEEN_DIGITS.sub(".", fold(_PLUS.sub(" plus", name.replace("×", "x"))))
    return _NOT_SAID.sub("", told)


def _measure(number: str, unit: str) -> str:
    """«1 kg» and «1000 g» are one figure."""
    value = _number(number)
    known = _UNITS.get(unit)
    if known is None:
        return f"{value.normalize():f}"
    return f"{(value * known[1]).normalize():f}{known[0]}"


def _number(text: str) -> Decimal:
    """«1,5» and «1.5»; three digits behind a sign are thousands."""
    parts = re.split("[.,]", text)
    if len(parts) > 1 and len(parts[-1]) != 3:
        return Decimal("".join(parts[:-1]) + "." + parts[-1])
    return Decimal("".join(parts))


def _singular(word: str) -> str:
    """The word without the mark of its plural; nothing shorter than four letters has one."""
    if len(word) < 4:
        return word
    if word.endswith("ces"):
        return f"{word[:-3]}z"
    if word[-1] == "s" and word[-2] in "aeio":
        word = word[:-1]
    if len(word) > 4 and word[-1] == "e" and word[-2] in "lrn":
        word = word[:-1]
    return word
