"""Which product a name or a code means: the catalogue and its other names, read once for a whole file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tendero.catalog.models import Product, ProductAlias
from tendero.catalog.rules.name_parts import parts_of, squashed
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold

SURE: Final = frozenset({"code", "exact"})
"""Ways of being called that leave nothing to doubt; the others are the same name in other writing."""
FIRST: Final = 1 << 62
"""Above this are the keys of products that are not stored yet, and of those that a dry run would make."""
Word = tuple[str, str]


class Dictionary:
    """Products by how they may be called, the surest way first; whoever came first keeps what two share."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.by_word: dict[Word, int] = {}
        self.coded: set[int] = set()
        self.names: dict[int, str] = {}
        self.others: list[tuple[int, str]] = []  # of those that were noted before this file
        self.unsettled: list[Word] = []

    def read(self, by: Actor) -> None:
        """What this actor sees: three columns of each product, then their other names. Two queries."""
        rows = Product.objects.visible_to(by).order_by("pk")
        for pk, name, code in rows.values_list("pk", "name", "code").iterator():
            self.learn(pk, name, code)
        told = ProductAlias.objects.order_by("pk").values_list("product_id", "kind", "text")
        for pk, kind, text in told.iterator():
            if pk in self.names:
                self.also(pk, kind, text)
                self.others += [(pk, text)] if kind == "name" else []

    def learn(self, pk: int, name: str, code: str) -> None:
        """One more product."""
        self.names[pk] = name
        if code:
            self.coded.add(pk)
        self._enter(pk, _words(code, name))

    def also(self, pk: int, kind: str, text: str) -> None:
        """One more name of a product, or the code that another program gives it."""
        self._enter(pk, _words(text, "") if kind == "code" else _words("", text))

    def find(self, code: str, name: str) -> tuple[int | None, str]:
        """The product, and by which way of being called; by its name only where one of the two has no code."""
        for word in _words(code, name):
            pk = self.by_word.get(word)
            if pk is not None and (word[0] == "code" or not fold(code) or pk not in self.coded):
                return pk, word[0]
        return None, ""

    def settle(self, keys: Mapping[int, int]) -> None:
        """Products that were learnt under keys of their own have been stored under these."""
        for old, new in keys.items():
            self.names[new] = self.names.pop(old)
            if old in self.coded:
                self.coded.add(new)
        for word in self.unsettled:
            self.by_word[word] = keys.get(self.by_word[word], self.by_word[word])
        self.unsettled = []

    def _enter(self, pk: int, words: Iterator[Word]) -> None:
        for word in words:
            if self.by_word.setdefault(word, pk) == pk and pk > FIRST:
                self.unsettled.append(word)


def says_something(code: str, name: str) -> bool:
    """A name of nothing but signs names no product."""
    return bool(fold(code) or squashed(name))


def _words(code: str, name: str) -> Iterator[Word]:
    """How a product of this code and name may be called, the surest first."""
    if folded := fold(code):
        yield "code", folded
    if near := squashed(name):
        yield "exact", fold(name)
        yield "near", near
        yield "key", parts_of(name).key
