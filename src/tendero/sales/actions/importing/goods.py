"""What was sold: products found by code or name, however it is spaced, and made where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from tendero.catalog.models import Category, Product
from tendero.directory.actions.importing.lookups import Lookups
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.sales.actions.importing.draft import Draft

FIRST: Final = 1 << 62
"""From here on count the products that a dry run would make."""


class Goods:
    """Answers which product a row means. The catalogue is read once: it is short beside what is sold of it."""

    def __init__(self, *, by: Actor) -> None:
        """Nothing read yet."""
        self.by = by
        self.may_add = permissions.may(by, "add", Product.record_key)
        self.by_word: dict[tuple[str, str], int] = {}
        self.coded: set[int] = set()
        self.fresh: set[int] = set()
        self.read = False
        self.following = FIRST

    def find(self, drafts: Sequence[Draft], lookups: Lookups, *, currency: str, tally: Counter[str]) -> dict[int, int]:
        """The product of each row that names one, `{number of the row: product}`; those missing are made."""
        self._settle(pretend=lookups.pretend)
        waiting: dict[tuple[str, str], list[Draft]] = {}
        found: dict[int, int] = {}
        for draft in drafts:
            if (pk := self._known(draft)) is not None:
                found[draft.number] = pk
            elif self.may_add and _words(draft):  # a name of nothing but signs stays the line's text
                waiting.setdefault(_words(draft)[0], []).append(draft)
        if waiting:
            self._make(waiting, lookups, currency=currency)
            tally["products"] += len(waiting)
            found |= {d.number: pk for some in waiting.values() for d in some if (pk := self._known(d)) is not None}
        return found

    def _known(self, draft: Draft) -> int | None:
        """By its code; by its name too where the row says no code, or the product has none."""
        words = _words(draft)
        for word in words:
            pk = self.by_word.get(word)
            if pk is not None and (word[0] == "code" or len(words) == 1 or pk not in self.coded):
                return pk
        return None

    def _make(self, waiting: dict[tuple[str, str], list[Draft]], lookups: Lookups, *, currency: str) -> None:
        """New products, called as the first row calls them."""
        rows = [_product(some[0], lookups, currency) for some in waiting.values()]
        if lookups.pretend:
            for row in rows:
                row.id = self.following
                self.following += 1
        else:
            write.create_many(Product, rows)
        self.fresh |= {row.pk for row in rows}
        self._learn((row.pk, row.name, row.code) for row in rows)

    def _learn(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Whoever came first keeps a name that two share."""
        for pk, name, code in rows:
            if code:
                self.coded.add(pk)
            for word in (("code", fold(code)), ("name", squashed(name))):
                if word[1]:
                    self.by_word.setdefault(word, pk)

    def _settle(self, *, pretend: bool) -> None:
        """Read the catalogue, and again if the database took back what the chunk before made."""
        if self.fresh and not pretend and Product.everything.filter(pk__in=self.fresh).count() < len(self.fresh):
            self.read = False
        self.fresh = set() if not pretend else self.fresh
        if not self.read:
            self.by_word, self.coded, self.read = {}, set(), True
            rows = Product.objects.visible_to(self.by).order_by("pk")
            self._learn(rows.values_list("pk", "name", "code").iterator())


def squashed(name: str) -> str:
    """Letters and digits only: «GTX Pro» and «GTXPro» are one."""
    return "".join(sign for sign in fold(name) if sign.isalnum())


def _words(draft: Draft) -> list[tuple[str, str]]:
    """By what the row's product is known, the surest first."""
    told = (("code", fold(draft.text("product_code"))), ("name", squashed(draft.text("product"))))
    return [word for word in told if word[1]]


def _product(draft: Draft, lookups: Lookups, currency: str) -> Any:
    """As the row tells it; what it costs today, nobody has said."""
    family = lookups.listed(Category, draft.text("family")) if draft.text("family") else None
    tax = draft.figures.get("tax")
    values = {"tax": tax if tax is not None else Decimal(21)}
    return Product(
        name=draft.text("product") or draft.text("product_code"),
        code=draft.text("product_code"),
        category=family if family is not None and family.pk else None,
        currency=draft.currency or currency,
        **values,
    )
