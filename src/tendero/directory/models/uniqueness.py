"""The keys by which two parties are found to be one, computed and never journaled."""

from __future__ import annotations

from django.db import models

from tendero.directory.models.party import Party


class PartyKey(models.Model):
    """One key of one party (`rules.matching`), the bin included: an import must know what was thrown away."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="keys", db_index=False)
    kind = models.CharField(max_length=14)
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "kind", "key"], name="partykey_once")]
        indexes = [models.Index(fields=["kind", "key", "party"], name="partykey_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}"
