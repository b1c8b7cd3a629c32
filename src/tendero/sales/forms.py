"""The hand-made forms of sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.catalog.models import Product
from tendero.kernel.actor import Actor
from tendero.records.form.picking import RowField
from tendero.records.values.display import number
from tendero.records.values.text import number as read_number
from tendero.sales.models import SaleLine


class WhichProductForm(forms.Form):
    """Which product a name in a file is."""

    key = forms.CharField(max_length=300, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"] = RowField(Product.record_key, actor, label=_("Product"))


class ReturnForm(forms.Form):
    """How many units of each line come back; at first, all that are left."""

    note = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(
        self, *args: Any, lines: Sequence[SaleLine], left: Mapping[int, Decimal], actor: Actor, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.actor, self.open_lines = actor, [line for line in lines if left.get(line.pk)]
        asked = {
            _name(line): forms.CharField(
                label=str(line),
                required=False,
                max_length=20,
                initial=number(left[line.pk]),
                help_text=_("%(n)s can come back.") % {"n": number(left[line.pk])},
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            for line in self.open_lines
        }
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for line in self.open_lines:
            name = _name(line)
            try:
                found[name] = read_number(found.get(name) or "0", self.actor)
            except ValidationError as error:
                self.add_error(name, error)
        return found

    def quantities(self) -> dict[int, Decimal]:
        """Units by line, once it is valid."""
        return {line.pk: self.cleaned_data[_name(line)] for line in self.open_lines}


def _name(line: SaleLine) -> str:
    return f"line-{line.pk}"
