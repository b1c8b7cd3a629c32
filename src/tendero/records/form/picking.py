"""One row of many in a form made by hand: found as one types, sent by its reference."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.records import registry


class Picker(forms.TextInput):
    """A row of one kind of record, found as one types; what travels is its reference."""

    def __init__(self, key: str) -> None:
        self.record = registry.get(key)
        super().__init__()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        identity = (attrs or {}).get("id", f"id_{name}")
        return format_html(
            '<div class="t-combo" data-combo="{}"><input type="hidden" name="{}" value="{}" data-combo-value>'
            '<input class="t-input" id="{}" type="text" role="combobox" aria-expanded="false" aria-autocomplete="list"'
            ' aria-controls="{}-list" autocomplete="off" spellcheck="false">'
            '<div class="t-combo__list" id="{}-list" role="listbox" aria-label="{}" hidden></div></div>',
            self.record.url("suggest"), name, value or "", identity, identity, identity, self.record.labels.many,
        )  # fmt: skip


class RowField(forms.CharField):
    """A row of that kind which this actor may see."""

    def __init__(self, key: str, actor: Actor, **options: Any) -> None:
        self.key, self.actor = key, actor
        super().__init__(widget=Picker(key), **options)

    def clean(self, value: Any) -> Any:
        ref = super().clean(value)
        if not ref:
            return None
        row = registry.get(self.key).rows(self.actor).filter(ref=ref).first()
        if row is None:
            raise forms.ValidationError(_("Choose one of the list."))
        return row
