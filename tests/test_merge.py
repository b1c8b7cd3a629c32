"""Merging and un-merging, over every room at once: nothing is left behind, and nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.access.actions import create_token
from tendero.activities.actions import add_task
from tendero.activities.models import Task
from tendero.directory import actions
from tendero.directory.checks import check_repeated
from tendero.directory.models import Observation, Party
from tendero.directory.queries import merging
from tendero.directory.rules.addresses import floor_key
from tendero.insight.queries.health import drifted
from tendero.kernel import changes, journal, moving, write
from tendero.kernel.models import ChangeSet
from tendero.kernel.models.base import Journaled
from tendero.metrics.actions import recompute_all
from tendero.metrics.models import PartyRhythm
from tendero.records import registry, writing
from tendero.records.custom.actions import define_field
from tendero.sales.models import Sale
from tests import imports
from tests.merging import DAY, Shop, differences, held
from tests.world import World

COMPUTED = {"activities.PartyPulse", "metrics.PartyRhythm", "directory.PartyKey"}
"""Tables that follow from journaled ones, each kept in step by the room it is of."""
SEEN = {"directory.DuplicatePair"}
"""What the last search saw, and shows of nobody who is in the bin."""
NOBODY_HAS = {(Party, "merged_into"), (Observation, "subject_id")}
"""Nobody has been merged yet, and what is noticed of people names products alone."""
few = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def passing() -> Iterator[None]:
    """What happens here is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def last_merge() -> ChangeSet:
    return ChangeSet.objects.filter(action="directory.merge_parties").latest("id")


def left_behind(gone: list[int]) -> list[tuple[str, int]]:
    """Rows that still lead to one of these and are not a part of it."""
    found = []
    for pointer in moving.pointers(Party):
        for row in pointer.model.everything.filter(pointer.condition, **{f"{pointer.column}__in": gone}):
            root, pk = row.root()
            if not (root is Party and pk in gone):
                found.append((f"{pointer.model._meta.label}.{pointer.name}", row.pk))
    return found


def reached(parties: list[Party]) -> dict[str, set[Any]]:
    """How these are reached: towns, floors by town, numbers and those with WhatsApp."""
    places = [(one.city, floor_key(one.street2)) for party in parties for one in party.addresses.all()]
    phones = [one for party in parties for one in party.phones.all()]
    return {
        "towns": {city for city, _floor in places},
        "floors": {place for place in places if place[1]},
        "numbers": {one.number for one in phones},
        "whatsapp": {one.number for one in phones if one.whatsapp},
    }


def bought() -> dict[str, Any]:
    return Sale.objects.aggregate(total=Sum("total"), net=Sum("net"), count=Count("pk"))


@few
@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_merged_and_taken_back_every_table_is_as_it_was(world: World, chance: Random, many: int) -> None:
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        kept, *others = shop.alike[:many]
        before, sums = held(), bought()
        theirs = Sale.objects.filter(party__in=shop.alike[:many]).count()
        ways = reached(shop.alike[:many])

        actions.merge_parties(kept, others=others, by=ana)

        assert left_behind([party.pk for party in others]) == []
        assert bought() == sums
        assert reached([Party.objects.get(pk=kept.pk)]) == ways
        assert Sale.objects.filter(party=kept).count() == theirs
        assert check_repeated() == []
        rhythms = list(PartyRhythm.objects.order_by("pk").values())
        recompute_all()
        assert rhythms == list(PartyRhythm.objects.order_by("pk").values())
        assert drifted() == 0

        report = journal.revert(last_merge(), by=ana)

        assert report.kept == []
        assert differences(before, held()) == []
        assert check_repeated() == []


@few
@given(st.randoms(use_true_random=False), st.booleans())
def test_of_two_merges_one_after_the_other_either_is_taken_back_first(
    world: World, chance: Random, newest_first: bool
) -> None:
    """A absorbs B, then C. Newest first, all is as it was; else what the second merge touched too is named."""
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        a, b, c = shop.alike[:3]
        before, done = held(), []
        for other in (b, c):
            actions.merge_parties(a, others=[other], by=ana)
            done.append((other, last_merge()))
        kept = []
        for other, merge in reversed(done) if newest_first else done:
            kept += journal.revert(merge, by=ana).kept
            other.refresh_from_db()
            assert (other.binned_at, other.merged_into_id) == (None, None)
        if newest_first:
            assert kept == []
        assert kept or differences(before, held()) == []


@few
@given(st.randoms(use_true_random=False))
def test_an_unmerge_is_undone_like_any_undo(world: World, chance: Random) -> None:
    with passing():
        shop, ana = Shop(world, chance), world.actor("ana")
        a, b = shop.alike[:2]
        actions.merge_parties(a, others=[b], by=ana)
        merged = held()
        back = journal.revert(last_merge(), by=ana)
        again = journal.revert(ChangeSet.objects.get(ref=back.change_set), by=ana)
        assert again.kept == []
        b.refresh_from_db()
        assert b.merged_into_id == a.pk
        assert left_behind([b.pk]) == []
        assert {label for label, *_row in differences(merged, held())} <= {"directory.Party"}  # binned at another time


def test_every_column_that_leads_to_a_contact_is_moved_or_follows_from_what_is(world: World) -> None:
    """A table made tomorrow is moved as well; one that is not journaled says here that it is computed."""
    shop = Shop(world, Random(1), full=True)
    known = {(one.model._meta.label, one.column) for one in moving.pointers(Party)}
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if column.related_model is Party and column.name not in getattr(model, "journal_skip", ()):
                label = model._meta.label
                assert (label, column.attname) in known or label in COMPUTED | SEEN, (
                    f"nobody moves {label}.{column.name}"
                )
    kept, *others = shop.alike
    gone = [party.pk for party in others]
    for pointer in moving.pointers(Party):
        if (pointer.model, pointer.name) not in NOBODY_HAS:
            there = pointer.model.everything.filter(pointer.condition, **{f"{pointer.column}__in": gone})
            assert there.exists(), f"the shop of this test has no {pointer.model._meta.label}.{pointer.name}"
    actions.merge_parties(kept, others=others, by=world.actor("ana"))
    assert left_behind(gone) == []
    for label in COMPUTED:
        rows = apps.get_model(label)._default_manager.filter(party__in=gone)
        assert not rows.filter(Q(open_tasks__gt=0)).exists() if label == "activities.PartyPulse" else not rows.exists()


def test_whatever_may_stand_once_for_a_contact_says_what_becomes_of_two(world: World) -> None:
    """A constraint of uniqueness with a contact in it would stop a merge: its model answers `join`."""
    for pointer in moving.pointers(Party):
        for constraint in pointer.model._meta.constraints:
            if pointer.name in (getattr(constraint, "fields", None) or ()):
                assert issubclass(pointer.model, Journaled)
                assert pointer.model.join is not Journaled.join, f"{pointer.model._meta.label}: {constraint.name}"


def test_the_file_they_came_from_finds_the_one_that_stays(world: World) -> None:
    ana = world.actor("ana")
    file = "Nombre;Localidad;Teléfono\nBar Pepe;Huesca;974111222\nPepe Gracia Restauración SL;Huesca;974333444\n"
    assert imports.bring(file, by=ana) == {"created": 2}
    other, kept = Party.objects.order_by("pk")
    actions.merge_parties(kept, others=[other], by=ana)
    assert imports.bring(file, by=ana).get("created", 0) == 0
    assert Party.objects.count() == 1
    assert Party.everything.get(pk=other.pk).merged_into == kept


def test_a_file_that_names_the_old_reference_speaks_of_the_one_that_stays(world: World) -> None:
    ana, kept, other = world.actor("ana"), world.person("Rosa"), world.person("Rosa", "Gil")
    actions.merge_parties(kept, others=[other], by=ana)
    file = f"Id;Nombre;Web\n{other.ref};Rosa;https://rosa.example\n"
    assert imports.bring(file, by=ana, policy="update") == {"updated": 1}
    assert Party.objects.get(pk=kept.pk).website == "https://rosa.example"


def test_a_program_merges_by_reference_and_reads_on_under_the_old_one(world: World) -> None:
    kept, other, tax = world.person("Rosa"), world.person("Rosa", "Gil", tax_id="12345678Z"), "12345678Z"
    _token, secret = create_token(world.user("ana"), by=world.actor("ana"), name="prueba")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    body = {"others": [other.ref], "choices": [{"field": "name", "party": other.ref}]}
    answer = client.post(f"/api/v1/parties/{kept.ref}/merge_parties", body, content_type="application/json")
    assert (answer.status_code, answer.json()["name"], answer.json()["tax_id"]) == (200, "Rosa Gil", tax)
    assert client.get(f"/api/v1/parties/{other.ref}").json()["id"] == kept.ref
    body["choices"][0]["field"] = "shoe_size"
    answer = client.post(f"/api/v1/parties/{kept.ref}/merge_parties", body, content_type="application/json")
    assert answer.status_code == 422


def test_own_fields_are_chosen_like_the_rest(world: World) -> None:
    ana, kept, other = world.actor("ana"), world.person("Rosa"), world.person("Rosa", "Gil")
    record = registry.get(Party.record_key)
    motto = define_field(Party.record_key, label="Lema", kind="text", by=ana)
    seats = define_field(Party.record_key, label="Aforo", kind="number", by=ana)
    writing.edit(
        record,
        kept,
        {
            motto.name: "Siempre",
        },
        by=ana,
    )
    writing.edit(record, other, {motto.name: "Nunca", seats.name: 40}, by=ana)
    before = held()
    actions.merge_parties(kept, others=[other], choices=[{"field": motto.name, "party": other}], by=ana)
    kept = Party.objects.get(pk=kept.pk)
    assert (motto.value(kept), seats.value(kept)) == ("Nunca", 40)
    assert journal.revert(last_merge(), by=ana).kept == []
    assert differences(before, held()) == []


def test_what_a_colleague_changed_since_stays_and_is_named(world: World) -> None:
    ana, kept, other = world.actor("ana"), world.person("Rosa"), world.person("Rosa", "Gil")
    task = add_task(title="Llamar", party=other, assignee=world.user("beto"), by=ana)
    actions.merge_parties(kept, others=[other], by=ana)
    with changes.change_set("test.since", by=world.actor("beto")):
        write.change(Task.objects.get(pk=task.pk), party=world.don_luis, title="Visitar")
    report = journal.revert(last_merge(), by=ana)
    assert [(one.record_key, one.field) for one in report.kept] == [("activities.Task", "party")]
    task.refresh_from_db()
    assert (task.title, task.party) == ("Visitar", world.don_luis)


def test_a_comparison_costs_the_same_however_much_hangs_on_them(
    world: World, django_assert_max_num_queries: Any
) -> None:
    shop, ana = Shop(world, Random(1), full=True), world.actor("ana")
    with CaptureQueriesContext(connection) as first:
        found = merging.compare([party.ref for party in shop.alike[:2]], ana)
    assert any("ventas" in words or "sales" in words for words in found.sides[0].hangs)
    for party in shop.alike[:2]:
        for number in range(5):
            world.make(Sale(party=party, on=DAY, currency="EUR", number=f"{party.pk}-{number}"))
    with django_assert_max_num_queries(len(first)):
        merging.compare([party.ref for party in shop.alike[:2]], ana)


def test_what_two_merges_touched_goes_back_with_both(world: World) -> None:
    """B knows C as partner. A gets that with B, and then is C himself: newest first, A knows of no partner again."""
    ana, (a, b, c) = world.actor("ana"), [world.person("Rosa", name) for name in ("", "Gil", "Puy")]
    partner = define_field(Party.record_key, label="Socio", kind="party", by=ana)
    writing.edit(registry.get(Party.record_key), b, {partner.name: c}, by=ana)
    before = held()
    actions.merge_parties(a, others=[b], by=ana)
    first = last_merge()
    actions.merge_parties(a, others=[c], by=ana)
    assert journal.revert(last_merge(), by=ana).kept == []
    assert journal.revert(first, by=ana).kept == []
    assert differences(before, held()) == []
