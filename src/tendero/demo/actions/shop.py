"""Opening the demo shop: its people, the customers everybody talks about, and the many others."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from tendero.demo.actions.hiring import hire
from tendero.demo.actions.shelves import fill_shelves
from tendero.demo.actions.synthetic import Crowd, Deals, Past, flush
from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.actions.telling import Teller
from tendero.demo.actions.till import Till
from tendero.demo.rules import words
from tendero.demo.story import CUSTOMERS
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.insight import actions as insight
from tendero.kernel import clock, db, search
from tendero.kernel.models import Setting
from tendero.metrics import actions as metrics
from tendero.pipeline.models import Opportunity, Status

CONTACTS: Final = 1248
"""How many the shop has in all, and how many of them, and of its open opportunities, each salesman answers for."""
OF_EACH: Final = {"beto": 312, "nuria": 420, "pablo": 380}
OPEN_DEALS: Final = {"beto": 13, "nuria": 15, "pablo": 13}
SEED: Final = 20261124
TAX_ID: Final = "B50997311"


def open_shop(*, say: Callable[[str], None]) -> bool:
    """Fill an empty database with Menaje Montoro; False, and nothing written, if anybody works here already."""
    if User.objects.exists():
        return False
    say(gettext_noop("furnishing the demo shop"))
    with transaction.atomic():
        Setting.store("company.name", "Menaje Montoro")
        Setting.store("company.city", "Zaragoza")
        Setting.store("company.tax_id", TAX_ID)
        people = hire()
        Setting.store("first_week.closed_by", sorted(user.pk for user in people.values()))  # it opened long ago
        fill_shelves(people["ana"])
        Teller(people).tell(CUSTOMERS)
        add_others(people)
        with search.loading():
            search.fill()
        search.rebuild_vocabulary()
    return True


def add_others(people: dict[str, User]) -> list[Table]:
    """Everybody else who ever came in, loaded past the journal, up to the figures the shop is known for.

    Returns the tables, which know the keys they gave out.
    """
    chance, now = Random(SEED), clock.now()
    crowd = Crowd(chance, now, words.ARAGON)
    for name, owner in _shares(people):
        if name in people:
            crowd.add(owner)
    flush(crowd.tables())
    search.add(Party.key(), crowd.documents)
    past = Past(chance, now, first_task=3)
    for party, owner in crowd.made:
        past.add(party, owner, chance.choice((0, 1, 2, 3, 4, 6, 9, 12)))
    flush(past.tables())
    deals = Deals(chance, now, past, first_task=2)
    _deals(deals, crowd.made, people)
    flush([*deals.tables(), past.tasks])
    sold = Till(people, Random(SEED)).sell(crowd.made)
    flush(sold)
    tables = [*crowd.tables(), past.activities, past.tasks, *deals.tables(), *sold]
    db.next_keys_follow(*(table.model for table in tables))
    metrics.recompute_all()
    insight.rebuild()
    return tables


def _shares(people: dict[str, User]) -> list[tuple[str, int]]:
    """Who answers for each of the others: what each lacks to his figure; the rest is Ana's."""
    missing = CONTACTS - Party.objects.count()
    found: list[tuple[str, int]] = []
    for name, wanted in OF_EACH.items():
        has = Party.objects.filter(owner=people[name]).count()
        found += [(name, people[name].pk)] * max(0, wanted - has)
    found += [("ana", people["ana"].pk)] * max(0, missing - len(found))
    Random(SEED).shuffle(found)
    return found[:missing] if len(found) > missing else found


def _deals(deals: Deals, made: list[tuple[int, int]], people: dict[str, User]) -> None:
    """Fill each seller's board up to what he should have open, and give him twenty closed deals to learn from."""
    for name, wanted in OPEN_DEALS.items():
        owner = people[name].pk
        has = Opportunity.objects.filter(owner=owner, status=Status.OPEN).count()
        parties = [party for party, of in made if of == owner]
        for _number in range(max(0, wanted - has)):
            deals.add(deals.chance.choice(parties), owner, closed=False)
        for _number in range(20):
            deals.add(deals.chance.choice(parties), owner, closed=True)
