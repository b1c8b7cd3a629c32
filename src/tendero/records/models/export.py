"""What left the house: every export, who made it, of which rows, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.fields import RefField
from tendero.kernel.models import ChangeSet


class ExportLog(models.Model):
    """One export. Written once, never changed; it holds no values, only which columns of which filter."""

    ref = RefField(_("reference"))
    at = models.DateTimeField(_("when"), default=clock.now)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=150)
    record = models.CharField(max_length=60)
    rows = models.PositiveIntegerField(_("rows"))
    format = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    filter = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="exportlog_at")]

    def __str__(self) -> str:
        return f"{self.record} {self.rows}"
