"""Global search: one index of folded words for every record. `kernel.write` keeps it in step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tendero.kernel import text
from tendero.kernel.models.search import SearchDocument, SearchKind


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search should know of one record. `numbers` are digits that people search by any part of (telephones)."""

    record_key: str
    record_id: int
    title: str
    subtitle: str = ""
    text: str = ""
    numbers: tuple[str, ...] = ()
    party_id: int | None = None
    weight: int = 0


def index(entries: Iterable[SearchEntry]) -> None:
    """Write or rewrite the documents of these records."""
    rows = [_document(entry) for entry in entries]
    SearchDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["party_id", "title", "subtitle", "words", "weight"],
        batch_size=500,
    )


def remove(record_key: str, ids: Sequence[int]) -> None:
    """Forget these records."""
    SearchDocument.objects.filter(record_key=record_key, record_id__in=ids).delete()


def _document(entry: SearchEntry) -> SearchDocument:
    words = dict.fromkeys(text.words(f"{entry.title} {entry.text}"))
    return SearchDocument(
        id=entry.record_id * 256 + _kind(entry.record_key),
        record_key=entry.record_key,
        record_id=entry.record_id,
        party_id=entry.party_id,
        title=entry.title[:300],
        subtitle=entry.subtitle[:300],
        words=" ".join([*words, *entry.numbers]),
        weight=entry.weight,
    )


def _kind(record_key: str) -> int:
    found = SearchKind.objects.filter(record_key=record_key).values_list("number", flat=True).first()
    if found is not None:
        return found
    number = SearchKind.objects.count() + 1
    SearchKind.objects.create(number=number, record_key=record_key)
    return number
