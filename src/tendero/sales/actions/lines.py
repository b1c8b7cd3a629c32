"""The lines of a sale: read from what was given, brought to what somebody wants them to be.

Lines that stay are kept with whatever else they hold; a changed one is changed in place; the rest come and go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.catalog.models import Product
from tendero.kernel import write
from tendero.kernel.money import Money
from tendero.kernel.text import fold
from tendero.sales.models import Kind, Sale, SaleLine
from tendero.sales.rules import amounts

MOST: Final = 200
_PARTS: Final = ("product", "text", "quantity", "price", "discount", "tax", "amount", "tax_amount", "cost")
Row = dict[str, Any]
Item = Mapping[str, Any]


def currency_of(items: Sequence[Item], usual: str) -> str:
    """The one currency of these lines: what their amounts say, else that of their products, else the usual one.

    ValidationError where they say several: amounts of different currencies are never added together.
    """
    said = {value.currency for item in items for value in item.values() if isinstance(value, Money)}
    if not said:
        priced = (item["product"] for item in items if item.get("product") and _blank(item, "price", "amount"))
        said = {product.currency for product in priced}
    if len(said) > 1:
        raise ValidationError({"lines": _("A sale is in one currency: these lines are in %(currencies)s.")
                               % {"currencies": ", ".join(sorted(said))}})  # fmt: skip
    return said.pop() if said else usual


def bring(sale: Sale, items: Iterable[Item]) -> bool:
    """Make the lines of a sale those of `items`; whether anything changed. ValidationError names the line.

    An item without a key leaves what its line holds; a new line takes price, tax and cost from its product.
    """
    given = list(items)
    _check(sale, given)
    stored = list(sale.lines.select_related("product")) if sale.pk else []
    pairs, spare = _paired(given, stored)
    rows = [_row(sale, item, line, at) for at, (item, line) in enumerate(pairs)]
    kept = [(line, row) for (_item, line), row in zip(pairs, rows, strict=True) if line is not None]
    changed = [bool(write.change(line, **row)) for line, row in kept if _differs(line, row)]
    fresh = [SaleLine(sale=sale, **row) for (_i, line), row in zip(pairs, rows, strict=True) if line is None]
    if spare:
        write.remove(*spare)
    if fresh:
        write.create_many(SaleLine, fresh)
    return any(changed) or bool(spare) or bool(fresh)


def _check(sale: Sale, items: Sequence[Item]) -> None:
    if not items:
        raise ValidationError({"lines": _("Say what was sold: one line at least.")})
    if len(items) > MOST:
        raise ValidationError({"lines": ngettext("%(n)s line at most.", "%(n)s lines at most.", MOST) % {"n": MOST}})
    if (currency := currency_of(items, sale.currency)) != sale.currency:
        said = {"one": sale.currency, "other": currency}
        raise ValidationError({"lines": _("The sale is in %(one)s, its lines in %(other)s.") % said})


def _paired(
    items: Sequence[Item], stored: Sequence[SaleLine]
) -> tuple[list[tuple[Item, SaleLine | None]], list[SaleLine]]:
    """Each item with the line it stands for: of the same product and words, else the next that nobody claims."""
    waiting: dict[Hashable, list[SaleLine]] = defaultdict(list)
    for line in stored:
        waiting[line.product_id, fold(line.text)].append(line)
    found: list[SaleLine | None] = []
    for item in items:
        product = item.get("product")
        same = waiting[product.pk if product else None, fold(item.get("text") or "")]
        found.append(same.pop(0) if same else None)
    claimed = {line.pk for line in found if line is not None}
    spare = [line for line in stored if line.pk not in claimed]
    turned = [line or (spare.pop(0) if spare else None) for line in found]
    return list(zip(items, turned, strict=True)), spare


def _differs(line: SaleLine, row: Row) -> bool:
    return any(getattr(line, name) != value for name, value in row.items())


def _row(sale: Sale, item: Item, line: SaleLine | None, at: int) -> Row:
    """The columns of one line. ValidationError says which line, and what it lacks."""
    try:
        return _Line(sale, item, line).row() | {"position": at}
    except ValidationError as error:
        said = _("Line %(n)s: %(what)s") % {"n": at + 1, "what": " ".join(error.messages)}
        raise ValidationError({"lines": said}) from error


def _blank(item: Item, *names: str) -> bool:
    return all(item.get(name) in (None, "") for name in names)


class _Line:
    """One line as it will be: what is given, what it held, what its product says."""

    def __init__(self, sale: Sale, item: Item, stored: SaleLine | None) -> None:
        if unknown := sorted(set(item) - set(_PARTS)):
            raise ValidationError(_("“%(name)s” does not exist here.") % {"name": unknown[0]})
        self.sale, self.item, self.stored = sale, item, stored
        self.unit = Decimal(1).scaleb(-decimals_of(sale.currency))
        self.product: Product | None = self._kept("product")
        self.same_product = stored is not None and stored.product_id == (self.product.pk if self.product else None)
        self.sign = -1 if sale.kind == Kind.RETURN else 1

    def row(self) -> Row:
        """The columns it will have, but its place."""
        text = (self._kept("text") or "").strip()
        if self.product is None and not text:
            raise ValidationError(_("say which product, or describe it."))
        quantity = self._quantity()
        discount, tax = self._percent("discount", Decimal(0)), self._percent("tax", self._usual_tax())
        price, amount = self._price_and_amount(quantity, discount)
        return {
            "product": self.product,
            "text": text,
            "quantity": quantity,
            "price": price,
            "discount": discount,
            "tax": tax,
            "amount": amount,
            "tax_amount": self._tax_amount(amount, tax),
            "cost": self._cost(quantity),
        }

    def _quantity(self) -> Decimal:
        value = self._kept("quantity")
        quantity = Decimal(1) if value in (None, "") else Decimal(str(value))
        if not quantity:
            raise ValidationError(_("the quantity cannot be zero."))
        return self._signed(quantity)

    def _price_and_amount(self, quantity: Decimal, discount: Decimal) -> tuple[Decimal, Decimal]:
        """What was given counts, the amount before the price; an amount told again beside other figures is old news."""
        given, price, stored = self._money("amount"), self._money("price"), self.stored
        if given is not None and (stored is None or self._signed(given) != stored.amount):
            return self._by_amount(self._signed(given), quantity, price, discount)
        price = self._usual_price() if price is None else price
        if stored is not None and (quantity, price, discount) == (stored.quantity, stored.price, stored.discount):
            return price, stored.amount  # a file's amount, which price by quantity need not give
        return price, amounts.line_amount(quantity, price, discount, self.unit)

    def _by_amount(
        self, amount: Decimal, quantity: Decimal, price: Decimal | None, discount: Decimal
    ) -> tuple[Decimal, Decimal]:
        if price is not None and amounts.line_amount(quantity, price, discount, self.unit) == amount:
            return price, amount
        return amounts.price_of(amount, quantity, discount), amount

    def _tax_amount(self, amount: Decimal, tax: Decimal) -> Decimal:
        told, stored = self._money("tax_amount"), self.stored
        if told is not None:
            return self._signed(told)
        if stored is not None and (amount, tax) == (stored.amount, stored.tax):
            return Decimal(stored.tax_amount)
        return amounts.line_tax(amount, tax, self.unit)

    def _usual_price(self) -> Decimal:
        """What the line held, while it is of the same product and nobody asks for another; else what that costs."""
        if self.stored is not None and "price" not in self.item and self.same_product:
            return Decimal(self.stored.price)
        if self.product is None or not self.product.price:
            raise ValidationError(_("write its price."))
        if self.product.currency != self.sale.currency:
            said = {"name": self.product.name, "currency": self.product.currency}
            raise ValidationError(_("“%(name)s” has its price in %(currency)s: write the one of this sale.") % said)
        return Decimal(self.product.price)

    def _usual_tax(self) -> Decimal:
        if self.stored is not None and "tax" not in self.item and self.same_product:
            return Decimal(self.stored.tax)
        column = Product._meta.get_field("tax")
        return Decimal(self.product.tax if self.product else column.get_default())

    def _cost(self, quantity: Decimal) -> Decimal | None:
        """The cost of the whole line: given, else what it was by the same product, else what one costs today."""
        given, stored = self._money("cost"), self.stored
        if given is not None:
            return self._signed(given)
        if stored is not None and self.same_product and stored.quantity:
            known: Decimal | None = stored.cost
            if known is None or quantity == stored.quantity:
                return known
            return amounts.rounded(known * quantity / stored.quantity, self.unit)
        if self.product is None or self.product.currency != self.sale.currency:
            return None
        return amounts.line_cost(quantity, self.product.cost, self.unit)

    def _kept(self, name: str) -> Any:
        return self.item[name] if name in self.item else getattr(self.stored, name, None)

    def _percent(self, name: str, usual: Decimal) -> Decimal:
        value = self._kept(name)
        number = usual if value in (None, "") else Decimal(str(value))
        if not 0 <= number <= 100:
            raise ValidationError(_("a percentage lies between 0 and 100."))
        return number

    def _money(self, name: str) -> Decimal | None:
        value = self.item.get(name)
        if value in (None, ""):
            return None
        return Decimal(str(value.amount if isinstance(value, Money) else value))

    def _signed(self, number: Decimal) -> Decimal:
        """Of a return everything is below zero, however it was typed."""
        return -abs(number) if self.sign < 0 else number


def decimals_of(currency: str) -> int:
    """How many decimals amounts of a currency have: two for euros, none for Chilean pesos."""
    from babel.numbers import get_currency_precision

    return min(get_currency_precision(currency), 4)
