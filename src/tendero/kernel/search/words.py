"""Words of documents and of questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tendero.kernel import text
from tendero.kernel.db.words import Alternative, Clause

LONGEST_WORD: Final = 40
MOST_WORDS: Final = 1_000
MOST_CLAUSES: Final = 8
SHORTEST_SUFFIX: Final = 3
_WORD: Final = re.compile(r"[a-z0-9]+")
_DIGIT: Final = re.compile(r"[0-9]")
_CODE: Final = re.compile(r"(?<!\S)(?=\S*[0-9])[a-z0-9]+(?:[^\sa-z0-9@]+[a-z0-9]+)+(?!\S)")

_PAGE: Final = re.compile(r"(?:https?://(?:www\.)?|www\.)([^\s/?#]+)\S*", re.IGNORECASE)


def of_page(address: str) -> str:
    """The one word by which a web address is found: its host, without ``www`` and the dots."""
    page = _PAGE.fullmatch(address.strip())
    return "".join(text.words(page[1] if page else address))[:LONGEST_WORD]


def of_document(*texts: str) -> dict[str, None]:
    """The words by which a text is found, each once; a code such as ``REF-001`` is one word too."""
    folded = text.fold_once(" ".join(texts))
    found = dict.fromkeys(_cut(_WORD.findall(folded)))
    if _DIGIT.search(folded):
        for code in _CODE.findall(folded):
            found["".join(_WORD.findall(code))[:LONGEST_WORD]] = None
    return found


def of_numbers(numbers: Iterable[str]) -> dict[str, None]:
    """Every end of each number: what begins one of them is a part of the number."""
    return {
        digits[at:]: None
        for digits in numbers
        for at in range(max(1, len(digits) - SHORTEST_SUFFIX + 1))
        if digits and len(digits) <= LONGEST_WORD
    }


@lru_cache(maxsize=256)
def of_kind(record_key: str) -> str:
    """The word that all documents of a record type hold; nobody can type it."""
    return "_" + record_key.lower().replace(".", "_")


def of_question(asked: str) -> tuple[Clause, ...]:
    """What must be found for a question: ``garc sev`` → both; ``976 12 34`` → 9761234 or all three."""
    clauses: list[Clause] = []
    digits: list[str] = []
    for chunk in asked.split():
        page = _PAGE.fullmatch(chunk)
        parts = _cut(text.words(page[1] if page else chunk))
        if parts and all(part.isdigit() for part in parts):
            digits += parts
            continue
        _add(clauses, digits)
        digits = []
        _add(clauses, parts)
    _add(clauses, digits)
    return tuple(clauses[:MOST_CLAUSES])


def answers(clauses: Iterable[Clause], words: Iterable[str]) -> bool:
    """Whether these words answer the question, beginnings counting."""
    known = list(words)
    return all(any(_all_begin(alternative, known) for alternative in clause) for clause in clauses)


def _all_begin(alternative: Alternative, words: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in alternative)


def _add(clauses: list[Clause], parts: list[str]) -> None:
    if not parts:
        return
    joined = "".join(parts)
    if len(parts) == 1 or len(joined) > LONGEST_WORD:
        clauses.append((tuple(parts),))
        return
    numeric = joined.isdigit()
    bare = joined.removeprefix("00") if numeric and len(joined) > 8 else joined
    clauses.append(((bare,), tuple(parts)))


def _cut(words: list[str]) -> list[str]:
    return [word[:LONGEST_WORD] for word in words]
