"""Settings: who changed what, when, from what to what, from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tendero.access.views.told import Teller, Told
from tendero.identity.models import User
from tendero.kernel import changes, journal, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.text import fold
from tendero.records import registry
from tendero.records.custom import history as own_fields

PAGE = 50
LINES = 12
OWN: Final[dict[str, Any]] = {
    "access.accept_invitation": gettext_lazy("Accept an invitation"),
    "access.change_account": gettext_lazy("Change one's own account"),
    "access.create_token": gettext_lazy("Make an API token"),
    "access.revoke_token": gettext_lazy("Revoke an API token"),
    "kernel.revert": gettext_lazy("Undo"),
    "records.run_import": gettext_lazy("Import"),
    "directory.fill": gettext_lazy("Lay out the first lists"),
    "pipeline.fill": gettext_lazy("Lay out the first lists"),
}
"""Change sets that no declared action names."""
ENGINE: Final[dict[str, Any]] = {
    "records.add": gettext_lazy("Add"),
    "records.edit": gettext_lazy("Change"),
    "records.move": gettext_lazy("Move"),
    "records.restore": gettext_lazy("Restore a value"),
    "records.bulk": gettext_lazy("Change several"),
    "records.bulk_bin": gettext_lazy("Move several to the bin"),
    "records.export": gettext_lazy("Export"),
}
"""What the record engine does to any record."""


@dataclass(frozen=True)
class Line:
    """One change, in words."""

    what: Told
    kind: str
    label: str
    before: Told
    after: Told


@dataclass
class Entry:
    """One change set with its first lines and how many more there are."""

    change_set: ChangeSet
    label: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0


@permitted("kernel.ChangeSet", "view")
@require_GET
def audit(request: ActorRequest) -> HttpResponse:
    """Newest moment first, by person, kind of record, action and day; older ones behind a key."""
    sets = list(_filtered(request).order_by("-at", "-id")[: PAGE + 1])
    more, sets = len(sets) > PAGE, sets[:PAGE]
    context = {
        "entries": _entries(sets, request.actor),
        "older": sets[-1].ref if more else "",
        "people": User.objects.all(),
        "kinds": list(registry.every()),
        "actions": sorted(_labels().items(), key=lambda pair: fold(pair[1])),
        "given": request.GET,
    }
    return render(request, "access/audit.html", context)


def _filtered(request: ActorRequest) -> QuerySet[ChangeSet]:
    """Unknown values find nothing instead of everything."""
    given, found = request.GET, ChangeSet.objects.all()
    if person := given.get("person"):
        known = User.objects.filter(ref=person).values_list("pk", flat=True).first()
        found = found.filter(actor_id=known) if known else found.none()
    if record := given.get("record"):
        found = found.filter(Exists(Change.objects.filter(change_set=OuterRef("pk"), root_key=record)))
    if action := given.get("action"):
        found = found.filter(action=action)
    if day := given.get("day"):
        asked = parse_date(day) if len(day) == 10 else None
        found = found.filter(**_within(asked)) if asked else found.none()
    if older := given.get("older"):
        last = ChangeSet.objects.filter(ref=older).first()
        found = found.filter(Q(at__lt=last.at) | Q(pk__lt=last.pk), at__lte=last.at) if last else found.none()
    return found


def _within(day: date) -> dict[str, datetime]:
    """From midnight to midnight where the reader is; asked of the column itself, whose index answers."""
    begin = make_aware(datetime.combine(day, time.min))
    end = make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return {"at__gte": begin, "at__lt": end}


def _entries(sets: Sequence[ChangeSet], actor: Actor) -> list[Entry]:
    """Two queries for the page, and one for each kind of record that occurs."""
    labels = _labels()
    entries = {one.pk: Entry(one, labels.get(one.action, _label(one.action))) for one in sets}
    lines = list(Change.objects.filter(change_set__in=list(entries)).order_by("change_set", "id")[: PAGE * 40])
    known = [change for change in lines if _tells(change) and _may_know(change, actor)]
    teller = Teller(known, actor)
    for change in known:
        entry = entries[change.change_set_id]
        if len(entry.lines) < LINES:
            entry.lines.append(_line(change, teller))
        else:
            entry.more += 1
    return list(entries.values())


def _labels() -> dict[str, str]:
    """What each action is called, by its name in the journal."""
    return {name: str(label) for name, label in OWN.items()} | {
        name: str(info.label) for name, info in changes.ACTIONS.items()
    }


def _label(action: str) -> str:
    """“records.edit:directory.Party” is told as what was done to that kind of record."""
    verb, _colon, key = action.partition(":")
    if verb in ENGINE and registry.knows(key):
        return f"{ENGINE[verb]}: {registry.get(key).labels.many}"
    return action


def _tells(change: Change) -> bool:
    model: Any = journal.models_by_key().get(change.record_key)
    return model is None or change.field not in model.mechanics


def _may_know(change: Change, actor: Actor) -> bool:
    """A field hidden from somebody has no past for him either: the same rule as a record's own history."""
    hidden = permissions.hidden_fields(actor, change.root_key)
    if not hidden or not registry.knows(change.root_key):
        return True
    if change.record_key != change.root_key:
        name = own_fields.child_field(change)
        return bool(name) and name not in hidden
    fields = registry.get(change.root_key).own_fields.values()
    names = {field.name for field in fields if field.path == change.field}
    return not change.field or (bool(names) and not names & hidden)


def _line(change: Change, teller: Teller) -> Line:
    row, seen = teller.row(change), teller.seen(change)
    before, after = teller.values(change) if seen else (Told(), Told())
    label = teller.label(change) if seen and (change.field or change.record_key != change.root_key) else ""
    return Line(row, str(change.get_kind_display()), label, before, after)
