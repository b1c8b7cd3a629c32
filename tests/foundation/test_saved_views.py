"""Views: one's own, those of the team, and who may tidy them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tendero.kernel.permissions import Missing, Refused
from tendero.records import saved
from tendero.records.actions import delete_view, make_default, pin_view, rename_view, save_view, update_view
from tendero.records.filters import FilterError
from tendero.records.models import SavedView
from tests.world import World

pytestmark = pytest.mark.django_db
DEALS = "pipeline.Opportunity"
MINE = {"field": "owner", "op": "is_me"}


def keep(world: World, who: str = "beto", **more: object) -> SavedView:
    return save_view(DEALS, name=" Lo mío ", filter=MINE, columns=["name", "nothing"], by=world.actor(who), **more)


def test_a_private_view_is_ones_own(world: World) -> None:
    view = keep(world)
    assert (view.name, view.columns, view.filter) == ("Lo mío", ["name"], MINE)
    assert list(saved.views_of(DEALS, world.actor("beto"))) == [view]
    for other in ("pablo", "ana"):
        assert not saved.views_of(DEALS, world.actor(other))
        with pytest.raises(Missing):
            rename_view(view, name="x", by=world.actor(other))


def test_a_team_view_is_seen_by_the_team_and_tidied_by_its_owner_or_direction(world: World) -> None:
    view = keep(world, shared=True)
    assert list(saved.views_of(DEALS, world.actor("pablo"))) == [view]
    assert not saved.views_of(DEALS, world.actor("nuria"))
    with pytest.raises(Refused):
        pin_view(view, pinned=True, by=world.actor("pablo"))
    pin_view(view, pinned=True, by=world.actor("ana"))
    with pytest.raises(Missing):
        delete_view(view, by=world.actor("nuria"))
    delete_view(view, by=world.actor("beto"))
    assert not SavedView.objects.exists()


def test_one_default_a_person_and_list(world: World) -> None:
    first, second = keep(world), keep(world, shared=True)
    for view in (first, second):
        make_default(view, by=world.actor("beto"))
    assert saved.default_view(DEALS, world.actor("beto")) == second
    with pytest.raises(Refused):
        make_default(second, by=world.actor("pablo"))


def test_what_cannot_be_read_is_not_kept(world: World) -> None:
    beto = world.actor("beto")
    for wrong in ({"filter": {"field": "nothing", "op": "empty"}}, {"order": "nothing"}):
        with pytest.raises(FilterError):
            save_view(DEALS, name="x", by=beto, **wrong)
    for wrong in ({"name": " "}, {"name": "x", "layout": "spiral"}):
        with pytest.raises(ValidationError):
            save_view(DEALS, by=beto, **wrong)


def test_a_view_is_read_again_when_it_runs(world: World) -> None:
    view = keep(world)
    update_view(view, order="-amount", by=world.actor("beto"))
    SavedView.objects.filter(pk=view.pk).update(filter={"field": "gone", "op": "empty"}, columns=["gone", "name"])
    state = saved.run(saved.get_view(view.ref, world.actor("beto")), world.actor("beto"))
    assert state.filter.is_empty
    assert (state.order, state.columns, bool(state.problem)) == ("-amount", ("name",), True)
