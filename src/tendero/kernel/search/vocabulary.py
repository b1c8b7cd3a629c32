"""Words that occur in titles, so that "garzia" finds its way to "garcía"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from django.db import transaction
from django.db.models import Q
from rapidfuzz.distance import OSA

from tendero.kernel import db, text
from tendero.kernel.models.search import SearchDocument, SearchWord
from tendero.kernel.search import words

SHORTEST: Final = 4
_CANDIDATES: Final = 400
_WORD: Final = re.compile(r"[^\W\d_]+")
_COLUMNS: Final = ["word", "shown", "frequency", "length", "key"]
_SOUNDS: Final = (
    ("qu", "k"), ("ch", "x"), ("ll", "y"), ("gue", "ge"), ("gui", "gi"), ("ce", "se"), ("ci", "si"), ("ge", "je"),
    ("gi", "ji"), ("ph", "f"), ("c", "k"), ("z", "s"), ("v", "b"), ("w", "b"), ("h", ""),
)  # fmt: skip


def rebuild_vocabulary() -> int:
    """Count the words of every title again; says how many differ."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for title in SearchDocument.objects.values_list("title", flat=True).iterator(chunk_size=5_000):
        for shown in _WORD.findall(title):
            if len(shown) >= SHORTEST and len(word := text.fold(shown)) <= words.LONGEST_WORD:
                forms[word][shown.lower()] += 1
    rows = (
        (word, counted.most_common(1)[0][0][:40], counted.total(), len(word), sounds(word))
        for word, counted in sorted(forms.items())
        if word.isascii()
    )
    with transaction.atomic():
        SearchWord.objects.all().delete()
        return db.bulk_insert(SearchWord, _COLUMNS, rows)


def suggest(asked: str, *, limit: int = 3) -> list[str]:
    """What may have been meant, best first: the text with each unknown word mended. Empty if nothing is near."""
    typed = asked.split()[: words.MOST_CLAUSES]
    mended = [_mend(word, limit) for word in typed]
    if all(found == [word] for word, found in zip(typed, mended, strict=True)):
        return []
    best = max((len(found) for found in mended), default=0)
    return [" ".join(found[min(at, len(found) - 1)] for found in mended) for at in range(min(best, limit))]


def sounds(word: str) -> str:
    """A word as it sounds in Spanish, vowels but the first dropped: garzia and garcía share ``grs``."""
    heard = word
    for written, said in _SOUNDS:
        heard = heard.replace(written, said)
    kept = heard[:1] + re.sub(r"[aeiou]", "", heard[1:])
    return re.sub(r"(.)\1+", r"\1", kept)[:40]


def _mend(typed: str, limit: int) -> list[str]:
    folded = "".join(text.words(typed))
    if len(folded) < SHORTEST or not folded.isalpha():
        return [typed]
    if SearchWord.objects.filter(word__gte=folded, word__lt=folded + "{").exists():
        return [typed]
    near = [
        (distance, -frequency, shown)
        for word, shown, frequency in _candidates(folded)
        if (distance := _distance(folded, word)) is not None
    ]
    return [shown for _distance_, _frequency, shown in sorted(near)[:limit]] or [typed]


def _candidates(folded: str) -> list[tuple[str, str, int]]:
    """Words that sound alike, or begin alike and are about as long."""
    alike = Q(key=sounds(folded))
    size = Q(length__gte=len(folded) - 1, length__lte=len(folded) + 1)
    begins = size & Q(word__gte=folded[:2], word__lt=folded[:2] + "{")
    ends = Q(length=len(folded)) & Q(word__endswith=folded[2:])
    found = SearchWord.objects.filter(alike | begins | ends).order_by("-frequency")
    return list(found.values_list("word", "shown", "frequency")[:_CANDIDATES])


def _distance(typed: str, word: str) -> float | None:
    """How far apart two words are, those that sound alike nearer; None beyond what a slip of the finger explains."""
    allowed = 1 if len(typed) < 6 else 2
    apart = OSA.distance(typed, word, score_cutoff=allowed)
    if apart > allowed:
        return None
    return apart - 0.5 if sounds(typed) == sounds(word) else float(apart)
