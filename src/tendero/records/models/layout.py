"""How one person has laid out the columns of one view: a preference of the screen, so not journaled."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ColumnLayout(models.Model):
    """Columns of one view for one person, in order; `columns` is a list of ``[field name, width in pixels or 0]``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    record = models.CharField(max_length=60)
    view = models.CharField(max_length=60)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record", "view"], name="columnlayout_once")]

    def __str__(self) -> str:
        return f"{self.record} {self.view}"
