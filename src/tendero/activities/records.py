"""What the record engine derives for activities and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.activities import actions
from tendero.activities.extension import add_to_contacts
from tendero.activities.models import Activity, ActivityKind, Document, Silence, Task
from tendero.activities.queries.mentions import how_many_waiting
from tendero.activities.queries.milestones import milestone_name
from tendero.activities.queries.today import how_many_today
from tendero.activities.rules.hours import BadHour, read_hour, shown_hour
from tendero.kernel.actor import Actor
from tendero.records.fields import Field, Kind, from_model
from tendero.records.registry import Labels, Preset, RecordType, Section, keys, register
from tendero.ui import menu, words


def _valid_hour(text: str) -> None:
    """ValidationError unless the text is an hour of the day."""
    try:
        read_hour(text)
    except BadHour as error:
        raise ValidationError(_("“%(hour)s” is not an hour. Write 9 or 9:30."), params={"hour": text}) from error


_HOUR = Field(
    name="due_time",
    label=_("hour"),
    kind=Kind.TEXT,
    path="due_time",
    filterable=False,
    max_length=5,
    validators=(_valid_hour,),
    read=lambda task: shown_hour(task.due_time),
)

_DONE = Field(
    name="done",
    label=pgettext_lazy("task", "Done"),
    kind=Kind.BOOL,
    path="done_at",
    filterable=False,
    editable=False,
    read=lambda task: not task.is_open,
    template="activities/cell/done.html",
)


def _is(field: str, op: str, *value: str) -> dict[str, Any]:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def _todo(test: dict[str, Any]) -> dict[str, Any]:
    """Open tasks that pass `test`."""
    return {"all": [test, _is("done_at", "empty")]}


def _timed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the hour as a time."""
    return {name: read_hour(value) if name == "due_time" else value for name, value in values.items()}


@register
class TaskRecord(RecordType[Task]):
    model = Task
    slug = "tasks"
    icon = "list-checks"
    labels = Labels(
        one=_("Task"),
        many=_("Tasks"),
        all=pgettext_lazy("tasks", "All"),
        new=_("New task"),
        empty=_("What is to be done, by whom and when. Put the first one from a contact, or here."),
    )
    fields: ClassVar = [
        _DONE,
        "title",
        "kind",
        "party",
        "assignee",
        from_model(Task, "due_on").but(indexed=True, template="activities/cell/due.html"),
        _HOUR,
        "priority",
        "repeats",
        "note",
        from_model(Task, "done_at").but(label=_("done on"), editable=False),
        from_model(Task, "created").but(editable=False),
    ]
    title_field = "title"
    list_columns: ClassVar = ["done", "title", "party", "due_on", "due_time", "kind", "priority", "assignee"]
    bulk_fields: ClassVar = ["assignee", "due_on"]
    order = "due_on"
    sections: ClassVar = [
        Section(_("Task"), ["title", "kind", "party", "due_on", "due_time", "assignee"]),
        Section(_("More"), ["priority", "repeats", "note"], folded=True),
    ]
    quick_fields: ClassVar = ["title", "party", "due_on", "due_time"]
    presets: ClassVar = [
        Preset(
            "mine",
            pgettext_lazy("tasks", "Mine"),
            {"all": [_is("assignee", "is_me"), _is("done_at", "empty")]},
            order="due_on",
        ),
        Preset(
            "late",
            pgettext_lazy("tasks", "Late"),
            {"all": [_is("due_on", "lt", "today"), _is("done_at", "empty")]},
            order="due_on",
        ),
        Preset("today", _("Today"), {"all": [_is("due_on", "eq", "today"), _is("done_at", "empty")]}),
        Preset("week", _("This week"), {"all": [_is("due_on", "eq", "this_week"), _is("done_at", "empty")]}),
        Preset("done", pgettext_lazy("tasks", "Done"), {"all": [_is("done_at", "not_empty")]}, order="-due_on"),
    ]
    same_by: ClassVar = ["title", "party", "due_on"]
    arrives: ClassVar = ["done_at"]
    menu_position = 25

    def told(self, row: Task) -> Iterable[tuple[str, str]]:
        whom = row.party.name if row.party else ""
        due: dt.date | None = row.due_on  # nothing where it is hidden
        day = words.when(due) if due else ""
        return ("party", whom), ("due_on", day), ("due_time", shown_hour(row.due_time))

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Task:
        known = _timed(values)
        return actions.add_task(known.pop("party", None), by=by, **known)

    @staticmethod
    def update(row: Task, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
        return actions.update_task(row, by=by, values=_timed(values), expected_version=expected_version)

    @staticmethod
    def update_many(rows: Sequence[Task], *, by: Actor, values: Mapping[str, Any]) -> int:
        return actions.update_tasks([task.pk for task in rows], by=by, values=_timed(values))


@register
class DocumentRecord(RecordType[Document]):
    model = Document
    slug = "documents"
    icon = "paperclip"
    labels = Labels(
        one=_("Document"),
        many=_("Documents"),
        empty=_("Papers kept with a contact. They are attached from its card."),
    )
    fields: ClassVar = [
        "title",
        from_model(Document, "party").but(editable=False),
        from_model(Document, "author").but(editable=False),
        from_model(Document, "created").but(editable=False),
    ]
    list_columns: ClassVar = ["title", "party", "author", "created"]
    order = "title"
    in_menu = False

    def told(self, row: Document) -> Iterable[tuple[str, str]]:
        return (("party", row.party.name),)


@register
class SilenceRecord(RecordType[Silence]):
    model = Silence
    slug = "silences"
    icon = "bell-off"
    labels = Labels(
        one=_("Do not disturb"),
        many=_("Do not disturb"),
        new=_("Leave in peace"),
        empty=_("Who is to be left in peace, and until when. It is said from the card, or from whom to call."),
    )
    fields: ClassVar = [
        from_model(Silence, "party").but(fixed=True),
        "until",
        "reason",
        from_model(Silence, "author").but(editable=False),
        from_model(Silence, "created").but(editable=False),
    ]
    list_columns: ClassVar = ["until", "party", "reason", "author"]
    sections: ClassVar = [Section(_("Do not disturb"), ["party", "until", "reason"])]
    quick_fields: ClassVar = ["party", "until", "reason"]
    title_field = "until"
    order = "-until"
    in_menu = False

    def told(self, row: Silence) -> Iterable[tuple[str, str]]:
        return ("party", row.party.name), ("reason", row.reason)

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Silence:
        return actions.leave_in_peace(**values, by=by)


@register
class ActivityRecord(RecordType[Activity]):
    model = Activity
    slug = "activities"
    icon = "history"
    labels = Labels(
        one=_("Activity"),
        many=_("Activities"),
        all=pgettext_lazy("activities", "All"),
        new=_("Write down"),
        empty=_("Notes, calls, visits and letters of every contact appear here."),
    )
    fields: ClassVar = [
        from_model(Activity, "at").but(indexed=True),
        "kind",
        "direction",
        "party",
        from_model(Activity, "author").but(editable=False),
        "title",
        "body",
        "outcome",
        "minutes",
        "private",
        from_model(Activity, "pinned").but(editable=False),
    ]
    list_columns: ClassVar = ["at", "kind", "party", "title", "body", "outcome", "author"]
    order = "-at"
    sections: ClassVar = [
        Section(_("What happened"), ["kind", "party", "at", "title", "body", "outcome"]),
        Section(_("More"), ["direction", "minutes", "private"], folded=True),
    ]
    presets: ClassVar = [
        Preset("mine", pgettext_lazy("activities", "Mine"), {"all": [_is("author", "is_me")]}, order="-at"),
        Preset("calls", _("Calls"), {"all": [_is("kind", "eq", "call")]}, order="-at"),
        Preset("visits", _("Visits"), {"all": [_is("kind", "eq", "visit")]}, order="-at"),
    ]
    same_by: ClassVar = ["at", "party", "kind", "title"]
    arrives: ClassVar = ["author", "pinned"]
    in_menu = False
    menu_position = 45

    @staticmethod
    def stays_out(values: Mapping[str, Any]) -> str:
        milestone = values.get("kind") == ActivityKind.MILESTONE
        return str(_("A milestone is told by what happened here.")) if milestone else ""

    def called(self, row: Activity, actor: Actor) -> str:
        """A milestone says which, unless it tells of a field or a record that its reader may not know of."""
        kind = str(row.get_kind_display())
        if row.kind != ActivityKind.MILESTONE:
            return self.title(row)
        name = milestone_name(row, actor)
        return f"{kind} · {name}" if name else kind

    def told(self, row: Activity) -> Iterable[tuple[str, str]]:
        return ("party", row.party.name), ("at", words.when(row.at))

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Activity:
        known = {"text" if name == "body" else name: value for name, value in values.items()}
        return actions.log_activity(known.pop("party"), by=by, **known)

    @staticmethod
    def update(row: Activity, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
        return actions.edit_activity(row, by=by, values=values, expected_version=expected_version)


def _add_places() -> None:
    menu.add(
        menu.MenuItem(key="today", label=_("Today"), url="/", icon="sun", position=10, count=how_many_today)
    )  # fmt: skip
    menu.bell(lambda actor: menu.Bell(how_many_waiting(actor), "/#mentions"))


_add_places()
if "directory.Party" in keys():  # the directory declares it below this room
    add_to_contacts()
