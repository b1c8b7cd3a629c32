"""What the directory's actions ask before they write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Refused, require


def require_change(party: Party, by: Actor, *fields: str) -> None:
    """That `by` may change this party, and these fields of it."""
    require(by, "change", party)
    require_open(by, fields)


def require_open(by: Actor, fields: Iterable[str]) -> None:
    """That none of these fields is hidden from `by` or read-only for him."""
    closed = permissions.hidden_fields(by, Party.record_key) | permissions.readonly_fields(by, Party.record_key)
    if closed.intersection(fields):
        raise Refused(_("Your profile may not change this field."))


def require_unchanged(parties: Sequence[Party], seen: Mapping[str, int]) -> None:
    """Conflict of the first that has another version than was `seen` (by reference); locked until all is written."""
    if seen:
        for row in Party.objects.select_for_update().filter(pk__in=[party.pk for party in parties]).order_by("pk"):
            if seen.get(row.ref, row.version) != row.version:
                raise write.Conflict(row)


def require_kept(parties: Sequence[Party], owner: User | None, by: Actor) -> None:
    """That `by` still reaches what he has just given to `owner`: nobody puts a contact where he may not follow."""
    wanted = {party.pk for party in parties}
    if Party.objects.visible_to(by, "change").filter(pk__in=wanted).count() < len(wanted):
        raise ValidationError({"owner": permissions.out_of_reach(by, "change", Party.record_key, owner)})


def reachable(parties: Sequence[Party], by: Actor, verb: str = "change") -> list[Party]:
    """The living parties, read again, if `by` may do `verb` to every one; Refused or Missing otherwise."""
    wanted = {party.pk for party in parties}
    permissions.require(by, verb, Party.record_key)
    found = list(Party.objects.visible_to(by, verb).filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        kept = {party.pk for party in found}
        require(by, verb, next(party for party in parties if party.pk not in kept))
        raise permissions.Missing  # in the bin
    return found
