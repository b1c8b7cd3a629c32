"""Every stored field declares what it knows about people."""

from __future__ import annotations

import pytest
from django.apps import apps

from tendero.kernel import privacy
from tendero.kernel.models.base import Journaled

MODELS = sorted((model for model in apps.get_models() if issubclass(model, Journaled)), key=lambda model: model.key())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key())
def test_every_field_is_declared(model: type[Journaled]) -> None:
    assert privacy.gaps(model) == ([], [])


def test_a_name_declared_twice_is_an_error() -> None:
    privacy.declare("tests.Nothing", purpose="to try", none="one")
    with pytest.raises(ValueError, match="twice"):
        privacy.declare("tests.Nothing", purpose="to try", identity="one")
