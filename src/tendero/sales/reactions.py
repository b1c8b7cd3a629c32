"""What the sales answer to the rooms below."""

from __future__ import annotations

from tendero.directory import ports
from tendero.sales.queries.purchases import Buyers

ports.answer_purchases(Buyers())
