"""What this room knows about people: nothing."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

declare(
    "demo.ExampleRow",
    purpose="to take the example shop away again",
    retention=Retention.COMPANY,
    none="record_key row_id",
)
