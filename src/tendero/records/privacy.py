"""What user-defined fields know about people: as much as the company writes in them."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

declare(
    "records.FieldDefinition",
    purpose="lists of the company",
    retention=Retention.COMPANY,
    none="record name label kind choices help required position archived_at",
)
declare(
    "records.CustomValue",
    purpose="what the company chose to know",
    none="definition record_id slot",
    profile="number currency text date ref_id",
)
