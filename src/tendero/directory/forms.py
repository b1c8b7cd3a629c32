"""The hand-made forms of the directory: small dialogs of the card, and the quick one for a new contact."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tendero.directory import fields
from tendero.directory.models import (
    CHANNELS,
    PURPOSES,
    ConsentEntry,
    Observation,
    Party,
    PartyKind,
    RelationshipType,
    RoleType,
    Source,
    Tag,
)
from tendero.directory.rules.consent import Basis, Decision
from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import may
from tendero.records.form.picking import RowField
from tendero.records.registry import unused_fields

INPUT = {"class": "t-input", "autocomplete": "off"}
SELECT = {"class": "t-select"}


def line(label: Any, longest: int = 200, *, required: bool = False, help: Any = "", **attrs: str) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={**INPUT, **attrs})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help, widget=widget)


def choice(label: Any, pairs: Any, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=pairs, required=required, widget=forms.Select(attrs=SELECT), **more)


def one_of(label: Any, model: type[Any], *, required: bool = True) -> Any:
    """One of a short list of the company, known outside by its reference."""
    return forms.ModelChoiceField(
        model.objects.all(),
        label=label,
        empty_label="—",
        required=required,
        to_field_name="ref",
        widget=forms.Select(attrs=SELECT),
    )


def day(label: Any, *, required: bool = False) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"class": "t-input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class RoleForm(forms.Form):
    """A role, from a day and perhaps until another."""

    role = one_of(_("Role"), RoleType)
    since = day(_("Since"))
    until = day(_("Until"))
    target = one_of(_("Role to reach"), RoleType, required=False)


class TagForm(forms.Form):
    """A tag of the list, or a new one by writing it."""

    name = line(_("Tag"), 80, required=True, help=_("One that does not exist is made."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["list"] = "known-tags"

    def known(self) -> list[str]:
        """Names to choose from."""
        return list(Tag.objects.values_list("name", flat=True)[:200])


class ObservationForm(forms.Form):
    """A taste or a need; it may name what a room above keeps (a product), and then needs no words."""

    kind = choice(_("Kind"), Observation.Kind.choices)
    text = line(_("What you noticed"), 200, required=True)
    on = day(_("When"))
    origin = line(_("How you know"), 120, help=_("He said so, it was seen at a visit, a colleague told…"))

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        named = fields.named_by_observations()
        if named is not None and may(actor, "view", named.target):
            self.fields["subject"] = RowField(
                named.target, actor, label=capfirst(str(named.label)), required=False, help_text=named.help
            )
            self.fields["text"].required = False
            self.order_fields(["kind", "text", "subject", "on", "origin"])


class RelateForm(forms.Form):
    """A relationship, read from this contact's side."""

    type = forms.ChoiceField(label=_("This contact…"), widget=forms.Select(attrs=SELECT))
    since = day(_("Since"))
    note = line(_("Position or note"), 120)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"] = RowField(Party.record_key, actor, label=_("With whom"))
        self.order_fields(["type", "other", "note", "since"])
        pairs = []
        unused = unused_fields(Party.record_key)
        for kind in RelationshipType.objects.all():
            if kind.code in unused:  # “works at”, where nobody sells to companies
                continue
            pairs.append((kind.ref, kind.name))
            if kind.inverse != kind.name:
                pairs.append((f"-{kind.ref}", kind.inverse))
        self.fields["type"].choices = pairs  # type: ignore[attr-defined]

    def told(self, party: Party) -> tuple[Party, dict[str, Any]]:
        """Whose relationship it is, and the arguments of `relate`."""
        data: Mapping[str, Any] = self.cleaned_data
        kind = RelationshipType.objects.get(ref=data["type"].removeprefix("-"))
        first, second = (data["other"], party) if data["type"].startswith("-") else (party, data["other"])
        return first, {"other": second, "type": kind, "since": data["since"], "note": data["note"]}


class MergeForm(forms.Form):
    """Which other contact is the same one."""

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"] = RowField(Party.record_key, actor, label=_("With which contact"))


class PersonForm(forms.Form):
    """Somebody who works at a company."""

    name = line(_("Name and surnames"), 200, required=True)
    position = line(_("Position"), 120, help=_("Owner, buyer, head chef…"))
    phone = line(_("Telephone"), 60, inputmode="tel")
    email = line(_("E-mail"), 254, inputmode="email")


class ConsentForm(forms.Form):
    """An entry of the ledger of consent."""

    decision = choice(_("What he says"), [
        (Decision.GIVEN.value, _("Yes, send me things")), (Decision.OBJECTED.value, _("No, send me nothing")),
        (Decision.LIFTED.value, _("I take back my no")),
    ])  # fmt: skip
    channel = choice(_("By which channel"), [("", _("All")), *CHANNELS], required=False)
    purpose = choice(_("What for"), [("", _("Everything")), *PURPOSES], required=False)
    basis = choice(_("On what basis"), ConsentEntry.BasisChoice.choices, initial=Basis.CONSENT.value, required=False)
    proof = line(_("Proof"), 300, help=_("Signed form, e-mail, recording: where it is kept."))
    origin = line(_("Where he said it"), 120, help=_("Counter, telephone, web form…"))
    on = day(_("When"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = clock.today


class PhotoForm(forms.Form):
    """A photo or a logo."""

    photo = forms.FileField(label=_("Photo or logo"), widget=forms.FileInput(attrs={"accept": "image/*"}))


class QuickForm(forms.Form):
    """A new person or company, with one hand."""

    kind = forms.ChoiceField(choices=PartyKind.choices, initial=PartyKind.PERSON.value, widget=forms.RadioSelect())
    name = line(_("Name"), 200, required=True)
    phone = line(_("Telephone"), 60, inputmode="tel")
    contact = line(_("Whom you deal with"), 200, placeholder=str(_("Name and surnames")))
    role = one_of(_("Role"), RoleType, required=False)
    source = one_of(_("Origin"), Source, required=False)
    email = line(_("E-mail"), 254, inputmode="email")
    street = line(_("Street and number"), 200)
    postal_code = line(_("Postal code"), 12, inputmode="numeric")
    city = line(_("City"), 100)
    tax_id = line(_("Tax id"), 30)
    consent = line(
        _("Permission for offers"), 300, help=_("How he gave it: a signed form, an e-mail. Empty: no permission.")
    )

    def __init__(self, *args: Any, closed: Container[str] = (), **options: Any) -> None:
        """Without the fields that are `closed` to whoever fills it in: what he typed there would be lost."""
        super().__init__(*args, **options)
        told = {"contact": "relationships", "role": "roles", "consent": "consents"}
        for name in [name for name in self.fields if told.get(name, name) in closed and name not in ("kind", "name")]:
            del self.fields[name]
        if "kind" in unused_fields(Party.record_key):
            del self.fields["kind"]
            self.fields.pop("contact", None)

    def values(self) -> dict[str, Any]:
        """What `create_party` takes; blank ones left out."""
        data = self.cleaned_data
        names = ("kind", "name", "phone", "source", "email", "street", "postal_code", "city", "tax_id")
        found = {name: data[name] for name in names if data.get(name)}
        return found | ({"roles": [data["role"]]} if data.get("role") else {})
