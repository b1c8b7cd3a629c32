"""The keys by which two parties are found to be one, computed and never journaled."""

from __future__ import annotations

from django.db import models

from tendero.directory.models.party import Party


class PartyKey(models.Model):
    """The mark of one key of one party (`rules.matching`), binned ones too: an import knows what was thrown away."""

    pk = models.CompositePrimaryKey("mark", "party")
    mark = models.BigIntegerField()
    # Derived, and four or five a party: `tendero check` compares them, the database need not.
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="keys", db_constraint=False)

    def __str__(self) -> str:
        return f"{self.mark} {self.party_id}"
