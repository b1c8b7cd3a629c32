"""Writing the cards of a chunk: every table once, the journal and the search index with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tendero.directory import ports
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.newcomers import complete, ties
from tendero.directory.actions.importing.resolving import Resolver
from tendero.directory.models import Party, PartyKey, Relationship
from tendero.kernel import db, search, text, write
from tendero.kernel.actor import Actor
from tendero.records.custom import writing as custom_writing


class Flush:
    """Writes new parties with their children, then what changed on the others."""

    def __init__(self, resolver: Resolver, *, by: Actor, pretend: bool) -> None:
        """`pretend` writes nothing, and still counts whom it would have made."""
        self.resolver, self.by, self.pretend = resolver, by, pretend
        self.firms: list[Card] = []
        """The companies made because somebody works there."""

    def run(self, touched: Sequence[Card]) -> None:
        """Write each card once, however many rows spoke of it."""
        cards = list({id(card): card for card in touched}.values())
        self._keep_missing_notes(cards)
        new = [card for card in cards if card.new]
        made = self.firms = self._employers(new, cards)
        if self.pretend:
            return
        old = [card for card in cards if not card.new and card.altered]
        self._restore(old)
        self._create([*made, *new])
        self._children(old)
        self._touch_employers(new + old)
        self._change(old)
        custom_writing.create_values([(card.party, card.custom) for card in new if card.custom])
        for card in old:
            if card.custom:
                custom_writing.store(card.party, card.custom)
        self._notes(new + old)

    def _restore(self, cards: Sequence[Card]) -> None:
        """Those found in the bin come out before anything is changed on them."""
        back = [card.party for card in cards if card.restore]
        if back:
            write.from_bin(back)

    def _create(self, made: Sequence[Card]) -> None:
        """Write the new parties whole."""
        if not made:
            return
        for card, pk in zip(made, db.reserve_ids(Party, len(made)), strict=True):
            card.party.id = pk
        contacts, employers = ties(made)
        children: dict[type[Any], list[Any]] = defaultdict(list)
        for card in made:
            pk = card.party.id
            if not card.filled or card.keys is None or card.told is None:
                complete(card, contact=contacts.get(pk), employer=employers.get(pk))
            for model, child in card.added:
                child.__dict__["party_id"] = pk  # past Django's descriptor, which looks for what is not there yet
                children[model].append(child)
        for relationship in children.get(Relationship, ()):
            _tie(relationship)
        write.create_whole(Party, [card.party for card in made], children)
        self._index(made)

    def _employers(self, cards: Sequence[Card], every: Sequence[Card]) -> list[Card]:
        """Cards of employers to be made; one that a row of this chunk brings itself is that one."""
        named = list(self.resolver.new_organisations.values())
        if not named:
            return []
        by_name: dict[str, Card] = {}
        for card in cards:
            if card.kind == "organisation":
                by_name.setdefault(text.fold(card.name), card)
        replaced = {id(party): by_name[key] for party in named if (key := text.fold(party.name)) in by_name}
        for card in every:
            for child in card.children.get("relationships", ()):
                if (own := replaced.get(id(child.__dict__.get("employer")))) is not None:
                    child.__dict__["employer"] = own.party
                    own.outdate("relationships")
        return [Card(party, new=True) for party in named if id(party) not in replaced]

    def _children(self, cards: Sequence[Card]) -> None:
        """What old parties get, and the employers that are to say anew whom one speaks with."""
        by_model: dict[type[Any], list[Any]] = defaultdict(list)
        for card in cards:
            for model, child in card.added:
                child.party_id = card.party.pk
                by_model[model].append(child)
        for relationship in by_model.get(Relationship, ()):
            _tie(relationship)
        for model, children in by_model.items():
            write.create_many(model, children)

    def _touch_employers(self, cards: Sequence[Card]) -> None:
        """A company that was there before has somebody new: whom one speaks with is found again."""
        made = {id(party) for party in self.resolver.new_organisations.values()}
        employers = [
            child.__dict__["tied"] for card in cards for model, child in card.added if "tied" in child.__dict__
        ]
        alone = {e.pk: e for e in employers if e.main_contact_id is None and id(e) not in made}
        if alone:
            write.touch(list(alone.values()))

    def _index(self, cards: Sequence[Card]) -> None:
        """Keys and search words of the new ones, worked out with their cards already."""
        keys = ((card.party.id, mark) for card in cards for mark in card.keys or ())
        db.bulk_insert(PartyKey, ["party", "mark"], keys)
        told = [(card.party.id, card.told) for card in cards if card.told is not None]
        search.add(Party.key(), [(pk, pk, document) for pk, document in told])

    def _change(self, cards: Sequence[Card]) -> None:
        """Changes by model, each in one go: a statement a table, not one a row."""
        write.change_rows(Party, {card.party.pk: card.values for card in cards if card.values})
        by_model: dict[type[Any], dict[int, dict[str, Any]]] = defaultdict(dict)
        for card in cards:
            for (model, pk), values in card.child_values.items():
                by_model[model][pk] = values
        for model, altered in by_model.items():
            write.change_rows(model, altered)

    def _keep_missing_notes(self, cards: Sequence[Card]) -> None:
        """Notes that the historial holds already are no change."""
        there = [ports.ImportedNote(c.party.pk, note) for c in cards if not c.new for note in c.notes]
        if not there:
            return
        missing = {(note.party_id, note.text) for note in ports.note_writer.missing(there)}
        for card in cards:
            if not card.new:
                card.notes = [note for note in card.notes if (card.party.pk, note) in missing]

    def _notes(self, cards: Sequence[Card]) -> None:
        """Notes go through the port, in one call, to the room that keeps them."""
        notes = [ports.ImportedNote(card.party.pk, note) for card in cards for note in card.notes]
        if notes:
            ports.note_writer.add(notes, by=self.by)


def _tie(relationship: Any) -> None:
    """An employer has its key now: the relationship names it."""
    employer = relationship.__dict__.pop("employer", None)
    if employer is not None:
        relationship.other_id = employer.pk
        relationship.__dict__["tied"] = employer
