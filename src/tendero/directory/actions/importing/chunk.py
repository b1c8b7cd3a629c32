"""The rows of one chunk on their way to cards: whose each is, and what becomes of him."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tendero.directory.actions.importing import cards as card_module
from tendero.directory.actions.importing import groups, linking, matching
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.flushing import Flush
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.actions.importing.newcomers import newcomer
from tendero.directory.actions.importing.resolving import Resolver
from tendero.directory.models import Party
from tendero.directory.rules.matching import KeyKind
from tendero.kernel import permissions
from tendero.kernel.text import fold
from tendero.records import custom
from tendero.records.exchange.plan import Outcome

if TYPE_CHECKING:
    from tendero.directory.actions.importing.session import PartySession

SHOWN = 60
"""Rows of a chunk that a dry run describes, not only counts."""
REACH = frozenset({"emails", "phones", "addresses", "references"})


class Chunk:
    """The rows of one chunk on their way to cards."""

    def __init__(self, session: PartySession, drafts: Sequence[Draft], *, pretend: bool) -> None:
        """Look up everybody these rows could be, before the first is decided."""
        self.session, self.plan, self.by, self.pretend = session, session.plan, session.by, pretend
        self.drafts = drafts
        self.lookups = Lookups(by=self.by, pretend=pretend)
        self.resolver = Resolver(self.plan, self.lookups, origin=session.origin, by=self.by)
        self.reach = permissions.scope(self.by, "add", Party.record_key)
        self.links = linking.Links(drafts, self.lookups, by=self.by)
        self.known = matching.Known()
        if self.plan.policy != "add":
            self.known = matching.look_up(self.drafts, session.kinds, by=self.by)
        self.earlier: set[int] = session.foreseen_ids
        self.new_keys: dict[matching.Key, str] = {}
        self.cards: dict[int, Card] = {}
        self.needed: frozenset[str] = frozenset()
        self.by_key: dict[matching.Key, Card] = {}
        self.order: list[tuple[Draft, Card | None, Outcome]] = []
        self.employers: set[str] = set()

    def run(self) -> list[Outcome]:
        """Every row's outcome, in order."""
        usable = self.known.ids & self.known.seen
        if usable:
            self.needed = frozenset(self.resolver.children | REACH | self.session.grouped)
            self.cards = card_module.load(sorted(usable), lock=not self.pretend)
            likely = matching.likely(self.drafts, self.known, self.cards, self.session.kinds)
            card_module.complete({pk: self.cards[pk] for pk in likely}, self.needed)
            if self.resolver.custom:
                custom.attach([card.party for card in self.cards.values()], list(self.resolver.custom.values()))
        self.resolver.prepare(self.drafts)
        for draft in self.drafts:
            self.order.append(self._decide(draft))
        flush = Flush(self.resolver, by=self.by, pretend=self.pretend)
        flush.run([card for _d, card, _o in self.order if card is not None])
        self.employers = flush.employers
        return [self._settled(card, outcome) for _draft, card, outcome in self.order]

    def new_firms(self) -> set[str]:
        """Names, folded, of the companies that rows of this chunk bring themselves."""
        found = (card.party for _draft, card, _outcome in self.order if card is not None and card.new)
        return {fold(party.name) for party in found if party.kind == "organisation"}

    def _decide(self, draft: Draft) -> tuple[Draft, Card | None, Outcome]:
        """A problem, an earlier row again, a known contact or a new one; no card where nothing is written."""
        outcome = Outcome(draft.number, "created", title=draft.name, reason=" ".join(draft.remarks)[:300])
        if self.pretend and len(self.order) < SHOWN:
            outcome.details = self.resolver.in_short(draft)
        if draft.problem:
            outcome.result, outcome.reason = ("skipped" if not draft.name else "failed"), draft.problem
            return draft, None, outcome
        if self.plan.policy == "add":
            return draft, self._create(draft, outcome), outcome
        if (twin := self._twin(draft)) is not None:
            outcome.result = "repeated"
            if self.plan.policy in ("fill", "update"):
                self._merge(twin, draft)
            return draft, twin, outcome
        if self.pretend and self._foreseen(draft):
            outcome.result = "repeated"
            self._remember(draft)
            return draft, None, outcome
        return self._match(draft, outcome)

    def _twin(self, draft: Draft) -> Card | None:
        """The card that an earlier row of this chunk has made or touched; two references are two contacts."""
        if draft.exact and (card := self.by_key.get(("id", draft.ref))) is not None:
            return card
        for kind, key in draft.keys:
            card = self.by_key.get((kind, key)) if kind in self.session.kinds else None
            if card is not None and not self._another(card, draft) and not matching.contradicts(card, draft, kind):
                return card
        return None

    def _another(self, card: Card, draft: Draft) -> bool:
        """Whether an earlier row with a reference of its own has spoken of that contact: this one is somebody else."""
        if not draft.exact or draft.ref == card.party.ref:
            return False
        return card.told_ref != "" or card.party.id in self.earlier

    def _foreseen(self, draft: Draft) -> bool:
        """Whether an earlier chunk of this trial has made him already: the database cannot know."""
        if draft.exact:
            return ("id", draft.ref) in self.session.foreseen
        return any((k, v) in self.session.foreseen for k, v in draft.keys if k in self.session.kinds)

    def _match(self, draft: Draft, outcome: Outcome) -> tuple[Draft, Card | None, Outcome]:
        """Onto the strongest match that may be touched and is no other; the reason says why not the rest."""
        for kind, pk in matching.best(draft, self.known, self.session.kinds):
            if pk not in self.known.seen:
                outcome.result = "skipped"
                outcome.reason = _("It exists already, outside what you may see: ask for access.")
                return draft, None, outcome
            card = self.cards[pk]
            if kind != "id" and self._another(card, draft):
                continue
            if matching.contradicts(card, draft, kind):
                outcome.reason = _("It shares its %(what)s with %(name)s, but looks like another.") % {
                    "what": KIND_WORDS()[kind], "name": card.party.name
                }  # fmt: skip
                continue
            if pk in self.known.binned and not card.restore and self.plan.binned == "add":
                continue
            return draft, self._onto(card, draft, outcome), outcome
        return draft, self._create(draft, outcome), outcome

    def _onto(self, card: Card, draft: Draft, outcome: Outcome) -> Card | None:
        """The card of a match, merged as the policy says; None when it is to be left as it is."""
        pk = card.party.id
        if draft.bare:  # a firm that was only a name is this one now; the next of that name is another
            self.known.owners.pop(draft.bare, None)
        again = pk in self.earlier
        outcome.record_id, outcome.result = pk, "repeated" if again else "unchanged"
        if pk in self.known.binned and not card.restore and self.plan.binned == "skip":
            outcome.result, outcome.reason = "skipped", _("It lies in the bin.")
            return None
        if self.plan.policy == "skip":
            outcome.result = "repeated" if again else "skipped"
            outcome.reason = outcome.reason or _("It exists already.")
            return None
        if pk not in self.known.changeable:
            outcome.result, outcome.reason = "skipped", _("It exists already and your profile may not change it.")
            return None
        if not card.whole:  # an earlier row has changed what spoke against it
            card_module.complete({pk: card}, self.needed)
        card.restore = card.restore or pk in self.known.binned
        self._merge(card, draft)
        return card

    def _create(self, draft: Draft, outcome: Outcome) -> Card | None:
        """The card of a new one; None when the profile may not add it."""
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
        self._remember(draft, card)
        return card

    def _may_create(self, card: Card) -> bool:
        """Whether the right to add reaches that owner."""
        if self.reach == "all":
            return True
        owner = card.party.owner
        mine = owner is not None and owner.pk == self.by.user_id
        same_team = owner is None or (owner.team_id is not None and owner.team_id == self.by.team_id)
        return mine or (self.reach == "team" and same_team)

    def _merge(self, card: Card, draft: Draft) -> None:
        """Bring groups, columns, children and ties of the row onto the card, as the policy says."""
        update = self.plan.policy == "update"
        groups.bring(card, draft, self.lookups, update=update)
        card_module.merge(card, draft, self.resolver.columns(card, draft), update=update)
        self.resolver.children_of(card, draft)
        if not card.new:
            self.links.bring(card, draft, update=update, remarks=[])
        self._remember(draft, card)

    def _remember(self, draft: Draft, card: Card | None = None) -> None:
        """Later rows with these keys are this one again."""
        if card is not None and draft.exact:
            card.told_ref = draft.ref
        for key in [*draft.keys, *([("id", draft.ref)] if draft.exact else [])]:
            if card is not None:
                self.by_key.setdefault(key, card)
            if self.pretend and (card is None or card.new):
                self.new_keys[key] = draft.name

    def _settled(self, card: Card | None, outcome: Outcome) -> Outcome:
        """The outcome once everything is written: key known, and updated only if something changed."""
        if card is None:
            return outcome
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
