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
    "records.ImportDoubt",
    purpose="to ask whether a row of a file is somebody who is there",
    none="batch number mark other_id other_number other_mark likeness answer",
)
declare(
    "records.ImportAnswer",
    purpose="not to ask again what was said of a row",
    none="record_key mark other_id other_mark became_id answer user_id created",
)
declare(
    "records.CustomValue",
    purpose="what the company chose to know",
    none="definition record_id slot",
    profile="number currency text date ref_id",
)
