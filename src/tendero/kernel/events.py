"""Facts, past tense. What happened in a room, told to the rooms above.

`@on(Event)` answers in the same transaction, and its error rolls everything back. `@later(Event)` writes a job row in
that same transaction: the queue is the outbox. Handlers are idempotent by `event.id`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeVar

from tendero.kernel import refs


@dataclass(frozen=True, kw_only=True)
class Event:
    """Carries references and plain values, never personal data."""

    id: str = field(default_factory=refs.new_ref)
    party_id: int | None = None

    @classmethod
    def key(cls) -> str:
        """``room.Name``: how the outbox and `docs/reactions.md` call it."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


Queue = Literal["short", "long"]
E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_now: dict[type[Event], list[Handler]] = defaultdict(list)
_later: dict[type[Event], list[tuple[str, Queue]]] = defaultdict(list)
_by_name: dict[str, tuple[type[Event], Handler]] = {}


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Answer `event` inside the transaction that published it."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _now[event].append(handler)
        return handler

    return register


def later(event: type[E], queue: Queue = "short") -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Answer `event` from a worker, at least once."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{handler.__module__}.{handler.__qualname__}".removeprefix("tendero.")
        _later[event].append((name, queue))
        _by_name[name] = (event, handler)
        return handler

    return register


def publish(event: Event) -> None:
    """Tell everybody who listens; inside a change set only, so that nothing is told that did not happen."""
    from tendero.kernel import changes, jobs  # both publish events themselves

    change_set = changes.require_current()
    for handler in _now[type(event)]:
        handler(event)
    for name, queue in _later[type(event)]:
        jobs.enqueue(
            "kernel.deliver_event",
            by=change_set.actor,
            party_id=event.party_id,
            key=f"{event.id}:{name}",
            handler=name,
            event=asdict(event),
            queue=queue,
        )


def deliver(handler: str, event: dict[str, Any]) -> None:
    """Run one `@later` handler on the event as it was published."""
    kind, answer = _by_name[handler]
    known = {item.name for item in fields(kind)}
    answer(kind(**{name: value for name, value in event.items() if name in known}))


def reactions() -> list[tuple[str, str, str]]:
    """(event, when, handler) for everything registered, sorted: the content of `docs/reactions.md`."""
    rows = [
        (event.key(), "same transaction", f"{handler.__module__}.{handler.__qualname__}".removeprefix("tendero."))
        for event, handlers in _now.items()
        for handler in handlers
    ]
    rows += [(event.key(), "later", name) for event, names in _later.items() for name, _queue in names]
    return sorted(rows)
