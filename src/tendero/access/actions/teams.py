"""Teams: who shares customers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.identity.models import Team
from tendero.kernel import trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require


@action(gettext_lazy("Add a team"), record="identity.User", verb="change")
def add_team(*, by: Actor, name: str) -> Team:
    """Make a team. ValidationError if one has that name."""
    require(by, "change", "identity.User")
    _free(name)
    team = Team.objects.create(name=name.strip())
    trail.created(team)
    return team


@action(gettext_lazy("Rename a team"), record="identity.User", verb="change")
def rename_team(team: Team, *, by: Actor, name: str) -> None:
    """Give a team another name. ValidationError if one has it."""
    require(by, "change", "identity.User")
    if name.strip() != team.name:
        _free(name)
    trail.changed(team, name=name.strip())


def _free(name: str) -> None:
    """ValidationError for a name that is blank, too long or taken, whatever its capitals."""
    if not name.strip():
        raise ValidationError({"name": _("Write a name.")})
    Team(name=name.strip()).clean_fields(exclude=["ref"])  # a name too long stops here, on every engine
    if Team.objects.filter(name__iexact=name.strip()).exists():
        raise ValidationError({"name": _("There is a team of that name already.")})
