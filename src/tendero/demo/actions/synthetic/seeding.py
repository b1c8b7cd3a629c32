"""The whole company, chunk by chunk."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext_noop

from tendero.activities.models import PartyPulse
from tendero.demo.actions.hiring import hire
from tendero.demo.actions.synthetic.deals import Deals
from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.actions.synthetic.parties import Crowd
from tendero.demo.actions.synthetic.past import Past
from tendero.demo.actions.synthetic.purchases import Purchases
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.insight import actions as insight
from tendero.kernel import clock, db, search, throughput
from tendero.kernel.models import SearchDocument, SearchWord
from tendero.metrics import actions as metrics

CHUNK = 10_000


class Say(Protocol):
    """Tells how far it is: a text to translate, and what stands in it."""

    def __call__(self, text: str, **values: int) -> None:
        """`text` is a message id of this room; `values` fill its places."""
        ...


@dataclass
class Seeded:
    """How many rows were made, and in how many seconds."""

    parties: int = 0
    activities: int = 0
    opportunities: int = 0
    sales: int = 0
    party_seconds: float = 0.0
    seconds: float = 0.0


def seed(
    *, parties: int, activities: int = 0, opportunities: int = 0, sales: int = 0, chance_seed: int = 2026, say: Say
) -> Seeded:
    """Add that many to the database; of sales, that many lines. Goes around the journal: nothing can be undone.

    All but parties go to those just made, or, when none is asked for, to those already there.
    """
    started = time.perf_counter()
    chance = Random(chance_seed)
    owners = list(User.objects.filter(profile="comercial").values_list("pk", flat=True)) or _hired()
    done = Seeded(parties, activities, opportunities, sales)
    with throughput.many_rows(), search.loading():
        models = _everything(done, chance, owners, say)
        say(gettext_noop("learning what can be found"))
        search.fill()
    search.rebuild_vocabulary()
    say(gettext_noop("refreshing statistics"))
    db.tidy(*models, SearchDocument, SearchWord)
    done.seconds = time.perf_counter() - started
    return done


def _everything(done: Seeded, chance: Random, owners: list[int], say: Say) -> list[type[Any]]:
    """Load the rows; returns the models they are of."""
    started, now = time.perf_counter(), clock.now()
    crowd = Crowd(chance, now)
    _parties(crowd, done.parties, owners, say)
    done.party_seconds = time.perf_counter() - started
    people = crowd.made or list(Party.objects.values_list("pk", "owner_id"))
    past = Past(chance, now)
    _past(past, people, done.activities, say)
    deals = Deals(chance, now, past)
    _deals(deals, people, done.opportunities, say)
    sold = _purchases(chance, people, done.sales, say)
    models = [table.model for table in (*crowd.tables(), *past.tables(), *deals.tables(), *sold)]
    db.next_keys_follow(*(model for model in models if model is not PartyPulse))
    return models


def _hired() -> list[int]:
    """The sellers of the demo's staff, for a company that has none yet."""
    return [user.pk for user in hire().values() if user.profile == "comercial"]


def _parties(crowd: Crowd, count: int, owners: list[int], say: Say) -> None:
    """All contacts, without indexes meanwhile where there are many."""
    with _loading(crowd.tables(), count):
        _all_parties(crowd, count, owners, say)


def _all_parties(crowd: Crowd, count: int, owners: list[int], say: Say) -> None:
    """A thread thinks up the next ones while the database takes these; one after the other, as the seed has it."""
    tables = crowd.tables()

    def made(size: int) -> tuple[list[list[tuple[Any, ...]]], list[tuple[int, int, search.Folded]]]:
        """Think up that many; answers the rows of each table and their search words, and empties the crowd."""
        for _number in range(size):
            crowd.add(crowd.chance.choice(owners))
        documents, crowd.documents = crowd.documents, []
        return [table.take() for table in tables], documents

    sizes = [min(CHUNK, count - start) for start in range(0, count, CHUNK)]
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seed") as maker:
        waiting = [maker.submit(made, size) for size in sizes[:1]]
        for number, size in enumerate(sizes):
            rows, documents = waiting.pop().result()
            waiting += [maker.submit(made, size) for size in sizes[number + 1 : number + 2]]
            with transaction.atomic():
                for table, some in zip(tables, rows, strict=True):
                    table.write(some)
                search.load_folded(Party.key(), documents)
            say(gettext_noop("contacts: %(done)s of %(all)s"), done=number * CHUNK + size, all=count)


def _past(past: Past, people: list[tuple[int, int]], count: int, say: Say) -> None:
    """A past for these people, unless none is asked for or there is nobody to have one."""
    if count and people:
        with _loading(past.tables(), count):
            _all_past(past, people, count, say)


def _all_past(past: Past, people: list[tuple[int, int]], count: int, say: Say) -> None:
    """The same number of activities for each, the first ones having one more where it does not divide."""
    share, extra = divmod(count, len(people))
    for number, (party, owner) in enumerate(people):
        past.add(party, owner, share + (number < extra))
        if number % CHUNK == CHUNK - 1:
            flush(past.tables())
            say(gettext_noop("activities: those of %(done)s contacts of %(all)s"), done=number + 1, all=len(people))
    flush(past.tables())


def _deals(deals: Deals, people: list[tuple[int, int]], count: int, say: Say) -> None:
    """Opportunities for people drawn by lot; none in a company without stages."""
    for number in range(count if deals.stages and people else 0):
        deals.add(*deals.chance.choice(people))
        if number % CHUNK == CHUNK - 1:
            flush([*deals.tables(), deals.past.tasks])
            say(gettext_noop("opportunities: %(done)s of %(all)s"), done=number + 1, all=count)
    flush([*deals.tables(), deals.past.tasks])


def _purchases(chance: Random, people: list[tuple[int, int]], count: int, say: Say) -> list[Table]:
    """That many lines, shared out among a half of the people; then how often each of them buys."""
    if not count or not people:
        return []
    purchases = Purchases(chance, clock.today())
    tables = purchases.rows.tables()
    buyers = chance.sample(people, max(1, len(people) // 2))
    share, extra = divmod(count, len(buyers))
    with _loading(tables, count):
        for number, (party, owner) in enumerate(buyers):
            purchases.add(party, owner, share + (number < extra))
            if len(purchases.rows.lines.rows) >= 2 * CHUNK:
                flush(tables)
                say(gettext_noop("sales: those of %(done)s contacts of %(all)s"), done=number + 1, all=len(buyers))
        flush(tables)
    say(gettext_noop("finding out how often they buy"))
    metrics.recompute_all()
    insight.rebuild()
    return tables


def _loading(tables: list[Table], count: int) -> AbstractContextManager[None]:
    """Great loads drop the indexes meanwhile; small ones would lose more than they win."""
    return db.without_indexes(*(table.model for table in tables)) if count >= 2 * CHUNK else nullcontext()


def flush(tables: list[Table]) -> None:
    """Write what waits in these tables, in one transaction."""
    with transaction.atomic():
        for table in tables:
            table.flush()
