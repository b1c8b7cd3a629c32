"""What the shop sells: its price and cost, how both have changed, and who may see what it earns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests import imports
from tests.world import World

from tendero.access.actions import set_rights
from tendero.access.actions.matrix import fill_after_migrate
from tendero.access.models import Profile
from tendero.catalog import actions
from tendero.catalog.models import Category, PriceChange, Product
from tendero.catalog.rules.margin import margin_rate, unit_margin
from tendero.kernel import changes, clock, journal, permissions, search
from tendero.kernel.models import ChangeSet
from tendero.records import registry, writing

PRODUCTS = registry.get("catalog.Product")
TUESDAY = dt.datetime(2026, 11, 24, 9, 52, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _a_tuesday_in_november() -> Any:
    with clock.frozen(TUESDAY):
        yield


def mill(world: World, by: str = "ana", **values: Any) -> Product:
    told = {"name": "Molino M-64", "code": "M-64", "price": Decimal(1890), "cost": Decimal("1209.60"), **values}
    made: Product = writing.add(PRODUCTS, told, by=world.actor(by))
    return made


def history(product: Product) -> list[Any]:
    return list(PriceChange.objects.filter(product=product).order_by("id").values_list("price", "cost"))


def test_the_margin_is_what_is_left_of_the_price() -> None:
    """The examples of docs/rules/margin.md."""
    assert unit_margin(Decimal(1890), Decimal("1209.60")) == Decimal("680.40")
    assert margin_rate(Decimal(1890), Decimal("1209.60")) == Decimal("0.360")
    assert (unit_margin(Decimal(5), None), margin_rate(Decimal(5), None)) == (None, None)
    assert (unit_margin(Decimal(0), Decimal(2)), margin_rate(Decimal(0), Decimal(2))) == (None, None)
    assert margin_rate(Decimal(4), Decimal(5)) == Decimal("-0.250")


def test_a_product_earns_what_its_price_leaves_and_nothing_is_known_without_a_cost(world: World) -> None:
    product, unknown = mill(world), mill(world, name="Puesta en marcha", code="", cost=None)

    assert (product.margin, product.currency, product.tax) == (Decimal("680.40"), "EUR", Decimal(21))
    assert unknown.margin is None


def test_each_new_price_or_cost_begins_a_line_of_its_history(world: World) -> None:
    product, ana = mill(world), world.actor("ana")

    actions.update_product(product, by=ana, values={"price": Decimal(1950)})
    actions.update_product(product, by=ana, values={"name": "Molino M-64 negro"})
    actions.update_product(product, by=ana, values={"cost": Decimal(1300)})

    first, second = Decimal("1209.60"), Decimal(1300)
    assert history(product) == [(Decimal(1890), first), (Decimal(1950), first), (Decimal(1950), second)]
    product.refresh_from_db()
    assert product.margin == Decimal(650)


def test_undoing_a_price_takes_its_line_back(world: World) -> None:
    product, ana = mill(world), world.actor("ana")
    actions.update_product(product, by=ana, values={"price": Decimal(1950)})

    journal.revert(ChangeSet.objects.latest("id"), by=ana)

    product.refresh_from_db()
    assert (product.price, product.margin) == (Decimal(1890), Decimal("680.40"))
    assert history(product) == [(Decimal(1890), Decimal("1209.60"))]


def test_two_products_do_not_share_a_code_and_whose_it_is_is_told(world: World) -> None:
    mill(world)

    with pytest.raises(ValidationError) as refusal:
        mill(world, name="Otro molino", code="m-64")

    assert refusal.value.message_dict == {"code": ["Ese código ya lo tiene Molino M-64."]}
    assert Product.objects.count() == 1


def test_products_without_a_code_are_as_many_as_one_likes(world: World) -> None:
    mill(world, code="")
    mill(world, code="")

    assert Product.objects.count() == 2


@pytest.mark.parametrize("field", ["price", "cost", "tax"])
def test_nothing_below_zero_and_the_field_says_so(world: World, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        mill(world, "ana", **{field: Decimal(-1)})

    assert refusal.value.message_dict == {field: ["No puede ser menor que cero."]}


def test_a_tax_of_more_than_everything_is_refused(world: World) -> None:
    with pytest.raises(ValidationError) as refusal:
        mill(world, tax=Decimal(101))

    assert refusal.value.message_dict == {"tax": ["Cien como mucho."]}


def test_it_is_found_by_its_code_its_name_and_its_family(world: World) -> None:
    family = Category(name="Molinos")
    with changes.change_set("test", by=world.system):
        from tendero.kernel import write

        write.create(family)
    mill(world, category=family)

    for asked in ("m-64", "molino", "molinos"):
        assert [hit.title for hit in search.find(asked, keys=["catalog.Product"], limit=5)] == ["Molino M-64"], asked


def test_a_price_list_comes_in_by_code_and_goes_back_whole(world: World) -> None:
    product, ana = mill(world), world.actor("ana")
    batch = imports.begin(
        "Código;Producto;Precio;Coste\nM-64;Molino M-64;1.950,00;1.250,00\nT-10;Taza 10 cl;3,50;1,20\n",
        by=ana,
        slug="products",
        policy="update",
    )

    assert imports.run(batch, by=ana) == {"created": 1, "updated": 1}
    product.refresh_from_db()
    assert (product.price, product.margin) == (Decimal(1950), Decimal(700))
    assert Product.objects.get(code="T-10").margin == Decimal("2.30")

    imports.revert(batch, by=ana)
    product.refresh_from_db()
    assert (product.price, history(product)) == (Decimal(1890), [(Decimal(1890), Decimal("1209.60"))])
    assert not Product.objects.filter(code="T-10").exists()


def test_a_supplier_s_list_brings_its_families_and_knows_codes_however_written(world: World) -> None:
    product, ana = mill(world), world.actor("ana")
    file = "Referencia;Artículo;Familia;Precio sin IVA;Costo;IVA\nm-64;Molino M-64;Molinos;1.950;1.250;21\n"
    file += "T-10;Taza 10 cl;molinos;3,50;1,20;10\nT-11;Taza 12 cl;Loza;;1,50;10\n"
    batch = imports.begin(file, by=ana, slug="products", policy="update")
    foreseen = imports.foresee(file, by=ana, slug="products", policy="update")

    assert imports.run(batch, by=ana) == {"created": 2, "updated": 1} == foreseen
    assert sorted(Category.objects.values_list("name", flat=True)) == ["Loza", "Molinos"]
    product.refresh_from_db()
    assert (product.price, product.category and product.category.name) == (Decimal(1950), "Molinos")
    unpriced = Product.objects.get(code="T-11")
    assert (unpriced.price_set, unpriced.margin, unpriced.tax) == (None, None, Decimal(10))

    imports.revert(batch, by=ana)
    assert not Category.objects.exists()
    assert Product.objects.count() == 1


@pytest.mark.parametrize("who", ["caja", "lola"])
def test_the_counter_sees_prices_and_not_what_things_cost(world: World, who: str) -> None:
    """By default, without anybody setting it."""
    product = mill(world)
    caja = world.client(who)

    page = caja.get(f"/products/{product.ref}/").content.decode()
    panel = caja.get(f"/products/{product.ref}/prices").content.decode()

    for text in (page, panel, caja.get("/products/").content.decode()):
        assert "1.890,00" in text
        assert "1.209,60" not in text
        assert "680,40" not in text
    with pytest.raises(permissions.Refused):
        actions.update_product(product, by=world.actor(who), values={"price": Decimal(1)})


def test_once_the_company_shows_the_cost_no_update_hides_it_again(world: World) -> None:
    product, counter = mill(world), Profile.objects.get(code="mostrador")
    shown = {("catalog.Product", "cost"): ""}
    set_rights(counter, by=world.actor("ana"), scopes={}, fields=shown)

    fill_after_migrate(sender=None)

    assert "1.209,60" in world.client("caja").get(f"/products/{product.ref}/").content.decode()


def test_a_new_family_of_prices_for_many_takes_as_many_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    """Two products or twenty, a bulk change of price asks as much."""
    from tendero.kernel import write

    def dearer(count: int) -> int:
        ids = [mill(world, code=f"{count}-{number}").pk for number in range(count)]
        with django_assert_max_num_queries(60) as asked, changes.change_set("test", by=world.actor("ana")):
            write.change_many(Product, ids, price=Decimal(2000))
        assert PriceChange.objects.filter(product__in=ids, price="2000").count() == count
        return len(asked.captured_queries)

    assert dearer(20) == dearer(2)
