"""What the example shop brought into a company's own database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ExampleRow(models.Model):
    """One record of the example: its model (``room.Model``) and key. It is what goes when the example goes."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.CharField(max_length=60)
    row_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record_key", "row_id"], name="demo_examplerow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_key} {self.row_id}"
