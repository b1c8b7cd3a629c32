"""Thousands of requests made from the OpenAPI document: none fails on our side, each answers as the document says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tendero.access import tokens
from tendero.access.models import ApiToken
from tendero.activities.models import Activity, Task
from tendero.config.wsgi import application
from tendero.kernel.models import RecordModel
from tendero.pipeline.models import LossReason, Opportunity, Stage
from tendero.records import registry
from tendero.records.rest import document, limits
from tests.world import World

REQUESTS = 2_000
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
SEED = 20261124


@pytest.fixture
def shop(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A few rows of everything, and the header of Ana's token. The test's own connection stays open throughout."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    monkeypatch.setattr(limits, "PER_MINUTE", 10**9)
    secret = tokens.new_secret()
    ApiToken.objects.create(user=world.user("ana"), name="fuzz", digest=tokens.digest(secret), hint=secret[-4:])
    stage = Stage.objects.filter(kind="open").first() or world.make(Stage(name="Nueva", kind="open"))
    for kind in ("won", "lost"):
        if not Stage.objects.filter(kind=kind).exists():
            world.make(Stage(name=kind, kind=kind))
    world.make(LossReason(name="Caro"))
    for number in range(5):
        party = world.person(f"Persona {number}", "Prueba", owner="beto")
        world.make(Opportunity(name=f"Horno {number}", party=party, stage=stage, owner=world.user("beto")))
        world.make(Task(title=f"Llamar {number}", party=party, assignee=world.user("sara")))
        world.make(Activity(party=party, title="Nota", body="Quiere un horno", author=world.user("beto")))
    yield {"Authorization": f"Bearer {secret}"}
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


class Shooter:
    """Sends a case, half of the time at a row that exists, with relations that exist."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers
        self.chance = random.Random(SEED)
        self.statuses: Counter[int] = Counter()

    def shoot(self, case: Any) -> None:
        record = registry.by_slug(case.path.split("/")[3])
        if self.chance.random() < 0.6:
            self._aim(case, record)
        if case.headers:  # other tests send bad tokens; this one is to get past the door
            case.headers.pop("Authorization", None)
        response = case.call(headers=self.headers)
        self.statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    def _aim(self, case: Any, record: Any) -> None:
        if "ref" in (case.path_parameters or {}):
            case.path_parameters["ref"] = self._ref(record.model)
        if isinstance(case.body, dict):
            for name, field in record.own_fields.items():
                if name in case.body and field.is_relation and isinstance(case.body[name], str):
                    case.body[name] = self._ref(self._model(field.target))

    def _model(self, target: str) -> Any:
        from tendero.identity.models import User
        from tendero.kernel import journal

        return User if target == "identity.User" else journal.models_by_key()[target]

    def _ref(self, model: type[RecordModel] | Any) -> str:
        rows = model.everything if hasattr(model, "everything") else model.objects
        refs = list(rows.order_by("pk").values_list("ref", flat=True)[:5])
        return self.chance.choice(refs) if refs else "0" * 20


@pytest.mark.once
def test_no_request_breaks_the_api(shop: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_dict(document.document())
    schema.app = application
    operations = [found.ok() for found in schema.get_all_operations()]
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    each = REQUESTS // (len(operations) * len(modes)) + 1
    shooter = Shooter(shop)
    for operation in operations:
        for mode in modes:
            _fuzz(operation.as_strategy(generation_mode=mode), shooter, each)
    while shooter.statuses.total() < REQUESTS:
        _fuzz(operations[0].as_strategy(), shooter, each)
    assert shooter.statuses.total() >= REQUESTS
    assert not {status for status in shooter.statuses if status >= 500}
    assert {200, 201, 204, 400, 404, 422} <= set(shooter.statuses), shooter.statuses


def _fuzz(strategy: Any, shooter: Shooter, count: int) -> None:
    @seed(SEED)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def shoot(case: Any) -> None:
        shooter.shoot(case)

    shoot()
