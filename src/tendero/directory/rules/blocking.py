"""Which of many contacts to compare at all: those that share one of several keys, or stand beside each other.

Pure: contacts are numbers from 0 on, in order; a key is anything that can be hashed.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import Final

from tendero.directory.rules.alike_words import Word
from tendero.directory.rules.likeness import Traits

BLOCK: Final = 20
"""Of a key that more have, each is compared only with the next two in the order of names; by beginnings, with none."""

WINDOW: Final = 2
BEGINNING: Final = 4
NEAR: Final = "near"
_PLACE: Final = 24
"""Bits of a contact's number: sixteen millions of them."""

_MASK: Final = (1 << _PLACE) - 1
_HASH: Final = (1 << (63 - _PLACE)) - 1


def keys_of(traits: Traits) -> Iterator[tuple[Hashable, ...]]:
    """Whoever shares one of these is compared."""
    if traits.tax_id:
        yield "tax", traits.tax_id
    for address in traits.emails:
        yield "email", address
        yield "local", address.partition("@")[0]
    for number in traits.phones:
        yield "phone", number
    for reference in traits.references:
        yield "reference", *reference
    for street, numbers in traits.streets:
        for number in numbers:
            yield "street", street, number
    for words in traits.names:
        yield from _of_name(words, traits)


def _of_name(words: tuple[Word, ...], traits: Traits) -> Iterator[tuple[Hashable, ...]]:
    """Any two words, whole and by their beginnings; one word with the birthday, the code or the town."""
    texts = sorted(word.text for word in words if len(word.text) > 1)
    for one, other in combinations(texts[:4], 2):
        yield one, other
        yield NEAR, one[:BEGINNING], other[:BEGINNING]
    for text in texts[:4]:
        if traits.birthday:
            yield "birthday", traits.birthday, text[0]
        if len(texts) == 1:
            for place in traits.postal_codes or traits.cities:
                yield "place", text, place


def packed(place: int, traits: Traits) -> Iterator[int]:
    """The keys of the contact at `place`, each one number together with it; odd: worth comparing only if rare."""
    for key in {_number(key) for key in keys_of(traits)}:
        yield key << _PLACE | place


def _number(key: tuple[Hashable, ...]) -> int:
    number = hash(key) & _HASH
    return number | 1 if key[0] == NEAR else number & ~1


def candidates(keys: Iterable[int], ranks: Sequence[int], touching: Container[int] | None = None) -> Sequence[int]:
    """Pairs to compare, each `one << 24 | other` with one < other, sorted, none twice; of `packed` keys.

    `ranks`: the place of each contact in the order of names, for keys that too many share. `touching`: only pairs of
    which one is among these.
    """
    found = array("Q")
    for key, block in groupby(sorted(keys), key=lambda packed: packed >> _PLACE):
        members = [number & _MASK for number in block]
        if len(members) > 1 and (len(members) <= BLOCK or not key & 1):
            found.extend(_pairs(members, ranks, touching))
    return sorted(set(found))


def _pairs(members: list[int], ranks: Sequence[int], touching: Container[int] | None) -> Iterator[int]:
    if len(members) > BLOCK:
        members.sort(key=ranks.__getitem__)
        near = ((one, other) for i, one in enumerate(members) for other in members[i + 1 : i + 1 + WINDOW])
        pairs: Iterable[tuple[int, int]] = (pair if pair[0] < pair[1] else pair[::-1] for pair in near)
    else:
        pairs = combinations(members, 2)
    for one, other in pairs:
        if touching is None or one in touching or other in touching:
            yield one << _PLACE | other


def unpacked(pair: int) -> tuple[int, int]:
    """The two places of a candidate."""
    return pair >> _PLACE, pair & _MASK


def groups(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each one of these pairs the smallest of those it is joined with, one by one."""
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = leader[above]
            one = above
        return one

    for one, other in pairs:
        first, second = find(one), find(other)
        leader[max(first, second)] = min(first, second)
    return {one: find(one) for one in list(leader)}
