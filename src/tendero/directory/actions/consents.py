"""The ledger of consent: entries are written and never changed. What may be sent is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import tidy
from tendero.directory.actions.rights import require_change
from tendero.directory.events import ConsentRecorded
from tendero.directory.models import CHANNELS, PURPOSES, ConsentEntry, Party
from tendero.directory.rules.consent import Basis, Decision
from tendero.kernel import clock, db, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish

_NEEDS_PROOF = (Decision.LIFTED,)
_WRITABLE = (Decision.GIVEN, Decision.OBJECTED, Decision.LIFTED)


@action(gettext_lazy("Note a permission"), record="directory.Party", verb="change")
def record_consent(
    party: Party,
    *,
    decision: str,
    channel: str = "",
    purpose: str = "",
    basis: str = Basis.NONE,
    on: date | None = None,
    origin: str = "",
    proof: str = "",
    once: str = "",
    by: Actor,
) -> ConsentEntry:
    """Write one entry of the ledger; publishes ConsentRecorded.

    An empty channel or purpose means all. `once` is the idempotency key: the same one again writes nothing and gives
    the entry there is. ValidationError for consent or a lifted objection without proof, a basis left unsaid, or a day
    to come.
    """
    require_change(party, by, "consents")
    with db.lock("directory.consent", party.pk):
        if once:
            told: ConsentEntry | None = ConsentEntry.objects.filter(party=party, once=once[:120]).first()
            if told is not None:
                return told
        entry = ConsentEntry(
            party=party,
            channel=channel,
            purpose=purpose,
            decision=decision,
            basis=basis if decision == Decision.GIVEN else Basis.NONE,
            on=on or clock.today(),
            origin=tidy(origin, 120),
            proof=tidy(proof, 300),
            once=once[:120] or None,
        )
        _sensible(entry)
        write.create(entry)
    publish(ConsentRecorded(entries=(entry.pk,), party_id=party.pk))
    return entry


@action(gettext_lazy("Annul a permission"), record="directory.Party", verb="change")
def annul_consent(party: Party, *, entry: ConsentEntry, reason: str = "", by: Actor) -> ConsentEntry:
    """Write that a permission was noted by mistake: it counts no more, and both entries stay to be read.

    ValidationError for anything but a permission: an objection is taken back by whoever objected, with proof.
    """
    require_change(party, by, "consents")
    counter = entry.counter_movement() if entry.party_id == party.pk else None
    if counter is None:
        raise ValidationError(_("Only a permission can have been noted by mistake. An objection always stands."))
    if ConsentEntry.objects.filter(annuls=entry).exists():
        raise ValidationError(_("It has been annulled already."))
    counter.origin = tidy(reason, 120)
    write.create(counter)
    publish(ConsentRecorded(entries=(counter.pk,), party_id=party.pk))
    return counter


def append_entries(party: Party, items: Any, *, by: Actor) -> bool:
    """Add the entries given that the ledger does not hold; whether there were any."""
    stored = {_told(entry) for entry in ConsentEntry.objects.filter(party=party)} if items else set()
    added = False
    for item in items or ():
        given = {name: item[name] for name in _GIVEN if isinstance(item, Mapping) and item.get(name)}
        if given.get("decision") and _told(ConsentEntry(**given)) not in stored:
            entry = record_consent(party, by=by, **given)
            stored.add(_told(entry))
            added = True
    return added


_GIVEN = ("channel", "purpose", "decision", "basis", "on", "origin", "proof")


def _told(entry: ConsentEntry) -> tuple[Any, ...]:
    """What was said, as values to compare: the same word twice is not noted twice."""
    return tuple(getattr(entry, name) for name in _GIVEN)


def _sensible(entry: ConsentEntry) -> None:
    """What the ledger may hold; its reader must never have to guess."""
    if entry.decision not in _WRITABLE:
        raise ValidationError({"decision": _("That is not one of the options.")})
    if entry.channel not in ("", *dict(CHANNELS)) or entry.purpose not in ("", *dict(PURPOSES)):
        raise ValidationError({"channel": _("That is not one of the options.")})
    if entry.on > clock.today():
        raise ValidationError({"on": _("That day has not come yet.")})
    needs_proof = entry.decision in _NEEDS_PROOF or entry.basis == Basis.CONSENT
    if needs_proof and not entry.proof:
        raise ValidationError({"proof": _("Say how it can be proved: a form, an e-mail, a recording.")})
    if entry.decision == Decision.GIVEN and entry.basis == Basis.OTHER and not (entry.origin or entry.proof):
        raise ValidationError({"origin": _("State the basis: it may have to be shown one day.")})
