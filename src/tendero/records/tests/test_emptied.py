"""What a record cannot be without."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from tendero.records import registry, writing


def test_an_opportunity_cannot_lose_its_stage_or_its_contact(world: World) -> None:
    record = registry.get("pipeline.Opportunity")
    deal = writing.add(record, {"name": "Molino", "party": world.don_luis}, by=world.actor("beto"))
    for name in ("stage", "party"):
        with pytest.raises(ValidationError) as refused:
            writing.edit(record, deal, {name: None}, by=world.actor("beto"))
        assert name in refused.value.message_dict
