"""The forms of the company: on its first day, and later in the settings."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tendero.access.forms import INPUT, SELECT, countries, currencies, text
from tendero.ui import words

SELLS_TO: Final = (
    ("people", _("People"), _("Name, surnames and birthday"), "user"),
    ("companies", _("Companies"), _("Legal name, and whom you deal with"), "building-2"),
    ("both", _("Both"), _("Both kinds of card"), "users"),
)
"""What a company may sell to: stored value, label, what the cards then ask, icon."""


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]


def _money() -> list[tuple[str, str]]:
    """Each currency with a sample of how amounts read in it."""
    return [(code, f"{label} · {words.amount(1234, code)}") for code, label in currencies()]


class StartForm(forms.Form):
    """What is asked on the first day. Field names stand for settings with a dot."""

    company_name = text(_("Name"), autocomplete="organization")
    company_tax_id = text(_("Tax id"), required=False, length=30, autocomplete="off")
    company_country = forms.ChoiceField(label=_("Country"), choices=countries, widget=forms.Select(attrs=SELECT))
    company_currency = forms.ChoiceField(label=_("Currency"), choices=_money, widget=forms.Select(attrs=SELECT))
    company_language = forms.ChoiceField(
        label=_("Language"), choices=[("es", "Español"), ("en", "English")], widget=forms.Select(attrs=SELECT)
    )
    company_sells_to = forms.ChoiceField(
        label=_("I sell to…"), choices=[(code, label) for code, label, *_rest in SELLS_TO], widget=forms.RadioSelect
    )

    @property
    def values(self) -> dict[str, Any]:
        """By the names of the settings."""
        return {name.replace("_", ".", 1): value for name, value in self.cleaned_data.items()}


class CompanyForm(StartForm):
    """The same with what seldom changes."""

    company_city = text(_("City"), required=False)
    company_time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, widget=forms.Select(attrs=SELECT))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.order_fields(
            f"company_{name}" for name in "name tax_id city country currency language time_zone sells_to".split()
        )


class TeamForm(forms.Form):
    """Several e-mails at once, separated by commas or spaces."""

    emails = forms.CharField(
        label=_("Another e-mail; several, separated by commas"),
        max_length=2000,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "email", "autocomplete": "off"}),
    )


def mail_goes_out() -> bool:
    """Whether mails leave this machine: a server for them is set up."""
    return str(settings.MAIL_BACKEND).endswith("smtp.EmailBackend")  # what stands behind the gate
