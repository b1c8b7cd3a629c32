"""What purchases say of people, and why it is kept."""

from __future__ import annotations

from tendero.kernel.privacy import Retention, declare

declare(
    "metrics.PartyRhythm",
    purpose="knowing when a customer is due, from his own purchases",
    retention=Retention.RELATIONSHIP,
    none="party currency product payment",
    profile="state count first_on last_on interval spread expected_on late_from dormant_from year_net year_margin "
    "stake times",
)
