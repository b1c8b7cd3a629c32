"""Asking the index: hits for people, conditions for lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from tendero.kernel import text as folding
from tendero.kernel.db.words import Clause, Question, WordsMatch
from tendero.kernel.models.search import SearchDocument
from tendero.kernel.search import words

CANDIDATES: Final = 60
VERIFIED: Final = 2_000
Hidden = Callable[[str], bool]
"""Whether the field of that name is hidden from whoever asks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    record_key: str
    record_id: int
    title: str
    subtitle: str


_SHOWN: Final = ("record_id", "title", "subtitle", "weight")


class _Document(NamedTuple):
    """A candidate as far as it was read."""

    record_id: int
    title: str
    subtitle: str
    weight: int
    words: str = ""
    parts: Mapping[str, str] = {}


def question(asked: str, *, whole: bool = False) -> Question | None:
    """The question behind what was typed; None if it holds no word."""
    clauses = words.of_question(asked)
    return Question(clauses, whole) if clauses else None


def find(
    asked: str,
    *,
    keys: Mapping[str, QuerySet[Any] | None] | Sequence[str],
    limit: int = 10,
    hidden: Mapping[str, Hidden] | None = None,
) -> list[Hit]:
    """The best hits, at most `limit` of each record type, best first within it.

    `keys` may map record keys to the rows that may be found (None: any). `hidden` maps record keys to the fields whose
    words must not count. At most two queries a record type.
    """
    within = keys if isinstance(keys, Mapping) else dict.fromkeys(keys)
    clauses = words.of_question(asked)
    if not clauses:
        return []
    return [
        hit
        for key, rows in within.items()
        for hit in _find_in(key, rows, clauses, limit, hidden.get(key) if hidden else None)
    ]


def condition(asked: str, record_key: str, *, hidden: Hidden | None = None) -> Q:
    """Rows of the record that match free text, every word as a beginning. Nothing asked: every row."""
    clauses = words.of_question(asked)
    if not clauses:
        return ~Q(pk__in=[]) if not asked.strip() else Q(pk__in=[])
    asked_of = Question(clauses, kind=words.of_kind(record_key))
    found = SearchDocument.objects.filter(WordsMatch(asked_of), record_key=record_key)
    if hidden is None:
        return Q(pk__in=found.values("record_id"))
    seen = found.values_list("record_id", "title", "words", "parts")[:VERIFIED]
    return Q(pk__in=[pk for pk, *told in seen if _answers_openly(clauses, hidden, *told)])


def _find_in(
    key: str, rows: QuerySet[Any] | None, clauses: tuple[Clause, ...], limit: int, hidden: Hidden | None
) -> list[Hit]:
    documents = SearchDocument.objects.filter(record_key=key)
    if rows is not None:
        documents = documents.filter(Exists(rows.filter(pk=OuterRef("record_id"))))
    # What is not looked at need not be read: the words and their fields are asked for where some are hidden.
    columns = [*_SHOWN, *(() if hidden is None else ("words", "parts"))]
    candidates = max(limit, CANDIDATES)
    found: dict[int, _Document] = {}
    for whole in (False, True):
        asked = documents.filter(WordsMatch(Question(clauses, whole, words.of_kind(key))))
        for told in asked.values_list(*columns)[:candidates]:
            found.setdefault(told[0], _Document(*told))
        if len(found) < candidates:
            break  # those with the whole words are among them
    shown = [d for d in found.values() if hidden is None or _answers_openly(clauses, hidden, d.title, d.words, d.parts)]
    ranked = sorted(shown, key=lambda document: _rank(clauses, document))
    return [Hit(key, d.record_id, d.title, _subtitle(d, hidden)) for d in ranked[:limit]]


def _rank(clauses: tuple[Clause, ...], document: _Document) -> tuple[Any, ...]:
    """Found in its title first, then the heavier, then whole words, then the shorter title."""
    title = folding.words(document.title)
    whole = sum(any(set(alternative) <= set(title) for alternative in clause) for clause in clauses)
    return not words.answers(clauses, title), -document.weight, -whole, len(document.title), document.title


def _subtitle(document: _Document, hidden: Hidden | None) -> str:
    """The second line, unless a field that it may repeat is hidden."""
    return "" if hidden is not None and _hidden_parts(document.parts, hidden) else document.subtitle


def _hidden_parts(parts: Mapping[str, str], hidden: Hidden) -> list[str]:
    return [told for names, told in parts.items() if any(hidden(name) for name in names.split("|"))]


def _answers_openly(
    clauses: tuple[Clause, ...], hidden: Hidden, title: str, known: str, parts: Mapping[str, str]
) -> bool:
    """Whether the record would be found without the words of the hidden fields."""
    secret: set[str] = set()
    for told in _hidden_parts(parts, hidden):
        secret |= words.of_document(told).keys() | words.of_numbers(told.split()).keys()
    for told in set(parts.values()) - set(_hidden_parts(parts, hidden)):
        secret -= words.of_document(told).keys()
    borrowed = any(told.startswith(title) for told in _hidden_parts(parts, hidden))  # a note without title of its own
    open_words = (set(known.split()) - secret) | (set() if borrowed else words.of_document(title).keys())
    return words.answers(clauses, open_words)
