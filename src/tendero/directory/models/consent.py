"""The ledger of consent: movements that are never edited. The state is read from them (`rules.consent`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.reach import of_party
from tendero.directory.rules.consent import Basis, Decision, Entry
from tendero.kernel import clock
from tendero.kernel.models import ChildModel

CHANNELS: Final = (
    ("email", _("E-mail")),
    ("post", _("Post")),
    ("phone", _("Telephone")),
    ("whatsapp", _("WhatsApp")),
    ("sms", _("SMS")),
)
PURPOSES: Final = (("offers", _("Offers")), ("news", _("News")), ("surveys", _("Surveys")))


class ConsentEntry(ChildModel):
    """One movement. An empty channel or purpose means all of them."""

    class DecisionChoice(models.TextChoices):
        GIVEN = Decision.GIVEN.value, _("Gives permission")
        OBJECTED = Decision.OBJECTED.value, _("Objects")
        LIFTED = Decision.LIFTED.value, _("Takes the objection back")
        ANNULLED = Decision.ANNULLED.value, _("Was written by mistake")

    class BasisChoice(models.TextChoices):
        CONSENT = Basis.CONSENT.value, _("Consent, with proof")
        PURCHASE = Basis.PURCHASE.value, _("Earlier purchase (LSSI 21.2)")
        OTHER = Basis.OTHER.value, _("Another basis, stated")
        NONE = Basis.NONE.value, _("None")

    parent_field = "party"
    append_only = True
    handed_over = frozenset({"party"})

    party = of_party("consents")
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS, blank=True, default="")
    purpose = models.CharField(_("purpose"), max_length=10, choices=PURPOSES, blank=True, default="")
    decision = models.CharField(_("decision"), max_length=8, choices=DecisionChoice.choices)
    basis = models.CharField(_("basis"), max_length=8, choices=BasisChoice.choices, default=BasisChoice.NONE)
    on = models.DateField(_("when"), default=clock.today)
    origin = models.CharField(_("where"), max_length=120, blank=True, default="")
    proof = models.CharField(_("proof"), max_length=300, blank=True, default="")
    annuls = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="annulled_by", editable=False
    )
    once = models.CharField(max_length=120, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "once"], name="consententry_once"),
            models.CheckConstraint(
                condition=Q(decision=Decision.ANNULLED.value, annuls__isnull=False)
                | (~Q(decision=Decision.ANNULLED.value) & Q(annuls__isnull=True)),
                name="consententry_annuls",
            ),
        ]
        indexes = [models.Index(fields=["party", "-on", "id"], name="consententry_party")]

    def __str__(self) -> str:
        channel = self.get_channel_display() or _("all channels")
        return f"{channel}, {self.get_purpose_display() or _('everything')}: {self.get_decision_display()}"

    def entry(self) -> Entry:
        """The movement as the rule reads it."""
        return Entry(
            channel=self.channel,
            purpose=self.purpose,
            decision=Decision(self.decision),
            basis=Basis(self.basis),
            on=self.on,
            proved=bool(self.proof),
            number=self.pk or 0,
            annuls=self.annuls_id or 0,
        )

    def join(self, there: Sequence[ConsentEntry]) -> dict[str, Any] | None:
        """What somebody said stands, however often; one that was to be written once is there already."""
        return None if self.once and any(one.once == self.once for one in there) else {}

    def counter_movement(self) -> ConsentEntry | None:
        """A permission written by mistake is annulled by another entry; an objection stays, whoever wrote it."""
        if self.decision != Decision.GIVEN:
            return None
        return ConsentEntry(party_id=self.party_id, decision=Decision.ANNULLED, annuls=self)
