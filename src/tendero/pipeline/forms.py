"""The hand-made forms of the pipeline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tendero.pipeline.models import LossReason, Stage

INPUT = {"class": "t-input"}
SELECT = {"class": "t-select"}


class LoseForm(forms.Form):
    """Why a deal was lost, and to whom."""

    reason = forms.ModelChoiceField(
        queryset=LossReason.objects.none(),
        label=_("Reason"),
        widget=forms.RadioSelect(attrs={"class": "t-tick"}),
        empty_label=None,
        error_messages={"required": _("Choose why: it is what the next campaign learns from.")},
    )
    competitor = forms.CharField(
        label=_("Competitor"), required=False, max_length=120, widget=forms.TextInput(attrs=INPUT)
    )
    note = forms.CharField(
        label=_("In other words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "t-textarea", "rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["reason"]
        field.queryset = LossReason.objects.order_by("position", "id")


class StageForm(forms.Form):
    """A column of the board."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs=INPUT))
    probability = forms.IntegerField(
        label=_("Probability"),
        min_value=0,
        max_value=100,
        help_text=_("In percent."),
        widget=forms.NumberInput(attrs=INPUT),
    )
    rotting_days = forms.IntegerField(
        label=_("Days until it counts as stopped"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Without any activity. Empty: never."),
        widget=forms.NumberInput(attrs=INPUT),
    )

    @classmethod
    def of(cls, stage: Stage, data: Any = None) -> StageForm:
        """The form of a stage that exists; won and lost keep their probability."""
        form = cls(data, initial={name: getattr(stage, name) for name in cls.base_fields})
        if stage.kind != Stage.Kind.OPEN:
            form.fields["probability"].disabled = True
            del form.fields["rotting_days"]
        return form


class ReasonForm(forms.Form):
    """An answer to "why was it lost?"."""

    name = forms.CharField(label=_("Reason"), max_length=80, widget=forms.TextInput(attrs=INPUT))
