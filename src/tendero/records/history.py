"""What happened to a record, field by field, and putting one value back."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tendero.kernel import changes, journal, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.models.subject import model_behind
from tendero.kernel.permissions import Missing
from tendero.records import earlier, registry, values, writing
from tendero.records.custom import history as own_fields
from tendero.records.fields import Field, Text
from tendero.records.registry import RecordType
from tendero.records.sight import sighted, titles
from tendero.ui import feedback

SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One change as people read it. `restore` is the field whose earlier value may be put back, if any."""

    label: str
    kind: str
    before: str = ""
    after: str = ""
    restore: str = ""


@dataclass
class Step:
    """One change set: who, when, from where, and its lines. One that is taken back `whole` says what it did."""

    change_set: ChangeSet
    lines: list[Line] = field(default_factory=list)

    @property
    def whole(self) -> Text:
        """What it did, where all of it is taken back with one button."""
        done = self.change_set.action
        return changes.ACTIONS[done].label if changes.is_whole(done) and done in changes.ACTIONS else ""


def steps(record: RecordType[Any], row: Any, actor: Actor) -> list[Step]:
    """The history of a record, newest first by when it happened; hidden fields have none for this actor."""
    reader = _Reader(record, row, actor)
    found: dict[int, Step] = {}
    written = list(journal.history(row, limit=SHOWN))
    for number, lines in groupby(written, lambda change: change.change_set_id):
        told = reader.lines(list(lines))
        if told:
            found.setdefault(number, Step(told[0][0].change_set)).lines.extend(line for _change, line in told)
    return sorted(found.values(), key=lambda step: (step.change_set.at, step.change_set.pk), reverse=True)


class _Reader:
    """Turns journal lines into words for one actor."""

    def __init__(self, record: RecordType[Any], row: Any, actor: Actor) -> None:
        self.record, self.held_by, self.actor = record, row, actor
        known = record.fields_for(actor)
        self.hidden = bool(permissions.hidden_fields(actor, record.key))
        self.known = known
        self.by_column = {f.path: f for f in known.values() if f.custom is None and "__" not in f.path}
        self.open = record.writable_for(actor)
        made = [f for f in self.by_column.values() if f.beside]
        self.rewinding = {name: earlier.Rewinding(record, f, row) for f in made for name in earlier.columns(f)}

    def lines(self, written: list[Change]) -> list[tuple[Change, Line]]:
        """The lines of one change set; what several columns make is one of them."""
        found: list[tuple[Change, Line]] = []
        told: set[str] = set()
        for change in written:
            of = self._made_of(change)
            if of is not None and of.name not in told:
                told.add(of.name)
                before, after = self.rewinding[of.path].back(one for one in written if self._made_of(one) is of)
                was, became = (values.shown_value(of, value, self.actor) or "—" for value in (before, after))
                restore = of.name if of.name in self.open else ""
                found.append((change, Line(capfirst(str(of.label)), change.kind, was, became, restore)))
            elif of is None and (line := self.line(change)) is not None:
                found.append((change, line))
        return found

    def _made_of(self, change: Change) -> Field | None:
        """The field that this column makes together with others."""
        if change.record_key != self.record.key or change.kind != Change.Kind.CHANGE:
            return None
        made = self.rewinding.get(change.field)
        return made.of if made is not None else None

    def line(self, change: Change) -> Line | None:
        """None for what this actor must not know of."""
        if change.record_key != self.record.key:
            return self._child(change)
        if change.kind != Change.Kind.CHANGE:
            return Line("", change.get_kind_display())
        of = self.by_column.get(change.field)
        if of is None:
            return None
        before, after = self._shown(of, change.before), self._shown(of, change.after)
        restore = of.name if of.name in self.open and self.open[of.name].path == change.field else ""
        return Line(capfirst(str(of.label)), change.kind, before, after, restore)

    def _child(self, change: Change) -> Line | None:
        """A row that belongs to the record. What field it stands for says whether it may be known at all."""
        name = own_fields.child_field(change)
        if name and name not in self.known:
            return None
        if name and self.known[name].custom is not None:
            before, after = own_fields.told(change, self.known[name], self.actor)
            return Line(str(self.known[name].label), change.get_kind_display(), before, after)
        if not name and self.hidden:
            return None
        model = journal.models_by_key().get(change.record_key)
        if model is not None and change.field in model.mechanics:
            return None
        label = str(self.known[name].label if name else model._meta.verbose_name if model else change.record_key)
        if change.field and change.field == getattr(model, "parent_field", ""):
            return Line(capfirst(label), change.kind, *self._made(model, change))  # it came from another record
        before, after = self._child_values(change)
        return Line(capfirst(label), change.get_kind_display(), before, after)

    def _child_values(self, change: Change) -> tuple[str, str]:
        model = journal.models_by_key().get(change.record_key)
        if change.kind == Change.Kind.CHANGE:
            if change.field == "subject_id" and model is not None:
                return self._pointed(model, change)
            if change.field and change.field == getattr(model, "subject_words", ""):
                return self._worded(model, change, change.before), self._worded(model, change, change.after)
            return _plain(change.before), _plain(change.after)
        if model is None or change.kind == Change.Kind.CREATE:
            return self._made(model, change)
        return self._called(journal.rebuild(model, change.before or {})), ""

    def _called(self, row: Any) -> str:
        """A row in words, without the name of what it points at beyond the reader's sight."""
        sighted([row], self.actor)
        return str(row)

    def _worded(self, model: Any, change: Change, text: Any) -> str:
        """Words that may repeat the name of what the row points at."""
        row = model.everything.filter(pk=change.record_id).first()
        if row is None:
            return _plain(text)
        setattr(row, change.field, _plain(text))
        sighted([row], self.actor)
        return str(getattr(row, change.field))

    def _pointed(self, model: Any, change: Change) -> tuple[str, str]:
        """What the row's pointer led to and leads to, by name."""
        target = model_behind(model.everything.filter(pk=change.record_id).first())
        both = (change.before, change.after)
        found = [self._row(target, pk) if target is not None and pk is not None else None for pk in both]
        return str(found[0] or ""), str(found[1] or "")

    def _made(self, model: Any, change: Change) -> tuple[str, str]:
        row = model.everything.filter(pk=change.record_id).first() if model is not None else None
        return "", self._called(row) if row is not None else ""

    def _shown(self, of: Field, value: Any) -> str:
        column: Any = self.record.model._meta.get_field(of.path)
        held = journal.decode(column, value)
        if held is not None and of.is_relation:
            held = self._row(column.related_model, held)
        return values.shown_value(of, earlier.as_amount(of, held, self.held_by), self.actor) or "—"

    def _row(self, target: Any, pk: int) -> Any:
        """The row that a relation led to, in the bin or not; in words only, if he may not see it."""
        found = getattr(target, "everything", target.objects).filter(pk=pk)
        if not registry.knows(getattr(target, "record_key", "")) or found.visible_to(self.actor).exists():
            return found.first()
        return _("out of your sight") if found.exists() else None


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


@permitted(registry.key_of_slug, "view")
@require_GET
def history(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """The changes of a record, in a dialog."""
    record = registry.by_slug(slug)
    row = record.get(request.actor, ref)
    context = {
        "record": record,
        "row": row,
        "title": titles([row], request.actor)[0],
        "steps": steps(record, row, request.actor),
        "may_change": permissions.allowed(request.actor, "change", row),
        "wide": True,
    }
    return feedback.dialog(request, "records/history/dialog.html", context)


@permitted(registry.key_of_slug, "change")
@require_POST
def restore_value(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Put back the value a field had before one change set."""
    record = registry.by_slug(slug)
    row = record.get(request.actor, ref, "change")
    of = record.writable_for(request.actor).get(request.POST.get("field", ""))
    if of is None:
        raise Missing
    try:
        before = earlier.held_before(record, of, row, request.POST.get("change_set", ""))
        with changes.change_set(f"records.restore:{record.key}", by=request.actor) as opened:
            writing.edit(record, row, {of.name: before}, by=request.actor)
    except ValidationError as error:
        text = " ".join(str(part) for texts in error.message_dict.values() for part in texts)
        return feedback.toast(HttpResponse(status=204), text)
    response = feedback.close_dialog(HttpResponse())
    feedback.refresh(response, "rows-changed", "record-changed")
    text = _("%(field)s is as it was") % {"field": capfirst(str(of.label))}
    return feedback.toast(response, text, undo=opened.ref)
