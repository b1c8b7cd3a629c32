"""What would stand in the directory after the chunks that a dry run has gone through.

A later row may mean somebody whom an earlier one would have made, or whom it would have given another key. The run asks
the database; a dry run asks the directory and, beside it, this book: in a file of its own that nobody else sees and
that vanishes with it, so that a long file takes no more memory than a short one.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from tendero.directory.actions.importing.finishing import FIRM, UNMARKED
from tendero.directory.actions.importing.newcomers import keys_of
from tendero.directory.models import (
    Party,
    PartyAddress,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
    Relationship,
)
from tendero.directory.rules.matching import mark_of
from tendero.kernel import permissions, write
from tendero.kernel.text import fold

if TYPE_CHECKING:
    from tendero.directory.actions.importing.cards import Card
    from tendero.directory.actions.importing.matching import Key, Known
    from tendero.kernel.actor import Actor

ROW: Final = "row"
FIRST: Final = 1 << 62
"""From here on count the contacts that do not exist: the directory's own never come near."""
_COLUMNS: Final = (
    "name", "first_name", "last_name", "second_last_name", "legal_name", "tax_id", "tax_country", "birthday_key",
    "birth_year", "website", "language", "source_detail", "values_first", "values_second",
)  # fmt: skip
_CHILDREN: Final[dict[str, tuple[type[Any], tuple[str, ...]]]] = {
    "emails": (PartyEmail, ("address", "label")),
    "phones": (PartyPhone, ("number", "shown", "label", "whatsapp")),
    "addresses": (PartyAddress, ("street", "street2", "postal_code", "city", "region", "country", "label")),
    "references": (PartyReference, ("system", "code")),
    "profiles": (PartyProfile, ("address", "label")),
    "relationships": (Relationship, ("type_id", "other_id")),
}
"""All by which somebody is recognised, and by which a row is told whom it agrees with most."""
_KEEP: Final = """
    insert into party values (?, ?, ?, ?, ?)
    on conflict (id) do update set state = excluded.state, restored = max(restored, excluded.restored)
"""
"""Who came out of the bin once is out of it, whatever later rows bring."""
_TABLES: Final = """
    create table party (id integer primary key, state blob not null, seen int, changeable int, restored int);
    create table called (word, party int);
    create index called_word on called (word);
    create index called_party on called (party);
    create table touched (party integer primary key, row int);
"""


class Foreseen:
    """The book of one dry run. Implements `records.exchange.importers.Memory`."""

    def __init__(self) -> None:
        """An empty book, in a file that goes when it is closed."""
        self.book = sqlite3.connect("", isolation_level=None)
        self.book.executescript(_TABLES)
        self.following = FIRST

    def touched(self, ids: Iterable[int]) -> set[int]:
        """Whom of these earlier rows have spoken of."""
        return {
            pk
            for (pk,) in self._among(
                "select party from touched where party in (select value from json_each(?)) order by 1", ids
            )
        }

    def touch(self, told: Iterable[tuple[int, int]]) -> None:
        """Rows have spoken of these: `(contact, row)`."""
        self.book.executemany("insert or ignore into touched values (?, ?)", told)

    def first_rows(self, ids: Iterable[int]) -> dict[int, int]:
        """The first row that spoke of each of these."""
        return dict(self._among("select party, row from touched where party in (select value from json_each(?))", ids))

    def gone_into(self, marks: Iterable[int]) -> dict[int, int]:
        """The contact into whom each of these rows went."""
        words = {_word(ROW, str(mark)): mark for mark in marks}
        told = self._among("select word, party from called where word in (select value from json_each(?))", words)
        return {words[word]: pk for word, pk in told}

    def correct(self, known: Known, wanted: dict[int, Key], words: Iterable[Key], refs: Iterable[str]) -> None:
        """Bring what the directory says of a chunk's keys up to what it would say now."""
        changed = self._changed(known.ids)
        for owners in known.owners.values():
            owners[:] = [pk for pk in owners if pk not in changed]
        asked: dict[Any, Key] = {**wanted, **{_word(*key): key for key in words}}
        for word, pk in self._among(
            "select word, party from called where word in (select value from json_each(?)) order by 2", asked
        ):
            known.owners[asked[word]].append(pk)
        for owners in known.owners.values():
            owners.sort()
        called = {_word("ref", ref): ref for ref in refs}
        for word, pk in self._among(
            "select word, party from called where word in (select value from json_each(?)) order by 2", called
        ):
            known.refs[called[word]] = pk

    def rights(self, known: Known, ids: Iterable[int]) -> None:
        """Who of these would be in reach, and who would no longer lie in the bin."""
        told = self._among(
            "select id, seen, changeable, restored from party where id in (select value from json_each(?)) order by 1",
            ids,
        )
        for pk, seen, changeable, restored in told:
            if pk >= FIRST:
                known.seen |= {pk} if seen else set()
                known.changeable |= {pk} if changeable else set()
            if restored:
                known.binned.discard(pk)

    def cards(self, ids: Collection[int]) -> dict[int, Card]:
        """The cards of those who would be otherwise than the directory has them."""
        from tendero.directory.actions.importing.cards import Card

        found = {}
        for pk, state in self._among(
            "select id, state from party where id in (select value from json_each(?)) order by 1", ids
        ):
            kind, columns, children = pickle.loads(state)  # noqa: S301 - written by this very object
            party = write.blank(Party, id=pk, kind=kind, **dict(zip(_COLUMNS, columns, strict=True)))
            card = found[pk] = Card(party, new=False)
            for (name, (model, parts)), rows in zip(_CHILDREN.items(), children, strict=True):
                card.children[name] = [_child(model, pk, at, parts, row) for at, row in enumerate(rows)]
        return found

    def organisations(self, names: Iterable[str], named: dict[str, list[Party]]) -> None:
        """Bring the directory's companies of these names, by folded name, up to who would bear them by now."""
        changed = self._changed(row.pk for rows in named.values() for row in rows)
        for folded, rows in named.items():
            named[folded] = [row for row in rows if row.pk not in changed]
        words = {_word(FIRM, folded): folded for folded in map(fold, names)}
        for word, pk in self._among(
            "select word, party from called where word in (select value from json_each(?)) order by 2", words
        ):
            named[words[word]].append(write.blank(Party, id=pk, kind="organisation"))
        for rows in named.values():
            rows.sort(key=lambda row: row.pk)

    def keep(self, touched: Sequence[Card], firms: Sequence[Card], *, by: Actor) -> None:
        """Write down what a chunk has made or changed."""
        rows, words, again = [], [], []
        reach = [permissions.scope(by, verb, Party.record_key) == "all" for verb in ("view", "change")]
        for card in {id(card): card for card in [*firms, *touched]}.values():
            if not card.new and not card.altered and not card.rows:
                continue
            pk = card.party.id
            if card.new:
                rights = [every or permissions.allowed(by, verb, card.party)
                          for every, verb in zip(reach, ("view", "change"), strict=True)]  # fmt: skip
                pk = card.party.id = self.following
                self.following += 1
            else:
                rights = [True, True]
                again.append((pk,))
            rows.append((pk, _state(card), *rights, card.restore))
            words += [(word, pk) for word in _called(card)]
        self.book.execute("begin")
        self.book.executemany("delete from called where party = ?", again)
        self.book.executemany(_KEEP, rows)
        self.book.executemany("insert into called values (?, ?)", words)
        self.book.execute("commit")

    def _changed(self, ids: Iterable[int]) -> set[int]:
        """Who of these stands in the book: what the directory says of them no longer holds."""
        return {
            pk
            for (pk,) in self._among(
                "select id from party where id in (select value from json_each(?)) order by 1", ids
            )
        }

    def _among(self, question: str, values: Iterable[Any]) -> list[Any]:
        """Rows of a question whose only parameter is a list of values."""
        return self.book.execute(question, [json.dumps(list(values))]).fetchall()


def _child(model: type[Any], party: int, at: int, parts: Sequence[str], row: Sequence[Any]) -> Any:
    """As if it had been read: what a row changes on it changes the card."""
    child = write.blank(model, id=at + 1, party_id=party, position=at, **dict(zip(parts, row, strict=True)))
    child._state.adding = False
    return child


def _state(card: Card) -> bytes:
    """All by which it is recognised and compared, as `cards` reads it."""
    columns = [card.name, *(card.get(name) for name in _COLUMNS[1:])]
    for child in card.of("relationships"):
        if (employer := child.__dict__.get("employer")) is not None:
            child.other_id = employer.pk
    children = [[[getattr(child, part) for part in parts] for child in card.of(name)]
                for name, (_model, parts) in _CHILDREN.items()]  # fmt: skip
    return pickle.dumps((card.kind, columns, children), pickle.HIGHEST_PROTOCOL)


def _called(card: Card) -> list[Any]:
    """All by which the card will be looked up: its marks or, without any, what is known of it; references, a firm."""
    words: list[Any] = list(card.keys or ())
    if not words or card.kind == "organisation":
        words = [_word(*key) if key[0] in UNMARKED else mark_of(*key) for key in keys_of(card)]
    words += [_word(ROW, str(mark)) for mark in card.rows]
    if card.told_ref and card.told_ref == card.party.ref:
        words.append(_word("ref", card.told_ref))
    return words


def _word(kind: str, text: str) -> str:
    """A key that has no mark, as the book writes it."""
    return f"{kind}:{text}"
