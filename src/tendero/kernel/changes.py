"""Change sets: everything one action did, under one name, in one transaction."""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from tendero.kernel.actor import Actor, Origin
from tendero.kernel.models import ChangeSet

Guard = Callable[[ChangeSet, Actor], str]
_current: ContextVar["OpenChangeSet | None"] = ContextVar("tendero_change_set", default=None)
ACTIONS: dict[str, "ActionInfo"] = {}
_whole: dict[str, Guard] = {}

F = TypeVar("F", bound=Callable[..., Any])


class NoChangeSet(RuntimeError):
    """Something tried to write or publish outside an action."""


@dataclass
class OpenChangeSet:
    """The change set being written: its row is made when the first change is journaled.

    `written` are the models of which there are new rows. Of the records that were touched, those `ready` had all their
    columns filled by their writer, and of those that are `quiet` only columns changed that stand `alone`. `notes` are
    what rooms remember for its length, so as not to ask again.
    """

    actor: Actor
    action: str
    origin: Origin
    reverts_id: int | None = None
    row: ChangeSet | None = None
    touched: dict[type[Any], set[int]] = field(default_factory=dict)
    created: dict[type[Any], set[int]] = field(default_factory=dict)
    ready: dict[type[Any], set[int]] = field(default_factory=dict)
    quiet: dict[type[Any], set[int]] = field(default_factory=dict)
    written: set[type[Any]] = field(default_factory=set)
    batch: str = ""
    notes: dict[str, Any] = field(default_factory=dict)

    def saved(self) -> ChangeSet:
        """The row, written on first need."""
        if self.row is None:
            self.row = ChangeSet.objects.create(
                action=self.action,
                actor_kind=self.actor.kind,
                actor_id=self.actor.user_id,
                actor_name=self.actor.name,
                origin=self.origin,
                reverts_id=self.reverts_id,
                batch=self.batch,
            )
        return self.row

    @property
    def ref(self) -> str:
        """Its public reference, or "" when nothing has been written."""
        return self.row.ref if self.row else ""


def with_rows_of(child: type[Any], root: type[Any], ids: Iterable[int]) -> list[int]:
    """Which of these records may have rows of `child`: one made in this change set has what was written in it, no more.

    What a screen makes a moment ago need not be asked for the children that it cannot have.
    """
    opened = _current.get()
    if opened is None or child in opened.written or not (made := opened.created.get(root)):
        return list(ids)
    return [pk for pk in ids if pk not in made]


@dataclass(frozen=True)
class ActionInfo:
    """One verb of the house, as permissions, menus and the API know it."""

    name: str
    label: Any
    record: str
    verb: str
    function: Callable[..., Any]
    offered: bool


def current() -> OpenChangeSet | None:
    """The open change set, if any."""
    return _current.get()


def require_current() -> OpenChangeSet:
    """The open change set, or NoChangeSet."""
    found = _current.get()
    if found is None:
        raise NoChangeSet("write inside an @action or a change_set()")
    return found


@contextmanager
def change_set(
    action: str, *, by: Actor, origin: Origin | None = None, reverts: ChangeSet | None = None, batch: str = ""
) -> Iterator[OpenChangeSet]:
    """Open a change set, or join the one that is open. Closing the outermost one refreshes what it touched.

    `batch` ties together the change sets of one long piece of work, such as an import's chunks.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    opened = OpenChangeSet(by, action, origin or by.origin, reverts_id=reverts.pk if reverts else None, batch=batch)
    token = _current.set(opened)
    try:
        with transaction.atomic():
            yield opened
            close(opened)
    finally:
        _current.reset(token)


def close(opened: OpenChangeSet) -> None:
    """Bring versions, computed columns and the search index of every touched record up to date."""
    from tendero.kernel import write  # which writes inside change sets

    for _round in range(4):
        if not opened.touched:
            return
        touched, opened.touched = opened.touched, {}
        quiet, opened.quiet = opened.quiet, {}
        for model, ids in touched.items():
            write.settle(model, sorted(ids), ready=opened.ready.get(model, set()) | quiet.get(model, set()))
    raise RuntimeError("refreshing a record keeps touching others")


def action(label: Any, *, record: str, verb: str, offered: bool = False) -> Callable[[F], F]:
    """Make a function an action: the outermost one opens the change set named after it.

    `record` and `verb` say which permission it needs; `offered` puts it on the record's screens, its bulk bar and its
    API. The function takes the record first, the rest by keyword, the actor as `by`.
    """

    def decorate(function: F) -> F:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"

        @functools.wraps(function)
        def run(*args: Any, by: Actor, **kwargs: Any) -> Any:
            with change_set(name, by=by):
                return function(*args, by=by, **kwargs)

        ACTIONS[name] = ActionInfo(name, label, record, verb, run, offered)
        return run  # type: ignore[return-value]

    return decorate


def undone_whole(name: str, guard: Guard) -> None:
    """Say that what the action `name` did is taken back as one piece, or not at all.

    `guard` answers why this actor may not take it back, or bring it back, today; "" when he may. Then no row of it is
    asked for rights of its own: whoever may do the verb may undo all that followed from it.
    """
    _whole[name] = guard


def is_whole(name: str) -> bool:
    """Whether what the action `name` did is taken back as one piece."""
    return name in _whole


def guard_of(change_set: ChangeSet) -> Guard | None:
    """The guard of what this change set did, or took back; None where each row answers for itself."""
    while change_set.reverts is not None:
        change_set = change_set.reverts
    return _whole.get(change_set.action)
