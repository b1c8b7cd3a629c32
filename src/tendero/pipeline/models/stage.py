"""The columns of the board and the answers to "why was it lost?": settings each company makes its own."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.kernel.models import RecordModel


class Stage(RecordModel):
    """A step of the sale. Open stages stand in order; one is won, one is lost."""

    record_key = "pipeline.Stage"

    class Kind(models.TextChoices):
        """What being in it means."""

        OPEN = "open", pgettext_lazy("stage", "Open")
        WON = "won", pgettext_lazy("stage", "Won")
        LOST = "lost", pgettext_lazy("stage", "Lost")

    name = models.CharField(_("stage"), max_length=60)
    kind = models.CharField(_("means"), max_length=4, choices=Kind.choices, default=Kind.OPEN)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    probability = models.PositiveSmallIntegerField(
        _("probability"), default=0, validators=[MaxValueValidator(100)], help_text=_("In percent.")
    )
    rotting_days = models.PositiveSmallIntegerField(
        _("days until it counts as stopped"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability"),
            models.UniqueConstraint(
                fields=["kind"], name="stage_one_won_one_lost", condition=~Q(kind="open") & Q(binned_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LossReason(RecordModel):
    """One answer to "why was it lost?"."""

    record_key = "pipeline.LossReason"

    name = models.CharField(_("reason"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("loss reason")
        verbose_name_plural = _("loss reasons")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
