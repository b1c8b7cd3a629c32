"""Settings: who changed what, when, from what to what, from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from tendero.identity.models import User
from tendero.kernel import changes, journal
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.models import Change, ChangeSet
from tendero.records import registry

PAGE = 50
LINES = 12


@dataclass(frozen=True)
class Line:
    """One change, in words."""

    what: str
    url: str
    kind: str
    label: str
    before: str
    after: str


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
    """Newest first, by person, kind of record and day; older ones behind a key."""
    found = _filtered(request)
    sets = list(found.order_by("-id")[: PAGE + 1])
    more, sets = len(sets) > PAGE, sets[:PAGE]
    context = {
        "entries": _entries(sets),
        "older": sets[-1].ref if more else "",
        "people": User.objects.all(),
        "kinds": list(registry.every()),
        "given": request.GET,
    }
    return render(request, "access/audit.html", context)


def _filtered(request: ActorRequest) -> QuerySet[ChangeSet]:
    """Unknown values find nothing instead of everything."""
    given, found = request.GET, ChangeSet.objects.all()
    if person := given.get("person"):
        found = found.filter(actor_id__in=User.objects.filter(ref=person).values("pk"))
    if record := given.get("record"):
        found = found.filter(pk__in=Change.objects.filter(root_key=record).values("change_set"))
    if day := given.get("day"):
        asked = parse_date(day) if len(day) == 10 else None
        found = found.filter(at__date=asked) if asked else found.none()
    if older := given.get("older"):
        last = ChangeSet.objects.filter(ref=older).first()
        found = found.filter(pk__lt=last.pk) if last else found.none()
    return found


def _entries(sets: Sequence[ChangeSet]) -> list[Entry]:
    """Two queries for the page, and one for each kind of record that occurs."""
    entries = {one.pk: Entry(one, _label(one.action)) for one in sets}
    lines = list(Change.objects.filter(change_set__in=list(entries)).order_by("change_set", "id")[: PAGE * 40])
    titles = _titles(lines)
    for change in lines:
        entry = entries[change.change_set_id]
        if len(entry.lines) < LINES:
            entry.lines.append(_line(change, titles))
        else:
            entry.more += 1
    return list(entries.values())


def _label(action: str) -> str:
    info = changes.ACTIONS.get(action)
    return str(info.label) if info else action


def _titles(lines: Sequence[Change]) -> dict[tuple[str, int], tuple[str, str]]:
    wanted: dict[str, set[int]] = {}
    for change in lines:
        wanted.setdefault(change.root_key, set()).add(change.root_id)
    models = journal.models_by_key() | {"identity.User": User}
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for key, ids in wanted.items():
        model: Any = models.get(key)
        if model is None:
            continue
        record = registry.get(key) if registry.knows(key) else None
        manager = getattr(model, "everything", model._default_manager)
        for row in manager.filter(pk__in=ids):
            found[key, row.pk] = (str(row), f"/{record.slug}/{row.ref}/" if record else "")
    return found


def _line(change: Change, titles: dict[tuple[str, int], tuple[str, str]]) -> Line:
    title, url = titles.get((change.root_key, change.root_id), (change.root_key, ""))
    return Line(title, url, str(change.get_kind_display()), change.field, _shown(change.before), _shown(change.after))


def _shown(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    return str(value.isoformat() if isinstance(value, datetime) else value)[:120]
