"""What search knows of each record, and how it is brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from tendero.kernel import db
from tendero.kernel.models.search import SearchDocument, SearchKind
from tendero.kernel.search import words

BATCH: Final = 2_000
_UPDATED: Final = ["party_id", "title", "subtitle", "words", "parts", "weight"]
_COLUMNS: Final = ["id", "record_key", "record_id", *_UPDATED]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search should know of one record.

    `text` holds words anybody who sees the record may know; `parts` the words of fields that a profile may have
    hidden, under their names (``"email|emails"``). `numbers` are digits that people search by any part of
    (telephones); they belong to the fields named by `numbers_part`.
    """

    record_key: str
    record_id: int
    title: str
    subtitle: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    party_id: int | None = None
    weight: int = 0
    parts: Mapping[str, str] = field(default_factory=dict)
    numbers_part: str = "phone|phones"


Folded = tuple[str, str, str, dict[str, str], int]
"""A document without its keys: title, subtitle, words, parts, weight."""


def index(entries: Iterable[SearchEntry]) -> None:
    """Write or rewrite the documents of these records."""
    rows = _documents(list(entries))
    SearchDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED, batch_size=500
    )
    db.engine().enter_words(SearchDocument._meta.db_table, [row.pk for row in rows])


def add(record_key: str, documents: Iterable[tuple[int, int | None, Folded]]) -> None:
    """Write the documents of records that have none yet: (record, party, what `folded` made of its entry)."""
    written = load_folded(record_key, documents)
    db.engine().enter_words(SearchDocument._meta.db_table, written)


def load_folded(record_key: str, documents: Iterable[tuple[int, int | None, Folded]]) -> list[int]:
    """As `add`, inside `loading`, where the word index waits for the end; says which documents were written."""
    kind = _kinds({record_key})[record_key]
    rows = [(record * 256 + kind, record_key, record, party, *told) for record, party, told in documents]
    db.bulk_insert(SearchDocument, _COLUMNS, rows)
    return [row[0] for row in rows]


def retell(record_key: str, told: Mapping[int, Mapping[str, str]]) -> None:
    """Some parts of these records are others now (`{record: parts}`); whoever has no document stays without one."""
    kind = _kinds({record_key})[record_key]
    found = list(SearchDocument.objects.filter(pk__in=[record * 256 + kind for record in told]))
    for row in found:
        before = " ".join(row.parts.get(name, "") for name in told[row.record_id])
        row.parts = {name: text for name, text in (row.parts | dict(told[row.record_id])).items() if text}
        gone = words.of_document(before).keys() - words.of_document(row.title, *row.parts.values()).keys()
        known = dict.fromkeys(word for word in row.words.split() if word not in gone)
        known |= words.of_document(*told[row.record_id].values())
        row.words = " ".join(islice(known, words.MOST_WORDS + 1))
    SearchDocument.objects.bulk_update(found, ["parts", "words"], batch_size=500)
    db.engine().enter_words(SearchDocument._meta.db_table, [row.pk for row in found])


def remove(record_key: str, ids: Sequence[int]) -> None:
    """Forget these records."""
    kind = _kinds({record_key})[record_key]
    found = SearchDocument.objects.filter(pk__in=[record * 256 + kind for record in ids])
    db.engine().forget_words(list(found.values_list("pk", flat=True)))
    found.delete()


def load(entries: Iterable[SearchEntry]) -> int:
    """Write documents of records that have none, as fast as the engine can; inside `loading`. Says how many."""
    loaded = 0
    pending = iter(entries)
    while part := list(islice(pending, BATCH)):
        loaded += db.bulk_insert(SearchDocument, _COLUMNS, _rows(part))
    return loaded


@contextmanager
def loading() -> Iterator[None]:
    """Around great loads into a shop nobody searches yet: the word index is built once, at the end."""
    declared: Any = SearchDocument._meta.indexes[0]
    with connection.cursor() as cursor:
        cursor.execute(db.engine().drop_word_index_sql(declared.name))
    try:
        yield
    except BaseException:
        if not connection.in_atomic_block:  # a transaction that rolls back brings the index back by itself
            _build_word_index(declared.name)
        raise
    _build_word_index(declared.name)


def _build_word_index(name: str) -> None:
    table = SearchDocument._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(db.engine().word_index_sql(table, name))
    db.engine().enter_words(table, None)


def rebuild() -> int:
    """Write every document anew from its record; says how many there are."""
    with loading():
        SearchDocument.objects.all().delete()
        return sum(load(_entries(model)) for model in searched_models())


def fill() -> int:
    """Write the documents that are missing, after rows were loaded past `kernel.write`; inside `loading`."""
    return sum(load(_entries(model, missing=True)) for model in searched_models())


def mend() -> int:
    """Write what is missing beside what people search just now, a few at a time; says how many there were."""
    mended = 0
    for model in searched_models():
        keys = list(missing_rows(model).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), 500):
            part = list(model.search_entries(keys[start : start + 500]))
            index(part)
            mended += len(part)
    return mended


def searched_models() -> list[type[Any]]:
    """Models whose rows can be found."""
    from tendero.kernel import journal  # which reads the models of every room

    return [model for model in journal.models_by_key().values() if getattr(model, "searched", None) is not None]


def count() -> dict[str, int]:
    """How many documents there are of each record type."""
    found = SearchDocument.objects.order_by().values_list("record_key").annotate(number=Count("pk"))
    return dict(found)


def missing_rows(model: type[Any]) -> QuerySet[Any]:
    """Rows that should be found and have no document."""
    kind = SearchKind.objects.filter(record_key=model.key()).values_list("number", flat=True).first() or 0
    documents = SearchDocument.objects.filter(pk=OuterRef("pk") * 256 + kind)
    rows: QuerySet[Any] = model.objects.filter(model.searched).filter(~Exists(documents))
    return rows


def _entries(model: type[Any], *, missing: bool = False) -> Iterator[SearchEntry]:
    rows = missing_rows(model) if missing else model.objects.filter(model.searched)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield from model.search_entries(keys[start : start + BATCH])


def _documents(entries: Sequence[SearchEntry]) -> list[SearchDocument]:
    return [SearchDocument(**dict(zip(_COLUMNS, row, strict=True))) for row in _rows(entries)]


def _rows(entries: Sequence[SearchEntry]) -> list[list[Any]]:
    """The columns of each document, in the order of `_COLUMNS`; no model instance, for loads count in millions."""
    numbers = _kinds({entry.record_key for entry in entries})
    return [
        [e.record_id * 256 + numbers[e.record_key], e.record_key, e.record_id, e.party_id, *folded(e)] for e in entries
    ]


def folded(entry: SearchEntry) -> Folded:
    """What is found of a record, ready to be written once its key is known. Asks nobody."""
    found = words.of_document(entry.title, entry.text, *entry.parts.values())
    parts = {name: told for name, told in entry.parts.items() if told}
    if entry.numbers:
        found |= words.of_numbers(entry.numbers)
        parts[entry.numbers_part] = " ".join([parts.get(entry.numbers_part, ""), *entry.numbers]).strip()
    kept = [words.of_kind(entry.record_key), *islice(found, words.MOST_WORDS)]
    return entry.title[:300], entry.subtitle[:300], " ".join(kept), parts, entry.weight


def _kinds(keys: set[str]) -> dict[str, int]:
    """The number of each record key; a new key gets the next one."""
    known = dict(SearchKind.objects.values_list("record_key", "number"))
    for key in sorted(keys - known.keys()):
        known[key] = max(known.values(), default=0) + 1
        SearchKind.objects.create(number=known[key], record_key=key)
    return known
