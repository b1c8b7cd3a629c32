"""The tasks that exist and when some of them run by the clock: declared in code, checked at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.utils.functional import Promise

if TYPE_CHECKING:
    pass

Queue = Literal["short", "long"]
QUEUES: tuple[Queue, ...] = ("short", "long")


class UnknownTask(LookupError):
    """No room declares a task of this name."""


@dataclass(frozen=True)
class Task:
    """A declared task. `lease` in seconds: how long a silent worker keeps the job before another may take it.

    One that `sends` waits while no mail may leave.
    """

    name: str
    function: Callable[..., Any]
    queue: Queue = "short"
    retries: int = 5
    lease: int = 60
    label: str | Promise = ""
    sends: bool = False


@dataclass(frozen=True)
class Turn:
    """A task that runs by the clock: every `every` seconds, or daily at `at` (hh:mm) in `zone`."""

    name: str
    task: str
    every: int | None = None
    at: str = ""
    zone: str = "UTC"
    arguments: dict[str, Any] = field(default_factory=dict)


_tasks: dict[str, Task] = {}
_turns: dict[str, Turn] = {}
F = TypeVar("F", bound=Callable[..., Any])


def task(
    name: str,
    queue: Queue = "short",
    retries: int = 5,
    lease: int = 60,
    label: str | Promise = "",
    sends: bool = False,
) -> Callable[[F], F]:
    """Declares `def f(job: Job, **arguments)` as the task `name` (``room.verb``).

    `retries` counts further attempts after the first. What the function returns becomes `job.result` (JSON). `label` is
    what the person who started it reads above the bar; what `sends` waits while no mail may leave. Two functions under
    one name raise ValueError.
    """

    def register(function: F) -> F:
        known = _tasks.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two tasks are called {name}")
        _tasks[name] = Task(name, function, queue, retries, lease, label, sends)
        return function

    return register


def schedule(
    name: str, task: str, *, every: int | None = None, at: str = "", zone: str = "UTC", **arguments: Any
) -> None:
    """Lets `task` run every `every` seconds, or daily `at` "hh:mm" in `zone`; `name` is the row's identity."""
    if bool(every) == bool(at):
        raise ValueError(f"schedule {name}: give either every= or at=")
    _turns[name] = Turn(name, task, every, at, zone, arguments)


def get(name: str) -> Task:
    """The task of that name; raises `UnknownTask`."""
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None


def tasks() -> list[Task]:
    """Every declared task, by name."""
    return sorted(_tasks.values(), key=lambda known: known.name)


def sending() -> list[str]:
    """The names of the tasks that send something out of the house."""
    return [known.name for known in tasks() if known.sends]


def turns() -> list[Turn]:
    """Everything that runs by the clock, by name."""
    return sorted(_turns.values(), key=lambda turn: turn.name)


def discover() -> None:
    """Imports `tasks.py` of every room, so that names can be checked and workers know them."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("tasks")
