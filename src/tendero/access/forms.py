"""Forms of the settings and of one's own account."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tendero.access.actions.people import ask_reset
from tendero.access.models import Profile
from tendero.access.rules.countries import COUNTRIES, CURRENCIES
from tendero.identity.models import Team, User
from tendero.ui import words

INPUT = {"class": "t-input"}
SELECT = {"class": "t-select"}


def tell(form: forms.BaseForm, error: ValidationError) -> None:
    """Show an action's refusal beside its field, or above the form where it has none."""
    for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
        form.add_error(name if name in form.fields else None, messages)


def _profiles() -> list[tuple[str, str]]:
    return list(Profile.objects.values_list("code", "name"))


def countries() -> list[tuple[str, str]]:
    """The countries a company may be in, by their names."""
    names = words.locale().territories
    return [(code, names.get(code, code)) for code in COUNTRIES]


def currencies() -> list[tuple[str, str]]:
    """The currencies a company may keep its accounts in."""
    names = words.locale().currencies
    return [(code, f"{capfirst(names.get(code, code))} ({code})") for code in CURRENCIES]


def text(label: Any, *, required: bool = True, help_text: Any = "", length: int = 120, **attrs: str) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={**INPUT, **attrs})
    return forms.CharField(label=label, required=required, max_length=length, help_text=help_text, widget=widget)


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = text(_("Name"))
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs=INPUT))
    profile = forms.ChoiceField(label=_("Profile"), choices=_profiles, widget=forms.Select(attrs=SELECT))
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label="—", widget=forms.Select(attrs=SELECT)
    )


class PersonForm(InvitationForm):
    """What may be changed of a colleague."""

    @classmethod
    def of(cls, person: User, data: Any) -> PersonForm:
        """Filled with what is known of `person`."""
        known = {"name": person.name, "email": person.email, "profile": person.profile, "team": person.team_id}
        return cls(data, initial=known)


class AcceptForm(forms.Form):
    """The account an invited person makes."""

    name = text(_("Your name"))
    username = text(_("User name"), length=60, help_text=_("Short, in small letters: what you will sign in with."))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Ten characters at least; a short sentence is good."),
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
    )


class FirstForm(forms.Form):
    """The first person of the place."""

    name = text(_("Your name"))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Ten characters at least; a short sentence is good."),
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
    )


class EnterForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Signing in, with our words: one name for the field everywhere, and nothing said twice."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["login"].label = _("User name or e-mail")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ResetForm(forms.Form):
    """Where to send the link of a new password; allauth's page saves it."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}))

    def save(self, request: HttpRequest, **_given: Any) -> str:
        """Have the link sent, if anybody has that address."""
        email: str = self.cleaned_data["email"]
        ask_reset(email)
        return email


class NameForm(forms.Form):
    """One name: of a team, a profile, a token."""

    name = text(_("Name"), length=60)


class ProfileCopyForm(NameForm):
    """A new profile that begins as a copy."""

    source = forms.ModelChoiceField(
        Profile.objects.all(), label=_("Begin as"), to_field_name="code", widget=forms.Select(attrs=SELECT)
    )


class AccountForm(forms.Form):
    """What a person says of himself."""

    name = text(_("Name"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("es", "Español"), ("en", "English")], widget=forms.Select(attrs=SELECT)
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone],
        widget=forms.Select(attrs=SELECT),
    )


class CopiesForm(forms.Form):
    """How many copies of the day stay."""

    keep = forms.IntegerField(
        label=_("Copies that are kept"),
        min_value=0,
        max_value=90,
        help_text=_("One is made each night, at ten past three; the oldest goes. 0 makes none by itself."),
    )
