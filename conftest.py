"""Fixtures every test may ask for, and the marks they bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker
from tests import places
from tests.world import World

from tendero.config.catalogues import compile_stale

DATABASE_FIXTURES = {"db", "transactional_db", "world", "live_server", "django_db_setup"}
WEIGHTS = ("journey", "once", "")
"""Marks of files in the order in which they begin, the heaviest first; within each the file with most tests."""


def pytest_configure(config: pytest.Config) -> None:
    """Spanish is tested too, so its catalogues must be there; one process makes them, and opens the run."""
    if not hasattr(config, "workerinput"):
        compile_stale()
        config.add_cleanup(places.begin())


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


@pytest.fixture(scope="session", autouse=True)
def verified(django_test_environment: None) -> None:
    """Every query and frame that is kept is made again at each use and must come out the same."""
    from tendero.kernel import kept

    kept.verify = True


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database is a copy of the one migrated for the run, rather than migrated by each process anew."""
    with django_db_blocker.unblock():
        before = places.copy_under(connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture
def world(db: None) -> World:
    """The company of the stories, empty until somebody is named."""
    return World()
