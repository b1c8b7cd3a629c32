"""Deshacer: one address takes back what a change set, or a whole batch of them, did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tendero.kernel import batches, jobs, journal, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, signed_in
from tendero.kernel.journal import Kept, Report
from tendero.kernel.models import ChangeSet
from tendero.kernel.permissions import Missing
from tendero.records import registry
from tendero.ui import feedback

AT_ONCE = 400
"""Changes: more than these are taken back in the background."""
NAMED = 50


@signed_in
@require_POST
def undo(request: ActorRequest, ref: str) -> HttpResponse:
    """Take back one's own change set, or any for whoever keeps the audit. Rights are today's, row by row."""
    change_set = ChangeSet.objects.filter(ref=ref).first()
    if change_set is None or not _may(request, change_set):
        raise Missing
    return take_back(request, change_set)


def take_back(request: ActorRequest, change_set: ChangeSet) -> HttpResponse:
    """Take it back, in the background where it is long; the caller has asked whether he may."""
    if batches.size(change_set) > AT_ONCE:
        job = jobs.enqueue("records.undo", by=request.actor, change_set=change_set.ref)
        return feedback.dialog(request, "records/undo/job.html", {"job": job})
    return answer(request, batches.revert_batch(change_set, by=request.actor))


def _may(request: ActorRequest, change_set: ChangeSet) -> bool:
    mine = change_set.actor_kind == "person" and change_set.actor_id == request.actor.user_id
    return mine or permissions.may(request.actor, "change", "kernel.ChangeSet")


def answer(request: ActorRequest, report: Report) -> HttpResponse:
    """Say what was put back; where something was kept, name it and why."""
    done = _told(report)
    text = ngettext("%(n)d record is as it was", "%(n)d records are as they were", done) % {"n": done}
    if not done and not report.kept:
        text = _("There was nothing left to undo")
    if not feedback.is_fragment(request):
        return feedback.toast(HttpResponseRedirect("/"), text, undo=report.change_set)
    if report.kept:
        response = feedback.dialog(
            request, "records/undo/kept.html", {"text": text, "kept": named(request.actor, report.kept)}
        )
    else:
        response = feedback.toast(HttpResponse(), text)
        response["HX-Reswap"] = "none"
    return feedback.refresh(response, "rows-changed", "record-changed")


def _told(report: Report) -> int:
    """How many records people would count: an entry of a historial, seen only beside its contact, goes with it."""
    models = journal.models_by_key()
    own = sum(not models[key].visible_through for key, _pk in report.reverted)
    return own or len(report.reverted)


@dataclass(frozen=True)
class Stayed:
    """A change that stayed, as people read it."""

    title: str
    field: str
    reason: str


def named(actor: Actor, kept: Iterable[Kept]) -> dict[str, Any]:
    """The changes that stayed, each once; what this actor may not see is counted and not named."""
    shown: dict[Stayed, None] = {}
    unseen = 0
    for one in kept:
        if _sees(actor, one.record_key, one.record_id):
            shown[Stayed(one.title, _label(actor, one), one.reason)] = None
        else:
            unseen += 1
    return {"shown": list(shown)[:NAMED], "more": max(0, len(shown) - NAMED) + unseen}


def _label(actor: Actor, kept: Kept) -> str:
    """The field of a column, as forms call it; nothing for a column that has no field of its own."""
    record = registry.lookup(kept.record_key)
    fields = record.fields_for(actor).values() if record is not None and kept.field else ()
    return next((str(f.label) for f in fields if f.path == kept.field), "")


def _sees(actor: Actor, key: str, pk: int) -> bool:
    model: Any = journal.models_by_key()[key]
    if key not in set(registry.keys()) and model.governed is None:
        return False
    return bool(model.everything.visible_to(actor).filter(pk=pk).exists())
