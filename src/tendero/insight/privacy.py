"""What the sums say of people, and why they are kept."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

declare(
    "insight.Tally",
    purpose="figures of the business, from its own sales",
    basis="RGPD 6.1.f",
    retention=Retention.PROOF,
    none="axis span start currency",
    profile="thing net known margin units sales buyers",
)
