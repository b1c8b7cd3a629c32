"""What a form answers: itself, itself with errors, both sides of a conflict, or where to go once it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest
from tendero.kernel.text import plain_number
from tendero.records import values
from tendero.records.fields import Field, Kind
from tendero.records.form import layout, marks
from tendero.records.form.reading import Sent
from tendero.records.registry import RecordType, Section
from tendero.records.sight import titles
from tendero.records.veil import whole
from tendero.ui import feedback


class Form:
    """One form being served: of a new record (`row` None) or of one that exists; a dialog when a piece is asked for."""

    def __init__(
        self,
        request: ActorRequest,
        record: RecordType[Any],
        row: Any,
        sections: Sequence[Section],
        *,
        quick: bool = False,
        only: str = "",
    ) -> None:
        self.request, self.record, self.row, self.sections = request, record, row, sections
        self.quick, self.only = quick, only

    def show(self, held: Mapping[str, Any]) -> HttpResponse:
        """The form as it opens."""
        parts = layout.parts(self.record, self.sections, self.request.actor, held)
        return self._draw({"parts": parts, "version": self.row.version if self.row else "", "was": self._marks(held)})

    def again(self, sent: Sent, status: int = 422) -> HttpResponse:
        """The form with what was typed and what is wrong."""
        parts = self._sent_parts(sent)
        shown = {name for section in self.sections for name in section.fields}
        fields = self.record.fields_for(self.request.actor)
        problems = [*sent.errors.get("", ())]
        for name, texts in sent.errors.items():
            if name and name not in shown:
                label = capfirst(str(fields[name].label)) if name in fields else name
                problems += [f"{label}: {text}" for text in texts]
        kept = {name: self.request.POST.get(name, "") for name in ("version", marks.NAME)}
        return self._draw({"parts": parts, "problems": problems, **kept}, status)

    def conflict(self, sent: Sent, fresh: Any) -> HttpResponse:
        """Both values of what he changed and now differs, side by side; what he did not touch is as others left it."""
        actor = self.request.actor
        fields, fresh = self.record.writable_for(actor), whole(self.record, fresh, actor)
        theirs = {name: values.held(fields[name], fresh) for name in sent.values}
        for name in marks.untouched(fields, sent, self.request.POST):
            sent.values[name] = theirs[name]
        sides = [
            {
                "field": fields[name],
                "theirs": _told(fields[name], theirs[name], actor),
                "mine": _told(fields[name], mine, actor),
            }
            for name, mine in sent.values.items()
            if marks.of(fields[name], theirs[name]) != marks.of(fields[name], mine)
        ]
        if not sides:
            return self.changed(fresh, "")
        context = {"parts": self._sent_parts(sent), "sides": sides, "fresh": fresh, "version": fresh.version}
        return self._draw(context | {"was": self._marks(theirs)}, 409)

    def made(self, row: Any, change_set: str) -> HttpResponse:
        """After making a record: its card, or back to where the dialog stood."""
        text = self.record.made(row, self.request.actor) or _("%(what)s added") % {
            "what": titles([row], self.request.actor)[0]
        }
        if self.quick and self.request.POST.get("then") != "open" and feedback.is_fragment(self.request):
            response = feedback.close_dialog(HttpResponse())
            feedback.refresh(response, "rows-changed")
            return feedback.toast(response, text, undo=change_set, link=self.record.url("detail", row))
        return feedback.toast(feedback.redirect(self.request, self.record.url("detail", row)), text, undo=change_set)

    def changed(self, row: Any, change_set: str) -> HttpResponse:
        """After changing a record."""
        text = _("Saved") if change_set else _("Nothing had changed")
        if feedback.is_fragment(self.request) and self.only:
            response = feedback.close_dialog(HttpResponse())
            feedback.refresh(response, "rows-changed", "record-changed")
            return feedback.toast(response, text, undo=change_set)
        return feedback.toast(feedback.redirect(self.request, self.record.url("detail", row)), text, undo=change_set)

    def _marks(self, held: Mapping[str, Any]) -> str:
        """How the fields stand that the form shows; a new record has nothing to be compared with."""
        shown = [name for section in self.sections for name in section.fields]
        return marks.written(self.record.writable_for(self.request.actor), held, shown) if self.row else ""

    def _sent_parts(self, sent: Sent) -> list[layout.Part]:
        actor = self.request.actor
        return layout.parts(
            self.record, self.sections, actor, layout.settled(self.record, self.row), sent=sent, data=self.request.POST
        )

    def _draw(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        record, row = self.record, self.row
        heading = titles([row], self.request.actor)[0] if row else str(record.labels.new or record.labels.one)
        action = record.url("edit", row) if row else f"{record.url('new')}{self._carried()}"
        context |= {"record": record, "row": row, "heading": heading, "action": action, "quick": self.quick}
        context |= {"only": self.only, "wide": False, "draft": f"{record.slug}:{row.ref if row else 'new'}:{self.only}"}
        context["checks"] = record.similar is not None or record.warnings is not None
        if feedback.is_fragment(self.request):
            return feedback.dialog(self.request, "records/form/dialog.html", context, status)
        return render(self.request, "records/form/page.html", context, status=status)

    def _carried(self) -> str:
        query = self.request.GET.urlencode()
        return f"?{query}" if query else ""


def _told(field: Field, value: Any, actor: Actor) -> str:
    """A value beside another: of a group every part, as it may be any of them that differs."""
    if field.kind is not Kind.LIST:
        return values.shown_value(field, value, actor)
    rows = ([values.shown_value(part, row.get(part.name), actor) for part in field.item] for row in value or ())
    return "; ".join(", ".join(filter(None, row)) for row in rows)


def version(request: ActorRequest) -> int | None:
    """The version the form was read at."""
    return plain_number(request.POST.get("version", ""))
