"""What the record engine is told of how customers buy."""

from __future__ import annotations

from tendero.metrics import extension

extension.add_to_contacts()
