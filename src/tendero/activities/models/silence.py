"""Until when somebody is to be left in peace."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel.models import RecordModel


class Silence(RecordModel):
    """Who said until when nobody is to disturb a contact, and why. Of several, the last that was said counts.

    `until` is the last day of it: on the day after he is among those to call again.
    """

    record_key = "activities.Silence"
    owner_field = "author"
    visible_through = "party"

    party = models.ForeignKey(
        "directory.Party", on_delete=models.PROTECT, related_name="silences", verbose_name=_("contact")
    )
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who said so"),
    )

    class Meta:
        verbose_name = _("do not disturb")
        verbose_name_plural = _("do not disturb")
        indexes = [
            models.Index(fields=["party", "-id"], name="silence_party"),
            models.Index(fields=["until", "id"], name="silence_until"),
        ]

    def __str__(self) -> str:
        return f"{self.until:%d/%m/%Y}"

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Bring the pulses of these contacts in step."""
        from tendero.activities.models.pulse import PartyPulse

        PartyPulse.refresh(cls.everything.filter(pk__in=ids).values_list("party_id", flat=True))
