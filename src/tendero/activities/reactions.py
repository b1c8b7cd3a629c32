"""What of the directory is told in the historial. Each handler is set-based and rolls back with the change it tells."""

from __future__ import annotations

from tendero.activities.actions import Milestone, tell
from tendero.activities.actions.imported import HistorialNotes
from tendero.activities.tellings import add_tellings
from tendero.directory import ports
from tendero.directory.events import OwnersAssigned, RolesEnded, RolesGiven
from tendero.directory.models import RoleType
from tendero.identity.queries import names_by_id
from tendero.kernel import changes
from tendero.kernel.events import on

add_tellings()
ports.answer_notes(HistorialNotes())


@on(OwnersAssigned)
def tell_who_answers(event: OwnersAssigned) -> None:
    """Each of these contacts has another responsible."""
    before = event.before or (None,) * len(event.parties)
    names = names_by_id(pk for pk in (event.owner_id, *before) if pk is not None)
    owner = names.get(event.owner_id or 0, "")
    milestones = [
        Milestone(party, "owner_assigned", {"owner": owner, "before": names.get(was or 0, "")})
        for party, was in zip(event.parties, before, strict=True)
    ]
    tell(milestones, by=changes.require_current().actor)


@on(RolesGiven)
def tell_roles_given(event: RolesGiven) -> None:
    """Each of these contacts has a role more."""
    _tell_role("role_given", event.parties, event.role_id)


@on(RolesEnded)
def tell_roles_ended(event: RolesEnded) -> None:
    """Each of these contacts has a role less."""
    _tell_role("role_ended", event.parties, event.role_id)


def _tell_role(code: str, parties: tuple[int, ...], role_id: int) -> None:
    name = RoleType.everything.get(pk=role_id).name
    tell([Milestone(party, code, {"role": name}) for party in parties], by=changes.require_current().actor)
