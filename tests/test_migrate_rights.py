"""Bringing a database to this version gives the rights of what is new, though no migration waits."""

from __future__ import annotations

from argparse import Namespace

import pytest

from tendero.access.models import Grant
from tendero.config.cli import migrate
from tests.world import World

pytestmark = pytest.mark.django_db


def test_migrate_gives_the_rights_of_what_is_new_though_no_migration_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Grant.objects.filter(record="kernel.Backup").delete()
    monkeypatch.setattr(migrate, "start", lambda **_given: None)
    monkeypatch.setattr(migrate, "unanswered", lambda: "")
    assert migrate.run(Namespace(app=None, migration=None, plan=False)) == 0
    given = Grant.objects.filter(record="kernel.Backup", verb="change").values_list("profile__code", flat=True)
    assert set(given) == {"direccion", "administracion"}
