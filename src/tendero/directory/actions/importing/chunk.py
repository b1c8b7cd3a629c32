"""The rows of one chunk on their way to cards: who each of them is, and what follows for the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tendero.directory.actions.importing import answered, groups, linking, matching, merging
from tendero.directory.actions.importing import cards as card_module
from tendero.directory.actions.importing import foreseen as foreseen_module
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.flushing import Flush
from tendero.directory.actions.importing.foreseen import Foreseen
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.actions.importing.newcomers import keys_of, newcomer
from tendero.directory.actions.importing.resolving import Resolver
from tendero.directory.models import Party
from tendero.directory.rules.matching import KeyKind
from tendero.kernel import permissions
from tendero.records import custom
from tendero.records.exchange.plan import Outcome

if TYPE_CHECKING:
    from tendero.directory.actions.importing.session import PartySession

SHOWN = 60
"""Rows of a chunk that a dry run describes, not only counts."""
REACH = frozenset({"emails", "phones", "addresses", "references", "profiles"})


class Chunk:
    """Decides row by row; all that it asks of the database it asks at once. With `foreseen` it writes nothing."""

    def __init__(self, session: PartySession, drafts: Sequence[Draft], *, foreseen: Foreseen | None = None) -> None:
        """Ask the database of all keys that the rows bring."""
        self.session, self.plan, self.by = session, session.plan, session.by
        self.drafts, self.foreseen, self.pretend = drafts, foreseen, foreseen is not None
        self.besides = [draft.beside for draft in drafts if draft.beside is not None]
        everybody = [*drafts, *self.besides]
        self.lookups = Lookups(by=self.by, foreseen=foreseen)
        self.resolver = Resolver(self.plan, self.lookups, origin=session.origin, by=self.by)
        self.reach = permissions.scope(self.by, "add", Party.record_key)
        self.links = linking.Links(drafts, self.lookups, by=self.by)
        self.known = matching.Known()
        self.said = answered.Said(drafts, session, foreseen=foreseen)
        if self.plan.policy != "add":
            self.known = matching.look_up(
                everybody, session.kinds, by=self.by, foreseen=foreseen, said=self.said.meant()
            )
        self.earlier: set[int] = set()
        self.cards: dict[int, Card] = {}
        self.needed: frozenset[str] = frozenset()
        self.by_key: dict[matching.Key, list[Card]] = defaultdict(list)
        self.order: list[tuple[Draft, Card | None, Outcome]] = []
        self.firms: list[Card] = []
        """The companies made because somebody works there."""
        self.besides_made = 0
        """The people made because one speaks with them at a company."""

    def run(self) -> list[Outcome]:
        """Every row's outcome, in order."""
        if usable := self.known.ids & self.known.seen:
            self._load(usable)
        self.resolver.prepare([*self.drafts, *self.besides])
        self.resolver.who_bought(usable)
        for draft in self.drafts:
            self.order.append(self._decide(draft))
        flush = Flush(self.resolver, by=self.by, pretend=self.pretend)
        touched = [card for _d, card, _o in self.order if card is not None] + self._beside()
        flush.run(touched)
        self.firms = flush.firms
        if self.foreseen is not None:
            self.foreseen.keep(touched, self.firms, by=self.by)
        outcomes = [self._settled(draft, card, outcome) for draft, card, outcome in self.order]
        if self.foreseen is not None:
            self.foreseen.touch((outcome.record_id, outcome.number) for outcome in outcomes if outcome.record_id)
        else:
            self.said.keep((card for _d, card, _o in self.order if card is not None), by=self.by)
        return outcomes

    def _beside(self) -> list[Card]:
        """Cards of whom one speaks with at the companies of these rows, so far as the companies came in."""
        found = []
        for draft, company, _outcome in list(self.order):
            if draft.beside is not None and company is not None:
                _draft, card, outcome = self._decide(draft.beside)
                self.besides_made += outcome.result == "created" and card is not None
                found += [card] if card is not None else []
        return found

    def _load(self, ids: set[int]) -> None:
        """Cards of these; children only of those whom a row may be brought onto."""
        self.needed = frozenset(self.resolver.children | REACH | self.session.grouped)
        changed = self.foreseen.cards(ids) if self.foreseen is not None else {}
        self.cards = card_module.load(sorted(ids - changed.keys()), lock=not self.pretend) | changed
        likely = matching.likely(self.drafts, self.known, self.cards, self.session.kinds) - changed.keys()
        card_module.complete({pk: self.cards[pk] for pk in likely}, self.needed)
        if self.resolver.custom:
            custom.attach([card.party for card in self.cards.values()], list(self.resolver.custom.values()))

    def _decide(self, draft: Draft) -> tuple[Draft, Card | None, Outcome]:
        """The row, whom it is brought onto (None: nobody) and what is said of it."""
        outcome = Outcome(draft.number, "created", title=draft.name, reason=" ".join(draft.remarks)[:300])
        if self.pretend and len(self.order) < SHOWN:
            outcome.details = self.resolver.in_short(draft)
        if draft.problem:
            outcome.result, outcome.reason = ("skipped" if not draft.name else "failed"), draft.problem
            return draft, None, outcome
        if self.plan.policy == "add":
            return draft, self._create(draft, outcome), outcome
        return self._match(draft, outcome)

    def _match(self, draft: Draft, outcome: Outcome) -> tuple[Draft, Card | None, Outcome]:
        """Onto the first candidate that nothing speaks against; a new card where none is left."""
        for kind, key, who in self._candidates(draft):
            if isinstance(who, int):
                outcome.result = "skipped"
                outcome.reason = _("It exists already, outside what you may see: ask for access.")
                return draft, None, outcome
            if self._is_another(who, draft, kind, key) or (draft.of_firm and not self._works_there(who, draft)):
                continue
            if matching.contradicts(who, draft, kind) or self._elsewhere(who, draft, kind):
                outcome.reason = _("It shares its %(what)s with %(name)s, but looks like another.") % {
                    "what": KIND_WORDS()[kind], "name": who.name
                }  # fmt: skip
                continue
            binned = who.party.id in self.known.binned and not who.restore
            if binned and self.plan.binned == "add":
                continue
            return draft, self._onto(who, draft, outcome, binned=binned), outcome
        return draft, self._create(draft, outcome), outcome

    def _candidates(self, draft: Draft) -> Sequence[tuple[str, str, Card | int]]:
        """Whom the row may mean, the surest first, each with the key: a card, or the number of one out of reach.

        Those of the directory and those that earlier rows of this chunk have made stand in one line, so that it makes
        no difference where the file is cut.
        """
        if draft.exact and (made := self.by_key.get(("id", draft.ref))):
            return [("id", draft.ref, made[0])]
        found: dict[tuple[str, int], tuple[str, str, Card | int]] = {}
        for kind, key in draft.meant:
            for card in self.by_key.get((kind, key), ()):
                found[kind, id(card)] = (kind, key, card)
        for kind, key, pk in matching.best(draft, self.known, self.session.kinds):
            who = self.cards[pk] if pk in self.known.seen else pk
            found[kind, id(who)] = (kind, key, who)
        if draft.ref not in self.known.refs:
            for kind, key in matching.asked(draft):
                for card in self.by_key.get((kind, key), ()) if kind in self.session.kinds else ():
                    found.setdefault((kind, id(card)), (kind, key, card))
        if len(found) < 2:
            return list(found.values())
        return sorted(found.values(), key=lambda one: self._rank(draft, one[0], one[2]))

    def _rank(self, draft: Draft, kind: str, who: Card | int) -> tuple[bool, int, bool, int]:
        """The living first, then the surest key, then whom the row tells nothing new, then who agrees with most of it.

        Whoever got the row's word once is thus found again by it: the same file twice changes nothing.
        """
        if isinstance(who, int):
            return *matching.rank(kind, who in self.known.binned), False, 0
        if not who.whole:
            card_module.complete({who.party.id: who}, self.needed)
        binned = who.party.id in self.known.binned and not who.restore
        employed = self.resolver.employs(who, draft)
        news = merging.lacks(who, draft) or (self.resolver.brings_employer(who, draft) and not employed)
        return *matching.rank(kind, binned), news, -(matching.agreement(who, draft) + employed)

    def _is_another(self, card: Card, draft: Draft, kind: str, key: str) -> bool:
        """Whether an earlier row has taken this key from the card, or has spoken of it by a reference of its own."""
        if kind == "id" or kind in matching.TOLD:
            return False
        if card.outdated and (kind, key) not in keys_of(card):
            return True
        if not draft.exact or draft.ref == card.party.ref:
            return False
        return card.told_ref != "" or card.party.id in self.earlier

    def _elsewhere(self, card: Card, draft: Draft, kind: str) -> bool:
        """Whether name and town are all that they share, and the rest speaks against it."""
        if kind != KeyKind.NAME_CITY or not draft.phones or not draft.addresses:
            return False
        if not card.whole:
            card_module.complete({card.party.id: card}, self.needed)
        return matching.lives_elsewhere(card, draft)

    def _works_there(self, card: Card, draft: Draft) -> bool:
        """Whom one speaks with at a company is nobody of the same name elsewhere."""
        if not card.whole:
            card_module.complete({card.party.id: card}, self.needed)
        return self.resolver.employs(card, draft)

    def _onto(self, card: Card, draft: Draft, outcome: Outcome, *, binned: bool) -> Card | None:
        """Bring the row onto a card that is there, as far as policy, bin and rights let it."""
        pk = card.party.id
        again, card.spoken = card.spoken or pk in self.earlier, True
        outcome.record_id, outcome.result = pk, "repeated" if again else "unchanged"
        if again and self.foreseen is not None:
            self._group(card, draft, outcome, self.foreseen)
        if binned and self.plan.binned == "skip":
            outcome.result, outcome.reason = "skipped", _("It lies in the bin.")
            return None
        if self.plan.policy == "skip":
            outcome.result = "repeated" if again else "skipped"
            outcome.reason = outcome.reason or _("It exists already.")
            return card
        if not card.new and pk not in self.known.changeable:
            outcome.result, outcome.reason = "skipped", _("It exists already and your profile may not change it.")
            return None
        if not card.whole:  # an earlier row has changed what spoke against it
            card_module.complete({pk: card}, self.needed)
        card.restore = card.restore or binned
        self._merge(card, draft)
        return card

    def _group(self, card: Card, draft: Draft, outcome: Outcome, foreseen: Foreseen) -> None:
        """Which earlier row a repeated one joins, and what it says otherwise."""
        if not card.whole:
            card_module.complete({card.party.id: card}, self.needed)
        outcome.joins = card.first_row or foreseen.first_rows([card.party.id]).get(card.party.id)
        outcome.differs = merging.differing(card, draft)

    def _create(self, draft: Draft, outcome: Outcome) -> Card | None:
        """A new card, unless whoever imports may not add one of that owner."""
        card, draft.card = draft.card or newcomer(draft), None
        if draft.exact and self.plan.policy != "add" and draft.ref not in self.known.refs:
            card.party.ref = draft.ref  # the same contact in another database: whoever names him finds him
        self.resolver.defaults(card, draft)
        if not self._may_create(card):
            outcome.result = "failed"
            outcome.reason = _("Your profile may only add contacts that you answer for yourself.")
            return None
        groups.bring(card, draft, self.lookups, update=False)
        self.resolver.children_of(card, draft)
        alone = card.keys is draft.marks and not draft.organisation
        self._remember(card, draft, draft.keys if alone else keys_of(card))
        return card

    def _may_create(self, card: Card) -> bool:
        """Whether the right to add reaches as far as the owner of this one."""
        if self.reach == "all":
            return True
        owner = card.party.owner
        mine = owner is not None and owner.pk == self.by.user_id
        same_team = owner is None or (owner.team_id is not None and owner.team_id == self.by.team_id)
        return mine or (self.reach == "team" and same_team)

    def _merge(self, card: Card, draft: Draft) -> None:
        """All that the row says, put on the card by the policy; later rows find it by its keys."""
        update = self.plan.policy == "update"
        groups.bring(card, draft, self.lookups, update=update)
        merging.merge(card, draft, self.resolver.columns(card, draft), update=update)
        self.resolver.children_of(card, draft)
        if not card.new:
            self.links.bring(card, draft, update=update, remarks=[])
        self._remember(card, draft, keys_of(card) if card.outdated else ())

    def _remember(self, card: Card, draft: Draft, keys: Sequence[matching.Key]) -> None:
        """Later rows of the chunk find the card by the keys that it has got; the database knows its older ones."""
        card.spoken = True
        card.first_row = card.first_row or draft.number
        if draft.mark:
            card.rows.append(draft.mark)
            self.by_key[foreseen_module.ROW, str(draft.mark)].append(card)
        for key in keys:
            here = self.by_key[key]
            if card not in here:
                here.append(card)
        if draft.exact:
            card.told_ref = draft.ref
            self.by_key["id", draft.ref].append(card)

    def _settled(self, draft: Draft, card: Card | None, outcome: Outcome) -> Outcome:
        """The outcome once everything is known: what was touched and not altered stays unchanged."""
        if card is None:
            return outcome
        late = [remark for remark in draft.remarks if remark not in outcome.reason]  # told as the row was brought in
        outcome.reason = " ".join([outcome.reason, *late]).strip()[:300]
        outcome.record_id = card.party.id
        if outcome.result == "unchanged" and card.altered:
            outcome.result = "updated"
        return outcome


def KIND_WORDS() -> dict[str, Any]:
    """What each kind of key is called in a sentence."""
    return {
        KeyKind.REFERENCE: _("reference"),
        KeyKind.TAX_ID: _("tax id"),
        KeyKind.EMAIL: _("e-mail"),
        KeyKind.PHONE: _("telephone"),
        KeyKind.NAME_BIRTHDAY: _("name and birthday"),
        KeyKind.NAME_CITY: _("name and city"),
    }
