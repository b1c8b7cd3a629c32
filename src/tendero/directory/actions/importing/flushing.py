"""Writing the cards of a chunk: every table once, the journal and the search index with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tendero.directory import ports
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.resolving import Resolver
from tendero.directory.models import Party, PartyKey
from tendero.directory.models.summary import Children, fill, search_entry
from tendero.directory.rules.matching import match_keys
from tendero.kernel import db, search, text, write
from tendero.kernel.actor import Actor
from tendero.kernel.search import SearchEntry
from tendero.records.custom import writing as custom_writing


class Flush:
    """Writes new parties with their children, then what changed on the others."""

    def __init__(self, resolver: Resolver, *, by: Actor, pretend: bool) -> None:
        self.resolver, self.by, self.pretend = resolver, by, pretend

    def run(self, touched: Sequence[Card]) -> None:
        """Write each card once, however many rows spoke of it."""
        cards = list({id(card): card for card in touched}.values())
        self._keep_missing_notes(cards)
        if self.pretend:
            return
        new = [card for card in cards if card.new]
        old = [card for card in cards if not card.new and card.altered]
        self._restore(old)
        self._create(new, new + old)
        self._children(new + old)
        self._change(old)
        custom_writing.create_values([(card.party, card.custom) for card in new if card.custom])
        for card in old:
            if card.custom:
                custom_writing.store(card.party, card.custom)
        self._notes(new + old)

    def _restore(self, cards: Sequence[Card]) -> None:
        back = [card.party for card in cards if card.restore]
        if back:
            write.from_bin(back)

    def _create(self, cards: Sequence[Card], every: Sequence[Card]) -> None:
        """Write the new parties, and the employers that rows name and nobody has yet."""
        employers = list(self.resolver.new_organisations.values())
        by_name = {card.party.name_folded or text.fold(card.party.name): card.party for card in cards
                   if card.party.kind == "organisation"}  # fmt: skip
        fresh = [party for party in employers if text.fold(party.name) not in by_name]
        replaced = {id(p): by_name[text.fold(p.name)] for p in employers if text.fold(p.name) in by_name}
        parties = [*fresh, *(card.party for card in cards)]
        if not parties:
            return
        for party, pk in zip(parties, db.reserve_ids(Party, len(parties)), strict=True):
            party.pk = pk
        self._link(every, replaced)
        made = [*(Card(party, new=True) for party in fresh), *cards]
        found = AtHand(made)
        for party in parties:
            fill(party, found)
        write.create_many(Party, parties, settled=True)
        self._index(made, found)

    def _link(self, cards: Iterable[Card], replaced: dict[int, Party]) -> None:
        """An employer that a row of this chunk brings itself is that one."""
        for card in cards:
            for child in card.of("relationships"):
                employer = child.__dict__.get("employer")
                if employer is None:
                    continue
                employer = replaced.get(id(employer), employer)
                child.__dict__["employer"] = employer

    def _children(self, cards: Sequence[Card]) -> None:
        by_model: dict[type[Any], list[Any]] = defaultdict(list)
        employers = []
        for card in cards:
            for model, child in card.added:
                child.party_id = card.party.pk
                employer = child.__dict__.pop("employer", None)
                if employer is not None:
                    child.other_id = employer.pk
                    employers.append(employer)
                by_model[model].append(child)
        for model, children in by_model.items():
            write.create_many(model, children)
        settled = {id(party) for party in self.resolver.new_organisations.values()}
        alone = {e.pk: e for e in employers if e.main_contact_id is None and id(e) not in settled}
        if alone:
            write.touch(list(alone.values()))

    def _index(self, cards: Sequence[Card], found: Children) -> None:
        rows = [(c.party.pk, str(kind), key) for c in cards for kind, key in match_keys(found.identity(c.party))]
        db.bulk_insert(PartyKey, ["party", "kind", "key"], rows)
        search.add([entry_of(card) for card in cards])

    def _change(self, cards: Sequence[Card]) -> None:
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
        notes = [ports.ImportedNote(card.party.pk, note) for card in cards for note in card.notes]
        if notes:
            ports.note_writer.add(notes, by=self.by)


class AtHand(Children):
    """The children of new parties, not read but at hand: what follows from them is computed by the same rules."""

    def __init__(self, cards: Sequence[Card]) -> None:
        by_key = {card.party.pk: card for card in cards}
        for name in ("emails", "phones", "addresses", "references", "consents"):
            setattr(self, name, {pk: card.of(name) for pk, card in by_key.items()})
        self.contacts, self.employers = {}, {}
        for card in cards:
            for child in card.of("relationships"):
                employer = child.__dict__.get("employer")
                if employer is not None and employer.pk is not None:
                    self.employers.setdefault(card.party.pk, employer.pk)
                    self.contacts.setdefault(employer.pk, card.party.pk)


def entry_of(card: Card) -> SearchEntry:
    """The new party as global search finds it."""
    return search_entry(
        card.party,
        emails=card.of("emails"),
        phones=card.of("phones"),
        references=card.of("references"),
        tags=[child.tag.name for child in card.of("tags")],
    )
