"""Tags: words the company sorts its contacts by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.reading import tidy
from tendero.directory.actions.rights import reachable, require_change, require_open
from tendero.directory.events import PartiesTagged
from tendero.directory.models import Party, PartyTag, Tag
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.events import publish
from tendero.kernel.permissions import require
from tendero.kernel.text import fold


@action(gettext_lazy("Make a tag"), record="directory.Tag", verb="add")
def tag_named(name: str, *, by: Actor) -> Tag:
    """The tag of this name, accents and capitals aside; made if there is none and `by` may make tags."""
    wanted = tidy(name, 80)
    if not wanted:
        raise ValidationError({"tags": _("Write a name.")})
    found: Tag | None = Tag.objects.filter(name_folded=fold(wanted)).first()
    if found is None:
        require(by, "add", Tag.record_key)
        found = write.create(Tag(name=wanted))
    return found


@action(gettext_lazy("Add a tag"), record="directory.Party", verb="change")
def add_tag(party: Party, *, tag: Tag, by: Actor) -> bool:
    """Put a tag on a party; whether it was not there. Publishes PartiesTagged."""
    require_change(party, by, "tags")
    if PartyTag.objects.filter(party=party, tag=tag).exists():
        return False
    write.create(PartyTag(party=party, tag=tag))
    publish(PartiesTagged(parties=(party.pk,), tag_id=tag.pk, party_id=party.pk))
    return True


@action(gettext_lazy("Remove a tag"), record="directory.Party", verb="change")
def remove_tag(party: Party, *, tag: Tag, by: Actor) -> bool:
    """Take a tag off a party; whether it was there."""
    require_change(party, by, "tags")
    found = list(PartyTag.objects.filter(party=party, tag=tag))
    write.remove(*found)
    return bool(found)


@action(gettext_lazy("Add a tag"), record="directory.Party", verb="change", offered=True)
def add_tags(parties: Sequence[Party], *, tag: Tag, by: Actor) -> int:
    """Put a tag on all these parties; how many did not have it. Publishes PartiesTagged once."""
    require_open(by, ["tags"])
    found = reachable(parties, by)
    tagged = set(PartyTag.objects.filter(party__in=found, tag=tag).values_list("party_id", flat=True))
    fresh = [party for party in found if party.pk not in tagged]
    write.create_many(PartyTag, [PartyTag(party=party, tag=tag) for party in fresh])
    if fresh:
        publish(PartiesTagged(parties=tuple(party.pk for party in fresh), tag_id=tag.pk))
    return len(fresh)


@action(gettext_lazy("Remove a tag"), record="directory.Party", verb="change", offered=True)
def remove_tags(parties: Sequence[Party], *, tag: Tag, by: Actor) -> int:
    """Take a tag off all these parties; how many had it."""
    require_open(by, ["tags"])
    found = list(PartyTag.objects.filter(party__in=reachable(parties, by), tag=tag))
    write.remove(*found)
    return len(found)


def set_tags(party: Party, items: Any, *, by: Actor) -> bool:
    """Make the party's tags those given (tags, or names of some); whether anything changed."""
    wanted = {
        tag.pk: tag for tag in (item if isinstance(item, Tag) else tag_named(str(item), by=by) for item in items or ())
    }
    stored = {row.tag_id: row for row in PartyTag.objects.filter(party=party)}
    gone = [row for key, row in stored.items() if key not in wanted]
    fresh = [tag for key, tag in wanted.items() if key not in stored]
    write.remove(*gone)
    write.create_many(PartyTag, [PartyTag(party=party, tag=tag) for tag in fresh])
    for tag in fresh:
        publish(PartiesTagged(parties=(party.pk,), tag_id=tag.pk, party_id=party.pk))
    return bool(gone or fresh)
