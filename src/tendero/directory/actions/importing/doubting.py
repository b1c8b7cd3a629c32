"""Rows that would be new and may be somebody: found by a dry run, against the directory and the rows before.

Only what shares something to look it up by is compared (`_blocks`), and at most so many: the number of queries of a
chunk does not depend on its rows. Whom the actor may not see is never compared: a question would tell that he exists.
"""

from __future__ import annotations

import json
import pickle
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models.functions import Substr

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import identity, mark_of_row
from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyPhone
from tendero.directory.rules.likeness import Likeness, Traits, Verdict, likeness, traits
from tendero.directory.rules.matching import Identity
from tendero.directory.rules.names import name_key
from tendero.kernel.text import fold, sort_key
from tendero.records.exchange import asking
from tendero.records.exchange.plan import Answer, Outcome, Question

if TYPE_CHECKING:
    from tendero.directory.actions.importing.chunk import Chunk
    from tendero.kernel.actor import Actor

BEGIN: Final = 4
"""Letters of a name by which those of one town are looked up; a slip of the hand seldom stands there."""
MOST_OF_A_ROW: Final = 60
MOST_OF_A_CHUNK: Final = 20_000
CROWD: Final = 150
"""A word of the file that more rows than these share tells nobody."""
_TABLES: Final = """
    create table if not exists asked (number integer primary key, mark int, traits blob);
    create table if not exists block (word text, number int);
    create index if not exists block_word on block (word);
"""
Others = dict[tuple[int, int], tuple[Traits, int]]
"""By `(party, row)`, one of them 0: traits, and the mark of a row."""


def questions(chunk: Chunk, outcomes: Sequence[Outcome]) -> list[Question]:
    """A question for each row of the chunk that would be new and is neither surely the same as somebody nor surely not.

    The rows are remembered in the book of the dry run, for those that come after.
    """
    assert chunk.foreseen is not None
    book = chunk.foreseen.book
    book.executescript(_TABLES)
    rows = [
        draft
        for draft, outcome in zip(chunk.drafts, outcomes, strict=True)
        if outcome.result == "created" and not draft.exact and not draft.nameless
    ]
    mine = {draft.number: (traits_of(draft), mark_of_row(draft)) for draft in rows}
    answers, _pending = asking.told_of(Party.record_key, (mark for _t, mark in mine.values()))
    near = _near_parties(chunk, rows)
    parties = party_traits({pk for found in near.values() for pk in found})
    found = []
    for draft in rows:
        told, mark = mine[draft.number]
        others: Others = {(pk, 0): (parties[pk], 0) for pk in near.get(draft.number, ()) if pk in parties}
        others |= _earlier(book, draft, told, mark)
        if question := _likest(draft.number, told, mark, others, answers.get(mark, ())):
            found.append(question)
    return found


def _likest(number: int, told: Traits, mark: int, others: Others, answers: Sequence[Answer]) -> Question | None:
    """The likeliest of these, unless somebody said already what it is."""
    two = {(one.other_id, one.other_mark) for one in answers if one.answer == "two"}
    best: tuple[float, Question] | None = None
    for (pk, row), (other, other_mark) in others.items():
        if (pk, other_mark) in two or (row and other_mark == mark):
            continue
        alike = likeness(told, other)
        if worth_asking(alike, told, other) and (best is None or alike.weight > best[0]):
            weight = max(0, round(alike.weight))
            best = (alike.weight, Question(number, mark, pk, row, other_mark, weight))
    return best[1] if best else None


def worth_asking(alike: Likeness, one: Traits, other: Traits) -> bool:
    """The rule's doubtful ones, and two people with one telephone or e-mail who may be a family, or one twice."""
    if alike.verdict is not Verdict.DIFFERENT:
        return True
    if one.tax_id and other.tax_id and one.tax_id != other.tax_id:
        return False
    return one.organisation == other.organisation and bool(one.phones & other.phones or one.emails & other.emails)


def traits_of(draft: Draft) -> Traits:
    """A row as it is compared."""
    who = identity(draft)
    places = [address for address, _label in draft.addresses]
    return traits(
        name=draft.name,
        first_name=draft.first,
        surnames=f"{draft.last} {draft.second}".strip(),
        legal_name=draft.values.get("legal_name", ""),
        organisation=draft.organisation,
        tax_id=who.tax_id,
        emails=who.emails,
        phones=who.phones,
        birthday_key=who.birthday_key,
        birth_year=draft.values.get("birth_year"),
        streets=[place.street for place in places],
        postal_codes=[place.postal_code for place in places],
        cities=who.cities,
        references=who.references,
    )


def party_traits(ids: Iterable[int]) -> dict[int, Traits]:
    """Contacts as they are compared: four queries, however many."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    emails = _texts(PartyEmail.objects.filter(party__in=wanted).values_list("party_id", "address"))
    phones = _texts(PartyPhone.objects.filter(party__in=wanted).values_list("party_id", "number"))
    places: dict[int, list[Any]] = defaultdict(list)
    for place in PartyAddress.objects.filter(party__in=wanted):
        places[place.party_id].append(place)
    return {
        row.pk: traits(
            name=row.name,
            first_name=row.first_name,
            surnames=f"{row.last_name} {row.second_last_name}".strip(),
            legal_name=row.legal_name,
            organisation=row.kind == "organisation",
            tax_id=row.tax_id,
            tax_id_valid=row.tax_id_valid,
            emails=emails[row.pk],
            phones=phones[row.pk],
            birthday_key=row.birthday_key,
            birth_year=row.birth_year,
            streets=[place.street for place in places[row.pk]],
            postal_codes=[place.postal_code for place in places[row.pk]],
            cities=[place.city for place in places[row.pk]],
        )
        for row in Party.objects.filter(pk__among=wanted)
    }


def _texts(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, text in pairs:
        found[pk].append(text)
    return found


def _near_parties(chunk: Chunk, rows: Sequence[Draft]) -> dict[int, list[int]]:
    """For each row the contacts to compare it with: who shares a key, is called so, or begins so in the same town."""
    found: dict[int, dict[int, None]] = {draft.number: {} for draft in rows}
    for draft in rows:
        for key in draft.keys:
            for pk in chunk.known.owners.get(key, ()):
                if pk in chunk.known.seen and pk not in chunk.known.binned:
                    found[draft.number][pk] = None
    _called_so(rows, chunk.by, found)
    _begin_so(rows, chunk.by, found)
    return {number: list(who)[:MOST_OF_A_ROW] for number, who in found.items()}


def _called_so(rows: Sequence[Draft], by: Actor, found: dict[int, dict[int, None]]) -> None:
    """Who in sight is called as a row is, letter by letter but for capitals and accents."""
    called: dict[str, list[int]] = defaultdict(list)
    for draft in rows:
        called[sort_key(draft.name)].append(draft.number)
    if called:
        same = Party.objects.visible_to(by).filter(name_sort__among=sorted(called))
        for pk, name in same.values_list("pk", "name_sort")[:MOST_OF_A_CHUNK]:
            for number in called[name]:
                found[number][pk] = None


def _begin_so(rows: Sequence[Draft], by: Actor, found: dict[int, dict[int, None]]) -> None:
    """Who in sight lives in the row's town and has a name that begins as the row's does."""
    begun: dict[tuple[str, str], list[int]] = defaultdict(list)
    for draft in rows:
        for city in identity(draft).cities:
            begun[fold(city), sort_key(draft.name)[:BEGIN]].append(draft.number)
    if begun:
        near = (
            Party.objects.visible_to(by)
            .annotate(begin=Substr("name_sort", 1, BEGIN))
            .filter(city_folded__in=sorted({city for city, _begin in begun}))
            .filter(begin__in=sorted({begin for _city, begin in begun}))
        )
        for pk, city, begin in near.values_list("pk", "city_folded", "begin")[:MOST_OF_A_CHUNK]:
            for number in begun.get((city, begin), ()):
                found[number][pk] = None


def _earlier(book: Any, draft: Draft, told: Traits, mark: int) -> Others:
    """Earlier new rows of the file that share a word with this one; this one is remembered for those to come."""
    blocks = _blocks(draft)
    rows = book.execute(
        "select number, mark, traits from asked where number in ("
        "  select number from block where word in (select value from json_each(?1))"
        "  and word not in (select word from block where word in (select value from json_each(?1))"
        "                   group by word having count(*) > ?2)) limit ?3",
        [json.dumps(blocks), CROWD, MOST_OF_A_ROW * 5],
    ).fetchall()
    book.execute("insert or ignore into asked values (?, ?, ?)", [draft.number, mark, pickle.dumps(told)])
    book.executemany("insert into block values (?, ?)", ((word, draft.number) for word in blocks))
    return {(0, number): (pickle.loads(blob), other) for number, other, blob in rows}  # noqa: S301 - our own book


def _blocks(draft: Draft) -> list[str]:
    """Words that two rows of one party very probably share: a key, the name, each word of the name with the town."""
    who: Identity = identity(draft)
    key = name_key(draft.name)
    words = [word for word in key.split() if len(word) > 2]
    blocks = [f"{kind}:{text}" for kind, text in draft.keys]
    blocks.append(f"name:{key}")
    blocks += [f"pair:{one[:3]}{other[:3]}" for one in words for other in words if one < other]
    return blocks + [f"town:{fold(city)}:{word}" for city in who.cities for word in words]
