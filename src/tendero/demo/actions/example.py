"""The example shop inside a company's own database: it comes by a job, and goes by another with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tendero.activities.models import Activity, Document, Task
from tendero.catalog.models import Category, Product
from tendero.demo.actions import removing
from tendero.demo.actions.shelves import fill_shelves
from tendero.demo.actions.shop import add_others
from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.actions.telling import Teller
from tendero.demo.models import ExampleRow
from tendero.demo.people import PEOPLE
from tendero.demo.story import CUSTOMERS
from tendero.directory.models import Party, Tag
from tendero.identity.models import User
from tendero.insight import actions as insight
from tendero.kernel import jobs, search
from tendero.kernel.actor import Actor
from tendero.kernel.changes import change_set
from tendero.kernel.jobs import Job
from tendero.kernel.models import Change, Setting
from tendero.kernel.permissions import Refused, require
from tendero.pipeline.models import Opportunity
from tendero.sales.models import Sale

BATCH: Final = "example"
RECORDS: Final[tuple[type[Any], ...]] = (Sale, Opportunity, Activity, Task, Document, Party, Product, Category, Tag)
"""The records an example is made of, upper rooms first: in this order they go."""
SETTING: Final = "kernel.Setting"
TASKS: Final = ("demo.load_example", "demo.remove_example")
Say = Callable[[str], None]


def ask_example(*, by: Actor) -> None:
    """Have the example loaded by a job. Refuses whoever may not change the company, and a shop with data of its own.

    Refuses while the example comes or goes.
    """
    require(by, "change", SETTING)
    if has_own():
        raise Refused(_("The example opens in an empty shop only, so as not to be mixed up with what is yours."))
    _start("demo.load_example", "loading", by)


def ask_removal(*, by: Actor) -> None:
    """Have the example taken away by a job. Refuses whoever may not change the company, and while it comes or goes."""
    require(by, "change", SETTING)
    _start("demo.remove_example", "removing", by)


def _start(task: str, state: str, by: Actor) -> None:
    alive = Job.objects.filter(task__in=TASKS, state__in=(Job.State.READY, Job.State.RUNNING))
    if alive.exists():
        raise Refused(_("The example is coming or going already."))
    job = jobs.enqueue(task, by=by)
    Setting.store("example.job", job.ref)
    Setting.store("example.state", state)


def has_own() -> bool:
    """Whether there is anything here that the example did not bring, in the bin or out of it."""
    return any(
        model.everything.exclude(pk__in=removing.marked(model)).exists() for model in (Party, Product, Sale, Category)
    )


def load_example(*, by: Actor, say: Say) -> int:
    """Fill the shop with the example, all in the name of whoever asked; returns how many records came.

    What an interrupted loading left behind goes first. Nobody is hired: no account is made.
    """
    require(by, "change", SETTING)
    adopt()
    if has_own():
        raise ValidationError(
            _("The example opens in an empty shop only, so as not to be mixed up with what is yours.")
        )
    user = User.objects.get(pk=by.user_id or 0)
    people = {person.username: user for person in PEOPLE}
    removing.sweep(RECORDS, BATCH)
    say(gettext_noop("filling the shelves"))
    with transaction.atomic():
        fill_shelves(user, batch=BATCH)
    say(gettext_noop("meeting the customers everybody talks about"))
    with transaction.atomic():
        Teller(people, batch=BATCH).tell(CUSTOMERS)
    say(gettext_noop("three years of sales"))
    with transaction.atomic():
        _mark(add_others(people))
    say(gettext_noop("learning what can be found"))
    search.mend()
    search.rebuild_vocabulary()
    return _opened(by)


def _mark(tables: Iterable[Table]) -> None:
    """Remember what was loaded past the journal."""
    rows = (
        ExampleRow(record_key=table.model.key(), row_id=key)
        for table in tables
        if table.model in RECORDS
        for key in table.made
    )
    ExampleRow.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def adopt() -> None:
    """Remember what the journal tells of the example."""
    keys = [model.key() for model in RECORDS]
    made = Change.objects.filter(change_set__batch=BATCH, kind=Change.Kind.CREATE, record_key__in=keys)
    rows = (ExampleRow(record_key=key, row_id=pk) for key, pk in made.values_list("record_key", "record_id"))
    ExampleRow.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _opened(by: Actor) -> int:
    """The example is there: said to whoever looks, and where its rows lie."""
    with change_set("demo.load_example", by=by) as opened:
        opened.saved()
        adopt()
        spans = {}
        for model in RECORDS:
            found = model.everything.filter(pk__in=removing.marked(model)).aggregate(low=Min("pk"), high=Max("pk"))
            if found["low"]:
                spans[model._meta.label] = [found["low"] - 1, found["high"]]
        Setting.store("example.rows", spans)
        Setting.store("example.state", "there")
    return ExampleRow.objects.count()


def remove_example(*, by: Actor, say: Say) -> int:
    """Take away all that the example brought, and what hangs on it; returns how many records went.

    What is the user's own stays, and with it a product, family or tag of the example that he uses. Company, people and
    settings are as they were.
    """
    require(by, "change", SETTING)
    say(gettext_noop("taking the example away"))
    with transaction.atomic(), change_set("demo.remove_example", by=by) as opened:
        opened.saved()
        adopt()
        gone = removing.sweep(RECORDS, BATCH)
        insight.rebuild()
        Setting.store("example.rows", {})
        Setting.store("example.state", "")
    search.rebuild_vocabulary()
    return gone
