"""The hand-made forms of the catalog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tendero.catalog.models import Product
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import may
from tendero.records.form.picking import RowField


class NameDemandForm(forms.Form):
    """Which product customers mean; none chosen makes one that is not sold, for whoever may make products."""

    words = forms.CharField(max_length=200, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        makes = may(actor, "add", Product.record_key)
        told = _("Leave it empty to note it as a product of that name that you do not sell.")
        self.fields["product"] = RowField(
            Product.record_key, actor, label=_("Product"), required=not makes, help_text=told if makes else ""
        )
