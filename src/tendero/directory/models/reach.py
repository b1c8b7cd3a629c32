"""How to reach a party and how other systems call it. The first of each kind is the main one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.party import Party
from tendero.directory.rules.addresses import floor_key
from tendero.directory.rules.phones import phone_digits
from tendero.directory.rules.twins import Said, twin
from tendero.kernel.fields import FoldedField
from tendero.kernel.models import ChildModel
from tendero.kernel.text import fold


def of_party(related_name: str) -> Any:
    """The foreign key every child of a party has. Each child declares an index that begins with it: one is enough."""
    return models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name=related_name, verbose_name=_("contact"), db_index=False
    )


class Reach(ChildModel):
    """A way to reach a party; the lowest position is the main one."""

    parent_field = "party"
    mechanics = frozenset({"position"})

    label = models.CharField(_("label"), max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @classmethod
    def said(cls, row: Mapping[str, Any]) -> Said:
        """What makes two of them one, however they are written, of columns by name: by default the address."""
        return row["address"].lower(), ""

    @classmethod
    def gains(cls, there: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        """Columns that one which is there gets of another one that says the same and a little more."""
        return {}

    def twin(self, there: Sequence[Self]) -> Self | None:
        """The one of these that says the same."""
        at = twin(self.said(vars(self)), [one.said(vars(one)) for one in there])
        return there[at] if at is not None else None

    def join(self, there: Sequence[Self]) -> dict[str, Any] | None:
        """After those that are there: their main one stays the main one."""
        if self.twin(there) is not None:
            return None
        return {"position": max((one.position + 1 for one in there), default=self.position)}

    def leave(self, there: Sequence[Self]) -> dict[int, dict[str, Any]]:
        """What its twin gets of it."""
        same = self.twin(there)
        gained = self.gains(vars(same), vars(self)) if same is not None else {}
        return {same.pk: gained} if same is not None and gained else {}


class PartyEmail(Reach):
    """An e-mail address, kept as typed and compared in small letters."""

    party = of_party("emails")
    address = models.CharField(_("e-mail"), max_length=254)
    address_folded = FoldedField(source="address")

    class Meta(Reach.Meta):
        indexes = [
            models.Index(fields=["address_folded", "id"], name="partyemail_address"),
            models.Index(fields=["party", "position", "id"], name="partyemail_party"),
        ]

    def __str__(self) -> str:
        return self.address


class PartyPhone(Reach):
    """A telephone: E.164 where it could be read, else as typed."""

    party = of_party("phones")
    number = models.CharField(_("telephone"), max_length=40)
    shown = models.CharField(max_length=40, blank=True, default="")
    digits = models.CharField(max_length=20, blank=True, default="", editable=False)
    whatsapp = models.BooleanField(_("has WhatsApp"), default=False)

    class Meta(Reach.Meta):
        indexes = [
            models.Index(fields=["number", "id"], name="partyphone_number"),
            models.Index(fields=["party", "position", "id"], name="partyphone_party"),
        ]

    def __str__(self) -> str:
        return self.shown or self.number

    @classmethod
    def said(cls, row: Mapping[str, Any]) -> Said:
        return row["number"], ""

    @classmethod
    def gains(cls, there: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        return {"whatsapp": True} if row.get("whatsapp") and not there.get("whatsapp") else {}

    def derive(self) -> None:
        self.digits = phone_digits(self.number)[:20]


class PartyAddress(Reach):
    """A postal address, as its country writes it."""

    party = of_party("addresses")
    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    street2 = models.CharField(_("floor, door"), max_length=200, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True, default="")
    city = models.CharField(_("city"), max_length=100, blank=True, default="")
    city_folded = FoldedField(source="city")
    region = models.CharField(_("province"), max_length=100, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="ES")

    class Meta(Reach.Meta):
        indexes = [
            models.Index(fields=["postal_code", "id"], name="partyaddress_postal"),
            models.Index(fields=["party", "position", "id"], name="partyaddress_party"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.street2, self.postal_code, self.city) if part)

    @classmethod
    def said(cls, row: Mapping[str, Any]) -> Said:
        """The house; floor and door tell two in it apart where both say one."""
        house = fold(row["street"]), row["postal_code"], fold(row["city"]), row["country"]
        return house, floor_key(row["street2"])

    @classmethod
    def gains(cls, there: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        new = floor_key(row["street2"]) and not floor_key(there["street2"])
        return {"street2": row["street2"]} if new else {}


class PartyProfile(Reach):
    """A page of his on a network, or a second website."""

    party = of_party("profiles")
    address = models.CharField(_("address"), max_length=300)

    class Meta(Reach.Meta):
        indexes = [models.Index(fields=["party", "position", "id"], name="partyprofile_party")]

    def __str__(self) -> str:
        return self.address


class PartyCard(ChildModel):
    """The card (.vcf) he came with, line by line: "+" before what we hold ourselves, "=" before what only it says."""

    parent_field = "party"

    party = of_party("vcards")
    text = models.TextField(_("vCard"))

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["party", "id"], name="partycard_party")]

    def __str__(self) -> str:
        return "vCard"


class PartyReference(ChildModel):
    """The code by which another system knows the party: unique within that system."""

    parent_field = "party"

    party = of_party("references")
    system = models.CharField(_("system"), max_length=40, blank=True, default="")
    system_folded = FoldedField(source="system")
    code = models.CharField(_("code"), max_length=100)
    code_folded = FoldedField(source="code")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["code_folded", "id"], name="partyreference_code"),
            models.Index(fields=["party", "id"], name="partyreference_party"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}".strip()

    def join(self, there: Sequence[PartyReference]) -> dict[str, Any] | None:
        """Each code of each system once."""
        mine = (fold(self.system), fold(self.code))
        return None if any((fold(one.system), fold(one.code)) == mine for one in there) else {}
