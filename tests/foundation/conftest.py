"""Rights for the stories of the foundation: the matrix a new company starts with, whatever the screens made of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tendero.access.rules.matrix import default_scope
from tendero.kernel import ports
from tendero.kernel.actor import Actor
from tendero.kernel.ports import Scope


class StartingMatrix:
    """The default matrix, with fields that a test hides or closes."""

    def __init__(self) -> None:
        self.hidden: dict[tuple[str, str], frozenset[str]] = {}
        self.readonly: dict[tuple[str, str], frozenset[str]] = {}

    def scope(self, actor: Actor, record: str, verb: str) -> Scope:
        return default_scope(actor.profile, record, verb)

    def hidden_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return self.hidden.get((actor.profile, record), frozenset())

    def readonly_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return self.readonly.get((actor.profile, record), frozenset())


@pytest.fixture
def matrix() -> Iterator[StartingMatrix]:
    """The starting matrix in force for one test."""
    before = ports.permission_policy
    policy = StartingMatrix()
    ports.answer_permissions(policy)
    yield policy
    ports.answer_permissions(before)
