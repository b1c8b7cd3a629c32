"""The dialog in which a field of one's own is made or renamed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.records.fields import Kind
from tendero.records.models.custom import CustomKind, FieldDefinition

_WITH_CHOICES = frozenset({Kind.CHOICE.value, Kind.CHOICES.value})


class FieldForm(forms.Form):
    """Name, type, options, help. The type is chosen once and never changes."""

    label = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"class": "t-input", "autofocus": True})
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a field", "Type"),
        choices=CustomKind.choices,
        widget=forms.Select(attrs={"class": "t-select"}),
    )
    choices = forms.CharField(
        label=_("Options"),
        required=False,
        help_text=_("One on each line; only for fields with a list."),
        widget=forms.Textarea(attrs={"class": "t-textarea", "rows": 5}),
    )
    help = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=200,
        help_text=_("Whoever fills it in reads this under the field."),
        widget=forms.TextInput(attrs={"class": "t-input"}),
    )
    required = forms.BooleanField(
        label=_("Must always be filled in"), required=False, widget=forms.CheckboxInput(attrs={"class": "t-tick"})
    )

    def __init__(self, *args: Any, definition: FieldDefinition | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if definition is None:
            return
        self.fields["kind"].disabled = True
        self.initial = {
            "label": definition.label,
            "kind": definition.kind,
            "choices": "\n".join(str(label) for _value, label in definition.choices),
            "help": definition.help,
            "required": definition.required,
        }
        if definition.kind not in _WITH_CHOICES:
            del self.fields["choices"]

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take; options as a list of labels."""
        found = cast(dict[str, Any], dict(self.cleaned_data))
        found["choices"] = [line.strip() for line in found.get("choices", "").splitlines() if line.strip()]
        return found
