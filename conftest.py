"""Fixtures every test may ask for, and the marks they bring."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.world import World

from tendero.config.catalogues import compile_stale

DATABASE_FIXTURES = {"db", "transactional_db", "world", "live_server", "django_db_setup"}
WEIGHTS = ("journey", "once", "")
"""Marks of files in the order in which they begin, the heaviest first; within each the file with most tests."""


def pytest_configure(config: pytest.Config) -> None:
    """Spanish is tested too, so its catalogues must be there; one process makes them."""
    if not hasattr(config, "workerinput"):
        compile_stale()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever asks the database runs on every engine; with several workers the longest files begin."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
    if hasattr(config, "workerinput"):
        _longest_first(items)


def _longest_first(items: list[pytest.Item]) -> None:
    """No worker waits at the end for another that began a long file late; each file stays together, in its order."""
    sizes = Counter(item.path for item in items)
    heavy = {item.path: mark for mark in ("once", "journey") for item in items if item.get_closest_marker(mark)}
    items.sort(key=lambda item: (WEIGHTS.index(heavy.get(item.path, "")), -sizes[item.path], item.path))


@pytest.fixture
def world(db: None) -> World:
    """The company of the stories, empty until somebody is named."""
    return World()
