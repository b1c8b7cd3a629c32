"""Lines repeat day and customer of their sale, whatever is done to it; filters go by both and find nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tendero.access.models import Grant
from tendero.access.policy import KEPT
from tendero.catalog.models import Product
from tendero.demo.actions.synthetic import seed
from tendero.directory.actions.merging import merge_by_rule
from tendero.kernel import changes, clock, journal, write
from tendero.kernel.kept import touch
from tendero.kernel.models import ChangeSet
from tendero.records import registry, writing
from tendero.records.filters.errors import FilterError
from tendero.records.rows import Rows
from tendero.sales.actions import return_all
from tendero.sales.models import Sale, SaleLine
from tests import imports
from tests.world import World

RECORD = Sale.record_key
TODAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def sold(world: World, product: Product, on: dt.date, party: Any = None) -> Any:
    line = {"product": product, "quantity": Decimal(2), "amount": Decimal(10)}
    return writing.add(registry.get(RECORD), {"on": on, "party": party, "lines": [line]}, by=world.actor("ana"))


def strays() -> list[int]:
    """Lines that say another day than their sale, or another customer: nobody's while it lies in the bin."""
    lines = SaleLine.objects.select_related("sale")
    return [
        line.pk for line in lines
        if (line.on, line.buyer) != (line.sale.on, line.sale.party_id if line.sale.binned_at is None else None)
    ]  # fmt: skip


def test_lines_say_the_day_of_their_sale_however_it_is_written(world: World) -> None:
    """By hand, moved to another day, undone, with more lines, given back, with a file."""
    ana, record = world.actor("ana"), registry.get(RECORD)
    coffee: Product = world.make(Product(name="Café", price="5"))
    sale = sold(world, coffee, dt.date(2026, 2, 3))
    assert [line.on for line in sale.lines.all()] == [dt.date(2026, 2, 3)]

    writing.edit(record, sale, {"on": dt.date(2025, 12, 31)}, by=ana)
    assert [line.on for line in sale.lines.all()] == [dt.date(2025, 12, 31)]
    with changes.change_set("test", by=world.system):
        write.create_many(SaleLine, [SaleLine(sale=sale, text="Taza", amount="3")])
    return_all(sale, by=ana)
    assert SaleLine.objects.count() == 4
    assert strays() == []

    batch = imports.begin("Fecha;Producto;Importe\n03/02/2026;Café;10\n05/02/2026;Té;7\n", by=ana, slug="sales")
    imports.run(batch, by=ana)
    assert SaleLine.objects.count() == 6
    assert strays() == []


def test_lines_name_the_customer_as_long_as_the_sale_stands(world: World) -> None:
    """Given to another, to nobody, to the bin and back; with his card merged into another one, and taken apart."""
    ana, record = world.actor("ana"), registry.get(RECORD)
    coffee: Product = world.make(Product(name="Café", price="5"))
    luis, rosa = world.don_luis, world.person("Rosa", "Pardo")
    sale = sold(world, coffee, dt.date(2026, 2, 3), luis)

    def buyers() -> list[int | None]:
        assert strays() == []
        return [line.buyer for line in sale.lines.all()]

    assert buyers() == [luis.pk]
    writing.edit(record, sale, {"party": rosa}, by=ana)
    assert buyers() == [rosa.pk]
    writing.edit(record, sale, {"party": None}, by=ana)
    assert buyers() == [None]
    writing.edit(record, sale, {"party": rosa}, by=ana)
    writing.to_bin(record, [sale], by=ana)
    assert buyers() == [None]
    writing.restore(record, [sale], by=ana)
    assert buyers() == [rosa.pk]
    again = world.person("Rosa", "Pardo")
    _kept, undo = merge_by_rule([again, rosa], by=ana)
    sale.refresh_from_db()
    assert buyers() == [sale.party_id]
    journal.revert(ChangeSet.objects.get(ref=undo), by=ana)
    assert buyers() == [rosa.pk]


def test_who_bought_it_lately_is_who_each_sale_says(world: World) -> None:
    """Every product and limit, of one who sees all sales and of one who sees his own: as looking at them one by one."""
    with clock.frozen(TODAY):
        today = clock.today()
        goods: list[Product] = [world.make(Product(name=name, price="5")) for name in ("Café", "Té")]
        people = [world.person(name, "Lanuza", owner="beto") for name in ("Eva", "Rosa", "Luis", "Ana")]
        facts: list[tuple[Any, Product, int, str]] = []
        told = zip(people, (0, 1, 0, 0), (3, 3, 40, 3), ("ana", "beto", "beto", "beto"), strict=True)
        for person, number, age, seller in told:
            good = goods[number]
            sale = sold(world, good, today - dt.timedelta(days=age), person)
            writing.edit(registry.get(RECORD), sale, {"seller": world.user(seller)}, by=world.actor("ana"))
            facts.append((person, good, age, seller))
        writing.to_bin(registry.get(RECORD), [people[3].sales.get()], by=world.actor("ana"))
        grants = Grant.objects.filter(profile__code="comercial", record=RECORD, verb="view")
        for reader, scope in (("ana", "all"), ("beto", "own"), ("beto", "none")):
            grants.update(scope=scope)
            touch(KEPT)
            for good in goods:
                for days, count in ((30, {"gte": 1}), (90, {"gte": 1}), (90, {"eq": 0}), (90, {"gte": 2})):
                    tests = [
                        {"field": "bought_product", "op": "eq", "value": good.ref},
                        {"field": "on", "op": "gte", "value": f"-{days}d"},
                    ]
                    asked = {"related": "sales", "where": {"all": tests}, "count": count}
                    seen = [
                        (who, what, age, seller) for who, what, age, seller in facts[:3]
                        if scope == "all" or (scope == "own" and seller == reader)
                    ]  # fmt: skip
                    bought = {who.pk for who, what, age, _seller in seen if what == good and age <= days}
                    wanted = {(("gte", 1),): bought, (("eq", 0),): {one.pk for one in people} - bought}
                    if scope == "none":
                        with pytest.raises(FilterError):
                            Rows("directory.Party", world.actor(reader), asked)
                        continue
                    rows = Rows("directory.Party", world.actor(reader), asked).queryset()
                    assert set(rows.values_list("pk", flat=True)) == wanted.get(tuple(count.items()), set())


def test_a_seeded_company_says_the_days_of_its_lines(world: World) -> None:
    """A load goes past the writer, and fills in the day itself."""
    seed(parties=20, sales=50, say=lambda text, **values: None)
    assert SaleLine.objects.count() >= 50
    assert strays() == []
    world.make(Product(name="Uno más", price="5"))  # keys go on after those of the load


def test_what_was_sold_in_some_days_is_what_each_sale_says(world: World) -> None:
    """Every product with every kind of limit: as many sales as looking at them one by one."""
    with clock.frozen(TODAY):
        today = clock.today()
        goods: list[Product] = [world.make(Product(name=name, price="5")) for name in ("Café", "Té")]
        ages = (0, 1, 29, 30, 31, 90, 400)
        sales = {sold(world, good, today - dt.timedelta(days=age)): (good, age) for good in goods for age in ages}

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(
            st.sampled_from(goods), st.sampled_from(("eq", "ne")), st.sampled_from(ages),
            st.sampled_from(("gt", "gte", "lt", "lte", "eq", "ne")), st.booleans(),
        )  # fmt: skip
        def agree(good: Product, which: str, age: int, op: str, both: bool) -> None:
            limit = (today - dt.timedelta(days=age)).isoformat()
            tests = [{"field": "bought_product", "op": which, "value": good.ref},
                     {"field": "on", "op": op, "value": limit}]  # fmt: skip
            rows = Rows(RECORD, world.actor("ana"), {"all" if both else "any": tests}).queryset()
            holds = {"gt": age.__gt__, "gte": age.__ge__, "lt": age.__lt__, "lte": age.__le__, "eq": age.__eq__,
                     "ne": age.__ne__}[op]  # fmt: skip
            join = all if both else any
            wanted = {
                sale.pk for sale, (of, days) in sales.items() if join(((of == good) == (which == "eq"), holds(days)))
            }
            assert set(rows.values_list("pk", flat=True)) == wanted

        agree()


def test_bought_lately_is_asked_of_the_lines_too(world: World) -> None:
    """Day and buyer stand beside the product in the index of the lines; where either will do it cannot help."""
    coffee: Product = world.make(Product(name="Café", price="5"))
    tests = [
        {"field": "bought_product", "op": "eq", "value": coffee.ref},
        {"field": "on", "op": "gte", "value": "-90d"},
    ]
    asked = {}
    for way in ("all", "any"):
        bought = {"related": "sales", "where": {way: tests}, "count": {"gte": 1}}
        with CaptureQueriesContext(connection) as queries:
            list(Rows("directory.Party", world.actor("ana"), bought, order="next_purchase").queryset())
        asked[way] = queries[-1]["sql"]
    assert 'U0."on" >=' in asked["all"]
    assert 'U0."buyer" =' in asked["all"]
    assert "sales_sale" not in asked["all"].replace("sales_saleline", "")
    assert '"buyer"' not in asked["any"]
    (alias,) = {alias for alias in ("U0", "V0", "W0") if f'{alias}."sale_id" =' in asked["any"]}
    assert f'{alias}."on" >=' not in asked["any"]
