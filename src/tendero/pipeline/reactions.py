"""How the pipeline answers what happens in rooms below, and what it tells the historial."""

from __future__ import annotations

from tendero.activities import ports
from tendero.pipeline.models import Opportunity
from tendero.pipeline.models.pace import refresh_pace

ports.follow(Opportunity.record_key, refresh_pace)
