"""A query that is compiled once finds what one built anew would find, for whoever asks, whatever has changed since."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from tendero.access.models import Grant
from tendero.access.policy import KEPT
from tendero.activities.models import Task
from tendero.directory.models import Party
from tendero.kernel import changes, kept, write
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import asked, compiled, queries
from tendero.kernel.kept import Stale, touch
from tests.world import World

built: list[str] = []


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """As outside of tests; each story begins with nothing kept."""
    monkeypatch.setattr(kept, "verify", False)
    queries.clear()
    built.clear()


@compiled
def people_called(actor: Actor, *, last_name: Any) -> QuerySet[Party]:
    built.append(actor.name)
    return Party.objects.visible_to(actor).filter(last_name=last_name).order_by("name").only("name")


@compiled
def people_of(actor: Actor, *, keys: Any) -> QuerySet[Any]:
    return Party.objects.visible_to(actor).filter(pk__among=keys).order_by("pk").values_list("pk", flat=True)


@compiled
def nobody(actor: Actor, *, last_name: Any) -> QuerySet[Party]:
    return Party.objects.filter(pk__in=[], last_name=last_name)


def names(rows: list[Party]) -> list[str]:
    return [row.name for row in rows]


def test_it_is_built_once_and_asked_with_other_values(world: World) -> None:
    world.person("Tomás", "Lasala")
    world.person("Elvira", "Uriol")
    ana = world.actor("ana")

    assert names(people_called(ana, last_name="Lasala")) == ["Tomás Lasala"]
    assert names(people_called(ana, last_name="Uriol")) == ["Elvira Uriol"]
    world.person("Berta", "Uriol")
    assert names(people_called(ana, last_name="Uriol")) == ["Berta Uriol", "Elvira Uriol"]
    assert built == [ana.name]


def test_each_reader_has_his_own(world: World) -> None:
    beto, ana = world.actor("beto"), world.actor("ana")
    world.person("Tomás", "Lasala", owner="ana")
    grant = Grant.objects.filter(profile__code=beto.profile, record="directory.Party", verb="view")
    grant.update(scope="own")
    touch(KEPT)

    assert names(people_called(ana, last_name="Lasala")) == ["Tomás Lasala"]
    assert names(people_called(beto, last_name="Lasala")) == []


def test_a_right_that_is_taken_away_counts_at_once(world: World) -> None:
    world.person("Tomás", "Lasala")
    beto = world.actor("beto")
    assert names(people_called(beto, last_name="Lasala")) == ["Tomás Lasala"]

    Grant.objects.filter(profile__code=beto.profile, record="directory.Party", verb="view").update(scope="none")
    touch(KEPT)

    assert people_called(beto, last_name="Lasala") == []


def test_many_keys_come_as_one_parameter(world: World) -> None:
    ana = world.actor("ana")
    keys = [world.person(name).pk for name in ("Tomás", "Elvira", "Berta")]
    assert people_of(ana, keys=keys[:2]) == keys[:2]
    assert people_of(ana, keys=keys[2:]) == keys[2:]
    assert people_of(ana, keys=[]) == []


def test_what_can_find_nobody_asks_nothing(world: World, django_assert_num_queries: Any) -> None:
    nobody(world.actor("ana"), last_name="Lasala")
    with django_assert_num_queries(1):  # the stamps
        assert nobody(world.actor("ana"), last_name="Uriol") == []


def test_what_it_was_built_from_is_asked_again(world: World) -> None:
    @compiled
    def called_as_the_first(actor: Actor) -> QuerySet[Party]:
        name = asked(lambda: Party.objects.order_by("pk").values_list("last_name", flat=True).first())
        return Party.objects.visible_to(actor).filter(last_name=name)

    first = world.person("Tomás", "Lasala")
    world.person("Elvira", "Uriol")
    ana = world.actor("ana")
    assert names(called_as_the_first(ana)) == ["Tomás Lasala"]
    with changes.change_set("test.bin", by=ana):
        write.to_bin([first])
    assert names(called_as_the_first(ana)) == ["Elvira Uriol"]


def test_the_one_asked_longest_ago_is_forgotten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_most", 2)
    ana, beto, nuria = (world.actor(name) for name in ("ana", "beto", "nuria"))
    for actor in (ana, beto, ana, nuria, ana, beto):
        people_called(actor, last_name="Lasala")
    assert built == [ana.name, beto.name, nuria.name, beto.name]


def test_one_that_depends_on_more_than_its_arguments_is_found_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ["Lasala"]

    @compiled
    def of_that_name(actor: Actor) -> QuerySet[Party]:
        return Party.objects.visible_to(actor).filter(last_name=wanted[0])

    monkeypatch.setattr(kept, "verify", True)
    of_that_name(world.actor("ana"))
    wanted[0] = "Uriol"
    with pytest.raises(Stale):
        of_that_name(world.actor("ana"))


def test_one_that_asks_in_passing_is_found_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    @compiled
    def with_tasks(actor: Actor) -> QuerySet[Party]:
        return Party.objects.visible_to(actor).filter(pk__in=list(Task.objects.values_list("party_id", flat=True)))

    monkeypatch.setattr(kept, "verify", True)
    with pytest.raises(Stale, match="in passing"):
        with_tasks(world.actor("ana"))


def test_only_plain_values_are_parameters(world: World) -> None:
    with pytest.raises(TypeError):
        people_called(world.actor("ana"), last_name=None)
