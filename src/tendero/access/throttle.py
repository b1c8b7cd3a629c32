"""Counting guesses in the cache that all processes share.

A throttle has `limit` numbered places per key; taking a place is one atomic `cache.add`, so two processes never take
the same one, and each place frees itself `seconds` after it was taken: in any window of that length there are at most
`limit` guesses, however they are spread.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Place:
    """One taken place; give it back when the attempt turned out to be the owner himself."""

    cache_key: str

    def give_back(self) -> None:
        cache.delete(self.cache_key)


@dataclass(frozen=True)
class Throttle:
    """At most `limit` attempts per key in any `seconds`."""

    name: str
    limit: int
    seconds: int

    def take(self, key: str) -> Place | None:
        """A place for one attempt, or `None` when all are taken. The key is stored hashed: it may be an e-mail."""
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        for number in range(self.limit):
            cache_key = f"throttle:{self.name}:{digest}:{number}"
            if cache.add(cache_key, 1, self.seconds):
                return Place(cache_key)
        return None


PER_ACCOUNT = Throttle("sign-in-account", limit=5, seconds=15 * 60)
"""Guesses checked against one account, however it was named."""

PER_NAME = Throttle("sign-in-name", limit=5, seconds=15 * 60)
"""Guesses with one typed name, whether or not anyone has it: the answer must not tell."""

PER_ADDRESS = Throttle("sign-in-address", limit=40, seconds=15 * 60)
"""Guesses from one network address; generous, because a whole shop may share one."""
