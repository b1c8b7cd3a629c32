"""Rows read from the database are what Django would have made of them, whole and in part."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from tendero.kernel.models import PlainRow

MODELS = [model for model in apps.get_models() if issubclass(model, PlainRow)]


def held(row: Any) -> dict[str, Any]:
    """What stands in the row; of its state, where it comes from."""
    told = dict(row.__dict__)
    state = told.pop("_state")
    return told | {"from": (state.adding, state.db, dict(state.fields_cache))}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model._meta.label))
def test_a_row_holds_what_django_puts_there(model: Any) -> None:
    names = [column.attname for column in model._meta.concrete_fields]
    django, quick = (vars(parent)["from_db"].__func__ for parent in (models.Model, PlainRow))
    for some in (names, names[::2]):
        values = [f"{number}" for number, _name in enumerate(some)]
        ours = quick(model, "default", some, values)
        assert held(ours) == held(django(model, "default", some, values))
        assert ours.get_deferred_fields() == set(names) - set(some)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model._meta.label))
def test_nothing_happens_when_such_a_row_is_made(model: Any) -> None:
    assert model.__init__ is models.Model.__init__
    assert not any(signal.has_listeners(model) for signal in (pre_init, post_init))
