"""The hand-made forms of the activities room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tendero.activities.actions import NextStep
from tendero.activities.models import ActivityKind, Direction, TaskKind, TaskPriority
from tendero.activities.rules.hours import BadHour, read_hour, shown_hour
from tendero.identity.models import User
from tendero.kernel import clock

INPUT = {"class": "t-input"}
SELECT = {"class": "t-select"}
REPEATS = (
    ("", _("Does not repeat")),
    ("FREQ=DAILY", _("Every day")),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", _("Every working day")),
    ("FREQ=WEEKLY", _("Every week")),
    ("FREQ=WEEKLY;INTERVAL=2", _("Every two weeks")),
    ("FREQ=MONTHLY", _("Every month")),
    ("FREQ=MONTHLY;INTERVAL=3", _("Every three months")),
    ("FREQ=YEARLY", _("Every year")),
)


class HourField(forms.CharField):
    """An hour as people write it: 9, 9:30, 17.45."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("Hour"))
        widget = forms.TextInput(attrs={**INPUT, "inputmode": "numeric", "placeholder": "10:30", "maxlength": 7})
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return shown_hour(value) if isinstance(value, dt.time) else value

    def to_python(self, value: Any) -> Any:
        try:
            return read_hour(super().to_python(value))
        except BadHour as error:
            raise forms.ValidationError(_("Write an hour such as 9:30.")) from error


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")


class PersonChoice(forms.ModelChoiceField[User]):
    """Who does it, among those who may sign in."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Select(attrs=SELECT))
        super().__init__(queryset=User.objects.active(), **options)


class RowForm(forms.Form):
    """A form that may be of a row that exists: it carries how the row stood when it was opened.

    What nobody touched there is not written, and so takes back nothing that others wrote meanwhile.
    """

    @classmethod
    def of(cls, row: Any, data: Any = None, *, closed: Container[str] = ()) -> Self:
        """The form of a row that exists, without the fields that are `closed` to whoever fills it in."""
        form = cls(data, initial={name: getattr(row, name) for name in cls.base_fields})
        for name in [name for name in form.fields if name in closed]:
            del form.fields[name]
        for field in form.fields.values():
            field.show_hidden_initial = True
        return form

    @property
    def touched(self) -> dict[str, Any]:
        """What was changed in it; all of it where the form does not come back with how the row stood."""
        told = any(self[name].html_initial_name in self.data for name in self.fields)
        return {name: v for name, v in self.cleaned_data.items() if not told or name in self.changed_data}

    def met(self, shown: Callable[[str], str]) -> bool:
        """Whether somebody changed meanwhile what was touched here: told beside each field, and put if sent again."""
        both = [name for name in self.touched if self._changed_by_others(name)]
        now: dict[str, str] = {}
        text = _("Somebody changed this record meanwhile; here it says “%(value)s”. Save again to put yours.")
        for name in both:
            held = self.fields[name].prepare_value(self.initial[name])
            now[self[name].html_initial_name] = "" if held is None else str(held)
            self.add_error(name, text % {"value": shown(name) or "—"})
        self.data = {**{name: self.data[name] for name in self.data}, **now}
        return bool(both)

    def _changed_by_others(self, name: str) -> bool:
        field, held, sent = self.fields[name], self.initial[name], self[name]
        was = self.data.get(sent.html_initial_name)
        return was is not None and field.has_changed(held, was) and field.has_changed(held, sent.data)


class TaskForm(RowForm):
    """A task, put or corrected."""

    title = forms.CharField(label=_("What is to be done"), max_length=200, widget=forms.TextInput(attrs=INPUT))
    kind = forms.ChoiceField(label=_("Kind"), choices=TaskKind.choices, widget=forms.Select(attrs=SELECT))
    due_on = forms.DateField(label=_("Day"), widget=day_input())
    due_time = HourField()
    assignee = PersonChoice(label=_("For whom"), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), coerce=int, choices=TaskPriority.choices, widget=forms.Select(attrs=SELECT)
    )
    repeats = forms.ChoiceField(label=_("Repeats"), required=False, choices=REPEATS, widget=forms.Select(attrs=SELECT))
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"class": "t-textarea", "rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rule = self.initial.get("repeats", "")
        if rule and rule not in dict(REPEATS):
            choices: Any = self.fields["repeats"]
            choices.choices = [*REPEATS, (rule, rule)]


class LogForm(forms.Form):
    """A call, a visit, a meeting... that happened, and the step that comes out of it."""

    outcome = forms.CharField(
        label=_("Outcome"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**INPUT, "list": "outcomes", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("What was said"), required=False, widget=forms.Textarea(attrs={"class": "t-textarea", "rows": 3})
    )
    direction = forms.ChoiceField(
        label=_("Who began it"), choices=Direction.choices, initial=Direction.OUT, widget=forms.Select(attrs=SELECT)
    )
    day = forms.DateField(label=_("Day"), widget=day_input())
    hour = HourField()
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=0, max_value=1440, widget=forms.NumberInput(attrs=INPUT)
    )
    private = forms.BooleanField(
        label=_("Only for me"), required=False, widget=forms.CheckboxInput(attrs={"class": "t-tick"})
    )
    next_title = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**INPUT, "placeholder": _("Call again, send the price…")}),
    )
    next_on = forms.DateField(label=_("Day of the next step"), required=False, widget=day_input())
    next_time = HourField(label=_("Hour of the next step"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("next_title") and not found.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Say what day."))
        return found

    @staticmethod
    def beginning() -> dict[str, dt.date]:
        """What stands in it when it opens: it happened today, and what comes out of it is for tomorrow."""
        today = timezone.localdate(clock.now())
        return {"day": today, "next_on": today + dt.timedelta(days=1)}

    @property
    def moment(self) -> dt.datetime:
        """When it happened; the present hour where none was written."""
        now = timezone.localtime(clock.now())
        day = self.cleaned_data["day"]
        hour = self.cleaned_data["hour"] or (now.time() if day == now.date() else dt.time(12))
        return timezone.make_aware(dt.datetime.combine(day, hour.replace(tzinfo=None)))

    @property
    def step(self) -> NextStep | None:
        """The task that comes out of it, if one was written."""
        found = self.cleaned_data
        if not found["next_title"]:
            return None
        return NextStep(title=found["next_title"], due_on=found["next_on"], due_time=found["next_time"])


class EntryForm(RowForm):
    """An entry of the historial, corrected."""

    title = forms.CharField(label=_("Subject"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT))
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"class": "t-textarea", "rows": 5})
    )
    outcome = forms.CharField(label=_("Outcome"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT))
    private = forms.BooleanField(
        label=_("Only for me"), required=False, widget=forms.CheckboxInput(attrs={"class": "t-tick"})
    )


class PostponeForm(forms.Form):
    """Another day for a task."""

    until = forms.DateField(label=_("Day"), widget=day_input())
    at = HourField()


class PeaceForm(forms.Form):
    """Until when nobody is to disturb a contact, and why."""

    until = forms.DateField(label=_("Until"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT))


class DocumentForm(forms.Form):
    """A file and what to call it."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs=INPUT))
    title = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Empty: the name of the file."),
        widget=forms.TextInput(attrs=INPUT),
    )


KINDS_TO_LOG = tuple(kind for kind in ActivityKind.values if kind != ActivityKind.MILESTONE)
