"""From what a draft says to columns and children: owners, sources, tags, roles, consents, employers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory import ports
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.lookups import Lookups
from tendero.directory.models import ConsentEntry, Party, PartyKind, PartyRole, PartyTag, Relationship
from tendero.directory.rules.consent import ELECTRONIC
from tendero.identity.models import User
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records import custom, values
from tendero.records.exchange.plan import Plan

_CHILDREN = {
    "tags": "tags",
    "roles": "roles",
    "taste": "observations",
    "need": "observations",
    "consent": "consents",
    "objection": "consents",
    "company": "relationships",
    "contact": "relationships",
    "name": "relationships",
    "profile": "profiles",
    "vcard": "vcards",
}


@lru_cache(maxsize=1024)
def _once(told: str) -> str:
    """A key under which a consent of the same words is noted one single time."""
    return f"import:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


class Resolver:
    """Answers for one chunk; `prepare` looks up at once what its rows name."""

    def __init__(self, plan: Plan, lookups: Lookups, *, origin: str, by: Actor) -> None:
        """What the plan asks of every row is found out once; `children` are the tables it can touch."""
        self.plan, self.lookups, self.origin, self.by = plan, lookups, origin, by
        bases = {key.partition(":")[0] for key in plan.columns}
        self.children = {child for base, child in _CHILDREN.items() if base in bases}
        if plan.tags:
            self.children.add("tags")
        self.default_owner: User | None = lookups.owner(plan.owner) if plan.owner else None
        self.organisations: dict[str, list[Party]] = {}
        self.new_organisations: dict[str, Party] = {}
        self.referrers: dict[str, int] = {}
        self.buyers: frozenset[int] = frozenset()
        self.yes: Counter[str] = Counter()
        """On what the permissions of this chunk rest, counted."""
        own = custom.fields_of(Party.record_key)
        self.custom = {name: field for name, field in own.items() if name in plan.columns}

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """One query for all employers that the chunk names, one for who referred."""
        names = {draft.company for draft in drafts if draft.company}
        if names:
            self.organisations = self.lookups.organisations(names)
        referrers = {draft.referred_by for draft in drafts if draft.referred_by}
        if referrers:
            found = Party.objects.visible_to(self.by).filter(name_folded__in={fold(name) for name in referrers})
            self.referrers = dict(found.values_list("name_folded", "pk"))

    def defaults(self, card: Card, draft: Draft) -> None:
        """What a new party gets besides what its row says by itself: other rows that it points to."""
        party = card.party
        owner = self._owner(draft) or self.default_owner or self._self_as_owner()
        if owner is not None:
            write.point(party, "owner", owner)
        source = draft.source or self.plan.source
        if source and (found := self.lookups.source(source)) is not None:
            write.point(party, "source", found)
        if draft.referred_by:
            party.referred_by_id = self.referrers.get(fold(draft.referred_by))
        for name in self.plan.tags:
            self._tag(card, name)

    def columns(self, card: Card, draft: Draft) -> dict[str, Any]:
        """Columns of a party that is there that point to other rows."""
        found: dict[str, Any] = {}
        if draft.owner and (owner := self._owner(draft)) is not None:
            found["owner"] = owner
        if draft.source and (source := self.lookups.source(draft.source)) is not None:
            found["source"] = source
        if draft.referred_by and (referrer := self.referrers.get(fold(draft.referred_by))) is not None:
            found["referred_by_id"] = referrer
        return found

    def children_of(self, card: Card, draft: Draft) -> None:
        """Tags, roles, consents and the employer."""
        for name in draft.tags:
            self._tag(card, name)
        for name in draft.roles:
            self._role(card, name)
        for channel, decision in draft.consents:
            self._consent(card, draft, channel, decision)
        if self.brings_employer(card, draft):
            self._employer(card, draft)
        for name, text in draft.custom.items():
            self._own_field(card, draft, name, text)

    def brings_employer(self, card: Card, draft: Draft) -> bool:
        """Whether the row says where this person works."""
        return bool(draft.company) and not draft.organisation and card.kind == PartyKind.PERSON

    def _own_field(self, card: Card, draft: Draft, name: str, text: str) -> None:
        """A user-defined field: blanks are filled, with `update` replaced; what does not fit is told and left out."""
        field = self.custom.get(f"custom.{name}")
        if field is None:
            return
        try:
            value = values.from_text(field, text, self.by)
        except ValidationError as problem:
            draft.remarks.append(f"{field.label}: {' '.join(problem.messages)}"[:200])
            return
        there = card.custom.get(field) if card.new else values.held(field, card.party)
        if values.is_blank(there) or (self.plan.policy == "update" and there != value):
            card.custom[field] = value

    def in_short(self, draft: Draft) -> list[str]:
        """For the preview: kind, the codes by which one knows him, who will answer for him."""
        codes = [code for _system, code in draft.references[:1]]
        codes += [draft.values.get("tax_id", ""), *(phone.display for phone, _label in draft.phones[:1])]
        owner = self._owner(draft) or self.default_owner
        return [draft.kind, " · ".join(code for code in codes if code), owner.name if owner else ""]

    def _owner(self, draft: Draft) -> User | None:
        """The colleague the row names; a name of nobody, or of several, leaves a remark and counts as none."""
        if not draft.owner:
            return None
        found = self.lookups.owner(draft.owner)
        if found is None:
            remark = _("«%(text)s» is nobody here, or could be several.") % {"text": draft.owner[:60]}
            if remark not in draft.remarks:
                draft.remarks.append(remark)
        return found

    def _self_as_owner(self) -> User | None:
        """Whoever may only add his own becomes the one who answers."""
        from tendero.kernel import permissions

        if permissions.scope(self.by, "add", Party.record_key) != "own":
            return None
        return next((user for user in self.lookups.people if user.pk == self.by.user_id), None)

    def _tag(self, card: Card, name: str) -> None:
        """Add it, unless the card wears it; in a dry run a tag not yet made is known by its row."""
        tag = self.lookups.tag(name)
        if tag is not None and all(child.tag_id != tag.pk or (child.tag is not tag and tag.pk is None)
                                   for child in card.of("tags")):  # fmt: skip
            given = write.blank(PartyTag, tag_id=tag.pk)
            given.tag = tag
            card.add("tags", given)

    def _role(self, card: Card, name: str) -> None:
        """Add it, unless the card has it."""
        role = self.lookups.role(name)
        if role is not None and all(child.role_id != role.pk or role.pk is None for child in card.of("roles")):
            card.add("roles", write.blank(PartyRole, role_id=role.pk))

    def _basis(self, card: Card, channel: str, draft: Draft) -> str:
        """What this yes rests on. An earlier purchase carries only electronic offers to whoever did buy (LSSI 21.2)."""
        if self.plan.basis == "purchase":
            bought = channel in ELECTRONIC and card.party.pk in self.buyers
            return "purchase" if bought else "none"
        return "consent" if draft.proof and self.plan.basis == "none" else self.plan.basis

    def who_bought(self, ids: Collection[int]) -> None:
        """Ask once for a chunk who of these has bought, if anything rests on that."""
        if self.plan.basis == "purchase" and "consents" in self.children:
            self.buyers = ports.purchases.buyers(ids)

    def _consent(self, card: Card, draft: Draft, channel: str, decision: str) -> None:
        """A yes rests on what the plan says; a no is an objection. The same word twice is one entry."""
        basis = self._basis(card, channel, draft) if decision == "given" else "none"
        proof = (draft.proof or self.plan.proof)[:300] if basis in ("consent", "other") else ""
        purpose = "offers" if basis == "purchase" else ""
        if decision == "given":
            self.yes[basis if basis in ("none", "purchase") or proof else "unproved"] += 1
        once = _once(f"{channel}|{decision}|{basis}|{proof}")
        if any(child.once == once for child in card.of("consents")):
            return
        card.add(
            "consents",
            write.blank(
                ConsentEntry,
                channel=channel,
                purpose=purpose,
                decision=decision,
                basis=basis,
                proof=proof,
                origin=self.origin[:120],
                once=once,
            ),
        )

    def employs(self, card: Card, draft: Draft) -> bool:
        """Whether the card says already that he works where the row says."""
        return bool(draft.company) and self._working_at(card, draft.company) is not None

    def _working_at(self, card: Card, name: str) -> Relationship | None:
        """That he works at a company of this name, whichever it is, if the card says so."""
        folded = fold(name)
        made = self.new_organisations.get(folded)
        there = {company.pk for company in self.organisations.get(folded, ())}
        for child in card.of("relationships"):
            employer = child.__dict__.get("employer")
            same = child.other_id in there if employer is None else employer is made or employer.pk in there
            if same and child.type_id == self.lookups.works_at.pk:
                found: Relationship = child
                return found
        return None

    def _employer(self, card: Card, draft: Draft) -> None:
        """Tie him to his company, made on first mention; a tie that is there only gets its blank post."""
        if (there := self._working_at(card, draft.company)) is not None:
            if draft.job and not there.note:
                card.change(there, note=draft.job)
            return
        folded = fold(draft.company)
        employer = next(iter(self.organisations.get(folded, ())), None) or self.new_organisations.get(folded)
        if employer is None:
            employer = write.blank(Party, kind="organisation", name=draft.company[:200], owner_id=card.party.owner_id)
            self.new_organisations[folded] = employer
        child = write.blank(Relationship, type_id=self.lookups.works_at.pk, note=draft.job)
        child.__dict__["employer"] = employer
        card.add("relationships", child)
