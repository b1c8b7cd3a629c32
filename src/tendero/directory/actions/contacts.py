"""The person one deals with at a company."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.actions.parties import create_party
from tendero.directory.actions.reading import tidy
from tendero.directory.actions.relationships import relate
from tendero.directory.actions.rights import require_change
from tendero.directory.models import Party, PartyKind
from tendero.directory.rules import names
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action


@action(gettext_lazy("Add somebody who works there"), record="directory.Party", verb="add")
def add_contact_person(
    organisation: Party, *, name: str, position: str = "", phone: str = "", email: str = "", by: Actor
) -> Party:
    """Write a new person who works at `organisation`, with its responsible; publishes PartyCreated.

    `position` is what he is there: owner, buyer. ValidationError without a name or for a person as employer.
    """
    require_change(organisation, by, "relationships")
    if organisation.kind != PartyKind.ORGANISATION:
        raise ValidationError({"works_at": _("Only a company has people who work there.")})
    split = names.split_person(tidy(name))
    given: dict[str, Any] = {
        "kind": PartyKind.PERSON,
        "first_name": split.first_name,
        "last_name": split.last_name,
        "second_last_name": split.second_last_name,
        "owner": organisation.owner,
        "works_at": organisation,
        "phone": phone,
        "email": email,
    }
    person = create_party(by=by, values={key: value for key, value in given.items() if value})
    if position:
        row = person.relationships.get(other=organisation)
        relate(person, other=organisation, type=row.type, note=position, by=by)
    return person
