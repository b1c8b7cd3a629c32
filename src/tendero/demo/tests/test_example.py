"""The example shop comes into a company's own database and goes again, and nothing else with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Min
from django.utils.translation import override
from tests.world import World

from tendero.demo import actions
from tendero.demo.actions import shop
from tendero.demo.models import ExampleRow
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import clock, jobs
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet, Job, JobLine, SearchKind, SearchWord, Setting, Stamp
from tendero.kernel.permissions import Refused
from tendero.metrics.models import PartyRhythm
from tendero.sales.models import Sale

ALLOWED = {Job, JobLine, Stamp, SearchKind, SearchWord, Setting}
"""What the two jobs leave behind: themselves, marks of what changed, numbers of kinds of record, words, settings."""


def rows() -> dict[str, set[Any]]:
    """The keys of every table."""
    return {
        model._meta.label: set(getattr(model, "everything", model._base_manager).values_list("pk", flat=True))
        for model in apps.get_models()
        if model not in ALLOWED and model is not ChangeSet
    }


def say(_text: str) -> None:
    """Nobody listens."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred and fifty contacts tell the story as well as a thousand."""
    monkeypatch.setattr(shop, "CONTACTS", 150)


@pytest.fixture
def ana(world: World) -> Actor:
    world.user("beto")
    return world.actor("ana")


def test_its_sales_are_those_of_three_years_and_somebody_should_have_come_back(ana):
    """A customer from the first month on is a customer still, and others are late today."""
    actions.load_example(by=ana, say=say)
    today = clock.today("Europe/Madrid")

    first = Sale.objects.aggregate(first=Min("on"))["first"]

    assert today - dt.timedelta(days=1096) <= first <= today - dt.timedelta(days=1000)
    late = PartyRhythm.objects.filter(state="late", expected_on__lt=today)
    assert late.filter(party__name="Bar Casa Emilio").exists()
    assert PartyRhythm.objects.filter(first_on__lt=today - dt.timedelta(days=730), state="active").exists()
    for years in range(3):
        last, before = (today - dt.timedelta(days=365 * n) for n in (years, years + 1))
        assert Sale.objects.filter(on__gt=before, on__lte=last).exists()


def test_it_leaves_every_table_as_it_was(ana, world):
    before, people = rows(), User.objects.count()
    assert actions.load_example(by=ana, say=say) > 150
    assert Party.objects.count() == 150
    assert User.objects.count() == people
    assert Setting.read("example.state") == "there"
    assert actions.lost() == []
    actions.remove_example(by=ana, say=say)
    assert {name: keys for name, keys in rows().items() if keys != before[name]} == {}
    assert ExampleRow.objects.count() == 0
    assert Setting.read("example.state") == ""
    assert [one.action for one in ChangeSet.objects.filter(actor_id=ana.user_id)] == [
        "demo.load_example",
        "demo.remove_example",
    ]


def test_what_is_ones_own_stays_and_what_hangs_on_the_example_is_named_before(ana, world):
    from tendero.activities.actions import add_task, log_activity
    from tendero.catalog.models import Product
    from tendero.directory import actions as directory
    from tendero.directory.models import PartyTag, RelationshipType, Tag
    from tendero.sales.actions import create_sale

    actions.load_example(by=ana, say=say)
    example = Party.objects.filter(kind="person").first()
    product = Product.objects.exclude(code="").first()
    assert example is not None
    assert product is not None
    for text in ("Llamó", "Volvió a llamar"):
        log_activity(example, text=text, by=ana)
    add_task(example, by=ana, title="Llevarle la tarifa")
    own = world.person("Rosa", "Lafuente", owner="ana")
    log_activity(own, text="Mi nota", by=ana)
    related = RelationshipType.objects.exclude(code="works_at").first()
    directory.relate(own, other=example, type=related, by=ana)
    directory.update_party(own, values={"referred_by": example}, by=ana)
    tag = Tag.objects.first()
    directory.add_tag(own, tag=tag, by=ana)
    sold = create_sale(by=ana, values={"party": own, "lines": [{"product": product, "quantity": 1, "price": 10}]})
    with override("es"):
        assert actions.lost() == ["2 anotaciones que hiciste", "1 tarea que planeaste"]

    actions.remove_example(by=ana, say=say)
    own.refresh_from_db()
    assert list(Party.objects.all()) == [own]
    assert own.referred_by is None
    assert not own.relationships.exists()
    assert [entry.body for entry in own.activities.filter(kind="note")] == ["Mi nota"]
    assert list(PartyTag.objects.values_list("party", "tag")) == [(own.pk, tag.pk)]
    assert list(Product.objects.all()) == [product]
    sold.refresh_from_db()
    assert sold.lines.get().product == product


def test_it_comes_and_goes_by_jobs_and_only_for_whoever_runs_the_company(ana, world):
    with pytest.raises(Refused):
        actions.ask_example(by=world.actor("beto"))
    actions.ask_example(by=ana)
    assert Setting.read("example.state") == "loading"
    jobs.run_due()
    assert Job.objects.get(ref=Setting.read("example.job")).state == Job.State.SUCCESSFUL
    assert Setting.read("example.state") == "there"
    actions.ask_removal(by=ana)
    jobs.run_due()
    assert not Party.objects.exists()
    assert not Change.objects.filter(root_key="directory.Party").exists()


def test_it_is_not_mixed_up_with_a_shop_that_has_begun(ana, world):
    world.person("Rosa", "Lafuente", owner="ana")
    with pytest.raises(Refused):
        actions.ask_example(by=ana)


def test_it_is_asked_for_once_and_not_taken_away_while_it_comes(ana, world):
    actions.ask_example(by=ana)
    for ask in (actions.ask_example, actions.ask_removal):
        with pytest.raises(Refused):
            ask(by=ana)
    assert Job.objects.filter(task__startswith="demo.").count() == 1
