"""Who answers for a party: one responsible, and others for a topic."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import tidy
from tendero.directory.actions.rights import reachable, require_change, require_kept, require_open
from tendero.directory.events import OwnersAssigned
from tendero.directory.models import Party, Responsible
from tendero.identity.models import User
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.text import fold


@action(gettext_lazy("Assign the responsible"), record="directory.Party", verb="change")
def assign_owner(party: Party, *, owner: User | None, by: Actor) -> bool:
    """Make `owner` answer for `party`, None: nobody; whether it changed. Publishes OwnersAssigned.

    ValidationError for somebody who no longer works here, or of whom `by` may not change anything.
    """
    return bool(assign_owners([party], owner=owner, by=by))


@action(gettext_lazy("Assign the responsible"), record="directory.Party", verb="change", offered=True)
def assign_owners(parties: Sequence[Party], *, owner: User | None, by: Actor) -> int:
    """Make `owner` answer for all these parties; how many changed hands. Publishes OwnersAssigned once."""
    require_open(by, ["owner"])
    if owner is not None and not owner.is_active:
        raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": owner.name}})
    wanted = owner.pk if owner else None
    moving = [party for party in reachable(parties, by) if party.owner_id != wanted]
    if not moving:
        return 0
    write.change_many(Party, [party.pk for party in moving], owner=owner)
    require_kept(moving, owner, by)
    publish(
        OwnersAssigned(
            parties=tuple(party.pk for party in moving),
            owner_id=wanted,
            before=tuple(party.owner_id for party in moving),
        )
    )
    for party in parties:
        party.owner = owner
    return len(moving)


@action(gettext_lazy("Say who looks after a topic"), record="directory.Party", verb="change")
def set_responsible(party: Party, *, topic: str, user: User | None, by: Actor) -> bool:
    """Make `user` look after a topic of `party` (invoices, repairs...), None: nobody; whether it changed."""
    require_change(party, by, "responsibles")
    topic = tidy(topic, 60)
    if not topic:
        raise ValidationError({"topic": _("Say what for: invoices, repairs, deliveries…")})
    if user is not None and not user.is_active:
        raise ValidationError({"user": _("%(name)s no longer works here.") % {"name": user.name}})
    held = [row for row in Responsible.objects.filter(party=party) if fold(row.topic) == fold(topic)]
    if user is not None and any(row.user_id == user.pk for row in held):
        return False
    write.remove(*held)
    if user is not None:
        write.create(Responsible(party=party, user=user, topic=topic))
    return user is not None or bool(held)
