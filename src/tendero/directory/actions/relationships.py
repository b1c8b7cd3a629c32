"""Relationships between two parties, written once and read from both sides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import check_dates, tidy
from tendero.directory.actions.rights import require_change
from tendero.directory.events import PartiesRelated
from tendero.directory.models import Party, PartyKind, Relationship, RelationshipType
from tendero.directory.models.lists import WORKS_AT
from tendero.kernel import clock, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.permissions import require


@action(gettext_lazy("Relate"), record="directory.Party", verb="change")
def relate(
    party: Party,
    *,
    other: Party,
    type: RelationshipType,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
    by: Actor,
) -> Relationship:
    """Write that `party` <type> `other` («Rosa» «works at» «La Parada»); publishes PartiesRelated.

    The same relationship twice is one, with the newest dates and note. Changing one of the two is enough right.
    """
    require_change(party, by, "relationships")
    require(by, "view", other)
    if other.pk == party.pk:
        raise ValidationError({"other": _("A contact is not related to itself.")})
    check_dates(since, until, "until")
    given: dict[str, Any] = {"since": since, "until": until, "note": tidy(note, 120)}
    found: Relationship | None = Relationship.objects.filter(party=party, other=other, type=type).first()
    if found is not None:
        write.change(found, **{name: value for name, value in given.items() if value})
        return found
    row = write.create(Relationship(party=party, other=other, type=type, **given))
    publish(PartiesRelated(party_id=party.pk, other_id=other.pk, type_id=type.pk))
    return row


@action(gettext_lazy("Remove a relationship"), record="directory.Party", verb="change")
def unrelate(party: Party, *, relationship: Relationship, by: Actor) -> None:
    """Take a relationship of `party` away, from whichever side it is read."""
    require_change(party, by, "relationships")
    if party.pk not in (relationship.party_id, relationship.other_id):
        raise ValidationError(_("That relationship is of other contacts."))
    write.remove(relationship)


def set_employer(party: Party, employer: Any, *, by: Actor) -> bool:
    """Make `employer` (an organisation, or None) where this person works; what came before ended yesterday."""
    if party.kind == PartyKind.ORGANISATION:
        if employer is None:
            return False
        raise ValidationError({"works_at": _("Only people work somewhere.")})
    today = clock.today()
    held = Relationship.objects.filter(party=party, type__code=WORKS_AT)
    current = [row for row in held if row.until is None or row.until >= today]
    gone = [row for row in current if employer is None or row.other_id != employer.pk]
    _leave(gone, today)
    if employer is None or len(current) > len(gone):
        return bool(gone)
    kind = RelationshipType.objects.filter(code=WORKS_AT).first()
    if kind is None:
        raise ValidationError({"works_at": _("The list of relationships has no “works at”.")})
    relate(party, other=employer, type=kind, by=by)
    return True


def _leave(rows: list[Relationship], today: date) -> None:
    """They work there no longer; what only began today was a slip and goes."""
    slips = [row for row in rows if row.since is not None and row.since >= today]
    write.remove(*slips)
    write.change_many(Relationship, [row.pk for row in rows if row not in slips], until=today - timedelta(days=1))
