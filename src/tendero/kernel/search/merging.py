"""The word index during a great job: its words are jotted down by who writes, and put in their place by another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DatabaseError, connection

from tendero.kernel import db
from tendero.kernel.models.search import SearchDocument

log = logging.getLogger("tendero.search")


@contextmanager
def merging() -> Iterator[Callable[[], None]]:
    """Inside, call what it yields after each transaction that was relaxed (`db.relax`); it does not wait.

    A thread with a connection of its own merges the new words meanwhile, a third of what an import asks of PostgreSQL.
    Nobody's search misses a word in between: it reads those that wait as well.
    """
    waiting: list[Future[None]] = []

    def merge() -> None:
        if not waiting or waiting[-1].done():
            waiting[:] = [beside.submit(_merge)]

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="words") as beside:
        try:
            yield merge
        finally:
            beside.submit(_merge)


def _merge() -> None:
    try:
        db.engine().merge_words(SearchDocument._meta.indexes[0].name)
    except DatabaseError as problem:  # the engine merges by itself sooner or later
        log.info("the word index was not merged: %s", type(problem).__name__)
    finally:
        connection.close()
