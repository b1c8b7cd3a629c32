"""What was sold: products found by code or name, by what they are also called, or as somebody answered; else made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from tendero.catalog.actions import Called, note_aliases
from tendero.catalog.models import Category, Product, ProductAlias
from tendero.directory.actions.importing.lookups import Lookups
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.sales.actions.importing.dictionary import FIRST, SURE, Dictionary, says_something
from tendero.sales.actions.importing.draft import Draft
from tendero.sales.actions.importing.names import Names, Seen, key_of
from tendero.sales.rules.answers import AS, IS, NEW, told

KEPT: Final = 100_000
"""Of how many names a pass keeps in mind what they mean."""


class Goods:
    """Answers which product a row means. The catalogue is read once: it is short beside what is sold of it."""

    def __init__(self, *, by: Actor, answers: Mapping[str, str], origin: str) -> None:
        """Nothing read yet. `answers` say of names what they are; `origin`, the file's name, is noted with them."""
        self.by, self.answers, self.origin = by, answers, origin
        self.may_add = permissions.may(by, "add", Product.record_key)
        self.may_note = permissions.may(by, "change", Product.record_key)
        self.names = Names()
        self.known = Dictionary()
        self.memo: dict[tuple[str, str], tuple[int | None, Seen | None]] = {}
        self.unsettled: list[tuple[str, str]] = []
        self.meant: dict[str, int] = {}
        self.fresh: set[int] = set()
        self.noted: set[int] = set()
        self.making: list[Any] = []
        self.called: list[Called] = []
        self.read = False
        self.following = FIRST

    def find(self, drafts: Sequence[Draft], lookups: Lookups, *, currency: str, tally: Counter[str]) -> dict[int, int]:
        """The product of each row that names one, `{number of the row: product}`; those missing are made.

        Row by row in the order of the file, so that it makes no difference where its chunks are cut.
        """
        self._settle(pretend=lookups.pretend)
        found: dict[int, int] = {}
        for draft in sorted(drafts, key=lambda one: one.number):
            named = draft.text("product_code"), draft.text("product")
            if named not in self.memo:
                self.memo[named] = self._meaning(draft, named, lookups, currency)
                self.unsettled.append(named)
            pk, seen = self.memo[named]
            if pk is not None:
                found[draft.number] = pk
            if seen is not None and lookups.pretend and draft.line is not None:
                seen.add(draft.line.amount, draft.currency or currency)
        if self.making:
            tally["products"] += len(self.making)
        stored = self._store(pretend=lookups.pretend)
        return {number: stored.get(pk, pk) for number, pk in found.items()} if stored else found

    def _meaning(
        self, draft: Draft, named: tuple[str, str], lookups: Lookups, currency: str
    ) -> tuple[int | None, Seen | None]:
        """Which product a name means, found or about to be made, and the name's line in the list of those to ask."""
        if not says_something(*named):
            return None, None
        key = key_of(*named)
        pk, how = self.known.find(*named)
        if how in SURE:
            return pk, self.names.seen.get(key)
        answered = self._answered(draft, key, named, lookups, currency)
        if answered is not None:
            return answered, self.names.note(key, named, "answered", answered)
        if pk is not None:
            return pk, self.names.note(key, named, "joined", pk)
        if not self.may_add:
            return None, self.names.note(key, named, "text", None)
        pk = self._make(draft, draft.text("product"), draft.text("product_code"), lookups, currency)
        return pk, self.names.note(key, named, "new", pk)

    def _answered(self, draft: Draft, key: str, named: tuple[str, str], lookups: Lookups, currency: str) -> int | None:
        """The product that somebody said it is; None where nobody did, or what he said is not there any more."""
        kind, what = told(self.answers.get(key, ""))
        if kind == NEW and self.may_add:
            return self._make(draft, named[1], named[0], lookups, currency)
        pk = self.meant.get(what) if kind == IS else None
        if kind == AS and what:
            pk, _how = self.known.find("", what)
            if pk is None and self.may_add:
                pk = self._make(draft, what, "", lookups, currency)
        if pk is not None:
            self._note(pk, *named)
        return pk

    def _note(self, pk: int, code: str, name: str) -> None:
        """What a product is also called, from now on."""
        for kind, text in (("code", code), ("name", name)):
            if fold(text) and (kind == "code" or self.known.by_word.get(("exact", fold(text))) is None):
                self.known.also(pk, kind, text)
                self.called.append(Called(pk, kind, text))

    def _make(self, draft: Draft, name: str, code: str, lookups: Lookups, currency: str) -> int:
        """A new product, called as the first row calls it; it is stored with the others of its chunk."""
        row = _product(draft, name, code, lookups, currency)
        self.following += 1
        self.making.append(row)
        self.known.learn(self.following, row.name, row.code)
        return self.following

    def _store(self, *, pretend: bool) -> dict[int, int]:
        """Write what this chunk brings: `{key that a product was given first: key that it has}`."""
        making, called, unsettled = self.making, self.called, self.unsettled
        self.making, self.called, self.unsettled = [], [], []
        if pretend:
            return {}
        keys: dict[int, int] = {}
        if making:
            write.create_many(Product, making)
            first = self.following - len(making) + 1
            keys = {first + at: row.pk for at, row in enumerate(making)}
            self.fresh |= set(keys.values())
            self.known.settle(keys)
            for named in unsettled:
                pk, seen = self.memo[named]
                self.memo[named] = keys.get(pk or 0, pk), seen
        if called and self.may_note:
            some = [Called(keys.get(one.product_id, one.product_id), one.kind, one.text) for one in called]
            self.noted |= {alias.pk for alias in note_aliases(some, source=self.origin, by=self.by)}
        return keys

    def _settle(self, *, pretend: bool) -> None:
        """Read the catalogue, and again if the database took back what the chunk before made or noted."""
        if not pretend and self._taken_back():
            self.read = False
        if not pretend:
            self.fresh, self.noted = set(), set()
        if len(self.memo) > KEPT or not self.read:
            self.memo, self.unsettled = {}, []
        if not self.read:
            self.known, self.read = Dictionary(), True
            self.making, self.called, self.unsettled = [], [], []
            self.known.read(self.by)
            refs = {what for kind, what in map(told, self.answers.values()) if kind == IS}
            rows = Product.objects.visible_to(self.by).filter(ref__in=refs) if refs else Product.objects.none()
            self.meant = dict(rows.values_list("ref", "pk"))

    def _taken_back(self) -> bool:
        """Whether what was written for the chunk before is gone."""
        if self.making or self.called:  # it never got as far as being written
            return True
        products = Product.everything.filter(pk__in=self.fresh).count() if self.fresh else 0
        aliases = ProductAlias.objects.filter(pk__in=self.noted).count() if self.noted else 0
        return products < len(self.fresh) or aliases < len(self.noted)


def _product(draft: Draft, name: str, code: str, lookups: Lookups, currency: str) -> Any:
    """As the row tells it; what it costs today, nobody has said."""
    family = lookups.listed(Category, draft.text("family")) if draft.text("family") else None
    tax = draft.figures.get("tax")
    return Product(
        name=name or code,
        code=code,
        category=family if family is not None and family.pk else None,
        currency=draft.currency or currency,
        tax=tax if tax is not None else Decimal(21),
    )
