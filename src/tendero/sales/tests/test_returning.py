"""What comes back: a document of its own, never more than was bought, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from tests.world import World

from tendero.directory.models import Party
from tendero.kernel import changes, journal, write
from tendero.kernel.models import ChangeSet
from tendero.sales.actions import create_sale, return_all, return_sale, update_sale
from tendero.sales.actions.returning import left_of
from tendero.sales.models import Kind, Sale


def bought(world: World, **values: Any) -> Sale:
    """Don Luis buys three of something that came to ten euros, and a mill."""
    lines: list[dict[str, Any]] = [
        {"text": "Taza", "quantity": Decimal(3), "amount": Decimal(10), "cost": Decimal(7)},
        {"text": "Molino", "price": Decimal(90), "cost": Decimal(50)},
    ]
    return create_sale(by=world.actor("caja"), values={"party": world.don_luis, "number": "T-1", "lines": lines})


def total_of(party: Party) -> tuple[Any, Any]:
    sums = Sale.objects.filter(party=party).aggregate(total=Sum("total"), cost=Sum("cost"))
    return sums["total"], sums["cost"]


def test_cup_by_cup_until_nothing_is_left(world: World) -> None:
    sale, caja = bought(world), world.actor("caja")
    cup = sale.lines.get(text="Taza").pk
    given = [return_sale(sale, quantities={cup: Decimal(1)}, by=caja).net for _time in range(3)]
    assert given == [Decimal("-3.33"), Decimal("-3.34"), Decimal("-3.33")]
    with pytest.raises(ValidationError, match="Taza"):
        return_sale(sale, quantities={cup: Decimal(1)}, by=caja)
    rest = return_all(sale, by=world.actor("ana"))
    assert (rest.kind, rest.corrects, rest.party, rest.net) == (Kind.RETURN, sale, world.don_luis, Decimal(-90))
    assert total_of(world.don_luis) == (Decimal(0), Decimal(0))
    with pytest.raises(ValidationError):
        return_all(sale, by=caja)


def test_half_a_return_gives_half(world: World) -> None:
    sale = bought(world)
    mill = sale.lines.get(text="Molino").pk
    back = return_sale(sale, quantities={mill: Decimal("0.5")}, note="Rayado", by=world.actor("sara"))
    assert (back.net, back.tax_amount, back.cost, back.margin) == (
        Decimal(-45),
        Decimal("-9.45"),
        Decimal(-25),
        Decimal(-20),
    )
    assert (back.seller, back.note) == (world.user("sara"), "Rayado")
    assert left_of(sale)[mill] == Decimal("0.5")


def test_lines_that_say_the_same_give_back_as_one(world: World) -> None:
    same = {"text": "Taza", "price": Decimal("3.33")}
    sale = create_sale(by=world.actor("caja"), values={"lines": [same, same]})
    _first, second = sale.lines.values_list("pk", flat=True)
    return_sale(sale, quantities={second: Decimal(1)}, by=world.actor("caja"))
    assert sum(left_of(sale).values()) == 1
    return_all(sale, by=world.actor("caja"))
    assert Sale.objects.aggregate(net=Sum("net"))["net"] == 0


def test_a_return_written_by_hand_gives_no_more_than_was_bought(world: World) -> None:
    sale, ana = bought(world), world.actor("ana")
    values: dict[str, Any] = {"kind": "return", "corrects": sale, "party": world.don_luis}
    back = create_sale(
        by=ana, values=values | {"lines": [{"text": "taza", "quantity": Decimal(2), "price": Decimal(3)}]}
    )
    assert (back.lines.get().quantity, back.net) == (Decimal(-2), Decimal(-6))
    with pytest.raises(ValidationError, match="Taza"):
        create_sale(by=ana, values=values | {"lines": [{"text": "Taza", "quantity": Decimal(2), "price": Decimal(3)}]})
    with pytest.raises(ValidationError, match="taza"):
        update_sale(sale, by=ana, values={"lines": [{"text": "Taza", "quantity": Decimal(1)}]})


def test_a_return_in_the_bin_does_not_count_and_undo_takes_it_back(world: World) -> None:
    sale, caja = bought(world), world.actor("caja")
    back = return_all(sale, by=caja)
    with changes.change_set("test", by=world.system):
        write.to_bin([back])
    again = return_all(sale, by=caja)
    journal.revert(ChangeSet.objects.filter(action="sales.return_all").latest("pk"), by=world.actor("ana"))
    again.refresh_from_db()
    assert again.binned_at is not None
    assert all(left_of(sale).values())


def test_a_return_is_of_a_sale_in_its_own_currency(world: World) -> None:
    sale, ana = bought(world), world.actor("ana")
    back = return_all(sale, by=ana)
    line = {"text": "Taza", "price": Decimal(1)}
    for wrong in ({"kind": "sale", "corrects": sale}, {"kind": "return", "corrects": back},
                  {"kind": "return", "corrects": sale, "currency": "USD"}):  # fmt: skip
        with pytest.raises(ValidationError) as caught:
            create_sale(by=ana, values={**wrong, "lines": [line]})
        assert "corrects" in caught.value.message_dict
    with pytest.raises(ValidationError):
        return_all(back, by=ana)


def test_a_correction_may_add_or_take_away(world: World) -> None:
    sale, ana = bought(world), world.actor("ana")
    line = {"text": "Porte olvidado", "price": Decimal(4)}
    more = create_sale(by=ana, values={"kind": "correction", "corrects": sale, "lines": [line]})
    less = create_sale(
        by=ana, values={"kind": "correction", "corrects": sale, "lines": [line | {"quantity": Decimal(-1)}]}
    )
    assert (more.net, less.net) == (Decimal(4), Decimal(-4))
