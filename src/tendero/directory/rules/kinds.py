"""Person or company, guessed from what a row says, with the reason and whether it is beyond doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tendero.directory.rules.name_words import GIVEN_NAMES, LEGAL_FORMS, TRADE_WORDS
from tendero.directory.rules.names import Kind, guess_kind
from tendero.kernel.text import fold, words

_DOTS: Final = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)|(?<=\b[a-z])\.")
_TREATED: Final = re.compile(r"^(?:d|dn|dña|dna|don|doña|dona|sr|sra|srta)\.?\s+\S", re.IGNORECASE)
_MEXICAN: Final = re.compile(r"\b(?:s de rl|sa|sapi|s de rl mi|sc)(?: de cv)$|\bs de rl$|\bs en c(?: por a)?$")


class Why(StrEnum):
    """By what it was told."""

    LEGAL_FORM = "legal_form"
    TAX_ID = "tax_id"
    TREATMENT = "treatment"
    TRADE = "trade"
    GIVEN_NAME = "given_name"
    SIGNS = "signs"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Guess:
    """`sure` is False where somebody should look."""

    kind: Kind
    why: Why
    sure: bool = True


def has_legal_form(name: str) -> bool:
    """Whether a name ends by the form of a company: S.L., C.B., Ltda., S. de R.L. de C.V.

    >>> has_legal_form("Comercial Ruiz, S. de R.L. de C.V."), has_legal_form("Ana Gil")
    (True, False)
    """
    told = words(_DOTS.sub("", fold(name)))
    return len(told) > 1 and (told[-1] in LEGAL_FORMS or bool(_MEXICAN.search(" ".join(told))))


@lru_cache(maxsize=16_384)
def guess(name: str, *, tax_id_says: bool | None = None) -> Guess:
    """What a party of this name is; `tax_id_says` is what a valid tax id tells: True for a company.

    >>> guess("Talleres López, S.L.").why, guess("Los Olmos").sure
    (<Why.LEGAL_FORM: 'legal_form'>, False)
    """
    if tax_id_says is not None:
        return Guess("organisation" if tax_id_says else "person", Why.TAX_ID)
    if has_legal_form(name):
        return Guess("organisation", Why.LEGAL_FORM)
    if _TREATED.match(name):
        return Guess("person", Why.TREATMENT)
    told = words(fold(name.partition(",")[2] or name))
    given = bool(told) and told[0] in GIVEN_NAMES
    kind = guess_kind(name)
    if kind == "organisation":
        trade = bool(told) and words(fold(name))[0] in TRADE_WORDS
        return Guess(kind, Why.TRADE if trade else Why.SIGNS, sure=not given)
    if given and not any(word in TRADE_WORDS for word in told[1:]):
        return Guess(kind, Why.GIVEN_NAME)
    return Guess(kind, Why.GIVEN_NAME if given else Why.NOTHING, sure=False)
