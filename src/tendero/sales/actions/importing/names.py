"""Names that a file of sales says and the catalogue does not: how much each carries, and what it is likest to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from tendero.catalog.models import Product
from tendero.catalog.rules.alike import Alike
from tendero.catalog.rules.likeness import likeness
from tendero.kernel.money import to_scaled
from tendero.kernel.text import fold
from tendero.sales.actions.importing.dictionary import FIRST, Dictionary
from tendero.sales.rules.answers import AS, IS, answer

MOST: Final = 2_000
"""Names that are asked about, those that carry the most; the rest go the usual way and are counted."""


@dataclass(slots=True)
class Seen:
    """One name that was not known: `how` is it dealt with, `product` what it becomes, what its lines come to."""

    key: str
    code: str
    name: str
    how: str
    product: int | None
    lines: int = 0
    money: Counter[str] = field(default_factory=Counter)

    def add(self, amount: Decimal, currency: str) -> None:
        """One more line that says it."""
        self.lines += 1
        self.money[currency] += to_scaled(amount)

    @property
    def weight(self) -> tuple[int, int]:
        """What it carries; amounts of several currencies only order the list."""
        return sum(map(abs, self.money.values())), self.lines


def key_of(code: str, name: str) -> str:
    """By what an answer about this name is found again."""
    return f"code:{fold(code)}" if fold(code) else f"name:{fold(name)}"


class Names:
    """The names that were not known, by their key."""

    def __init__(self) -> None:
        """None yet."""
        self.seen: dict[str, Seen] = {}

    def note(self, key: str, named: tuple[str, str], how: str, product: int | None) -> Seen:
        """Its line in the list, begun by the first row that says it."""
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = Seen(key, *named, how, product)
        return found


def questions(names: Names, known: Dictionary, answers: Mapping[str, str]) -> dict[str, Any]:
    """What is to be asked, plain values: `names`, those that carry the most first, and how many `more` there are.

    Each has what it carries, how it is dealt with unless somebody says otherwise, and what it is likest to: a product
    (`answer` "is:…") or another name of the file that carries more ("as:…").
    """
    ordered = sorted(names.seen.values(), key=lambda one: (-one.weight[0], -one.weight[1], one.key))
    alike: Alike[int] = Alike()
    for pk, name in known.names.items():
        if pk <= FIRST:
            alike.add(pk, name)
    for pk, name in known.others:
        alike.add(pk, name)
    shown = ordered[:MOST]
    found = [_one(one, known, alike, answers.get(one.key, "")) for one in shown]
    _refer(found)
    return {"names": found, "more": len(ordered) - len(shown)}


def _one(seen: Seen, known: Dictionary, alike: Alike[int], answered: str) -> dict[str, Any]:
    """One name as it is asked about; those after it are compared with it too."""
    told: dict[str, Any] = {
        "key": seen.key, "code": seen.code, "name": seen.name or seen.code, "how": seen.how, "lines": seen.lines,
        "money": dict(seen.money), "answered": answered if seen.how == "answered" else "",
    }  # fmt: skip
    if seen.how == "joined" and seen.product is not None:
        name = known.names.get(seen.product, "")
        told["like"] = {"product": seen.product, "name": name, "reason": likeness(seen.name, name).reason}
        return told
    if near := alike.nearest(seen.name) if seen.name else None:
        name = known.names.get(near.key, near.name)
        told["like"] = {"product": near.key, "name": name, "reason": near.likeness.reason, "called": near.name}
    if seen.name and seen.product is not None and seen.product > FIRST:
        alike.add(seen.product, seen.name)
    return told


def _refer(found: list[dict[str, Any]]) -> None:
    """What is likest by the answer that would say so: stored products by their reference, one query."""
    wanted = {one["like"]["product"] for one in found if "like" in one}
    refs = dict(Product.everything.filter(pk__in=wanted).values_list("pk", "ref")) if wanted else {}
    for one in found:
        if "like" in one:
            pk = one["like"].pop("product")
            one["like"]["answer"] = answer(IS, refs[pk]) if pk in refs else answer(AS, one["like"]["name"])
