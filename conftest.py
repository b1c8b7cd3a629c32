"""Fixtures every test may ask for, and the marks they bring."""

from __future__ import annotations

import pytest
from tests.world import World

from tendero.config.catalogues import compile_stale

DATABASE_FIXTURES = {"db", "transactional_db", "world", "live_server", "django_db_setup"}


def pytest_configure(config: pytest.Config) -> None:
    """Spanish is tested too, so its catalogues must be there; one process makes them."""
    if not hasattr(config, "workerinput"):
        compile_stale()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks the database runs on every engine."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture
def world(db: None) -> World:
    """The company of the stories, empty until somebody is named."""
    return World()
