"""How every process knows that its copy of something is old."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """A value that is replaced with every change of what is kept under `name` (`kernel.kept`)."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
