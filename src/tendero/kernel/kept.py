"""What changes a few times a day and is asked for by every request: rights, own fields, settings, views.

Each process keeps a copy of it (`Kept`) under a stamp. Whoever changes the original puts a new stamp beside it, in the
same transaction (`touch`, or `Journaled.kept` of a model that `kernel.write` writes). All stamps are read together,
once per request or change set and at every question elsewhere: one small query says that every copy is still fresh.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connections

from tendero.kernel import changes, refs
from tendero.kernel.models import Setting, Stamp
from tendero.kernel.models.settings import DEFAULTS

T = TypeVar("T")
_NOTE = "kernel.kept"
verify = False
"""Make everything on a `Shelf` again at each use and compare: for tests."""


class Stale(AssertionError):
    """What is kept under a key came out otherwise than before, and nothing that is kept has changed."""


_ALL = f"SELECT name, value FROM {Stamp._meta.db_table}"  # noqa: S608 - a table of our own


@dataclass
class _Held:
    """The stamps as one request read them."""

    stamps: Mapping[str, str] | None = None


_held: ContextVar[_Held | None] = ContextVar("tendero_kept_held", default=None)


class Kept(Generic[T]):
    """A copy of something in the database, the same for everybody; call it to have it fresh.

    `load` reads it; what it returns is shared by all threads, so nobody changes it.
    """

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._copy: tuple[str, T] | None = None

    def __call__(self) -> T:
        stamp = stamps().get(self.name, "")
        copy = self._copy
        if copy is None or copy[0] != stamp:
            copy = self._copy = (stamp, self._load())
        return copy[1]


class Shelf(Generic[T]):
    """Copies of many things by a key, all of them old as soon as anything that is kept changes.

    At most so many of them: the one asked for longest ago goes first. What is made is shared by all threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._copies: tuple[Mapping[str, str], dict[Hashable, T]] = ({}, {})

    def get(self, key: Hashable, make: Callable[[], T], holds: Callable[[T], bool] = bool) -> T:
        """The copy under `key` if it still `holds`, else the one that `make` makes."""
        now = stamps()
        with self._lock:
            if self._copies[0] != now:
                self._copies = (now, {})
            copies = self._copies[1]  # those of these stamps, whatever other threads find
            found = copies.pop(key, None)
            if found is not None:
                copies[key] = found  # the last one now
        if found is not None and holds(found):
            return found
        with held(now):
            made = make()
        with self._lock:
            copies[key] = made
            while len(copies) > self._most:
                del copies[next(iter(copies))]
        return made

    def clear(self) -> None:
        """Make everything anew."""
        self._copies = ({}, {})


def touch(name: str) -> None:
    """The original has changed: every process reads it again after this transaction, this one at once.

    Called after the change or in its transaction, so that nobody reads the old under the new stamp. Stamps are random,
    never counted up: the stamp of a change that was rolled back must not come again.
    """
    Stamp.objects.update_or_create(name=name, defaults={"value": refs.new_ref()})
    forget()


def forget() -> None:
    """Look at the stamps again at the next question."""
    holder, opened = _held.get(), changes.current()
    if holder is not None:
        holder.stamps = None
    if opened is not None:
        opened.notes.pop(_NOTE, None)


@contextmanager
def held(known: Mapping[str, str] | None = None) -> Iterator[None]:
    """Read the stamps once in this block: one request, one chunk of work. Inside another block, that one counts.

    Whoever has just read them says what is `known`.
    """
    if _held.get() is not None:
        yield
        return
    token = _held.set(_Held(known))
    try:
        yield
    finally:
        _held.reset(token)


def stamps() -> Mapping[str, str]:
    """The stamp of everything that is kept, by its name, as this request reads them: two that are alike mean that no
    copy was made old in between."""
    holder, opened = _held.get(), changes.current()
    if holder is not None:
        if holder.stamps is None:
            holder.stamps = _read()
        return holder.stamps
    if opened is None:
        return _read()
    if _NOTE not in opened.notes:
        opened.notes[_NOTE] = _read()
    found: Mapping[str, str] = opened.notes[_NOTE]
    return found


def _read() -> Mapping[str, str]:
    with connections[Stamp.objects.db].cursor() as cursor:  # once a request: faster as plain text
        cursor.execute(_ALL)
        return dict(cursor.fetchall())


def _read_settings() -> dict[str, Any]:
    return DEFAULTS | dict(Setting.objects.values_list("name", "value"))


settings = Kept("settings", _read_settings)
