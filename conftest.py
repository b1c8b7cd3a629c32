"""Fixtures every test may ask for."""

from __future__ import annotations

import pytest
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """The company of the stories, empty until somebody is named."""
    return World()
