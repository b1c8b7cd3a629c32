"""Who turns rows of a file into rows of a record. A room declares its own; the rest share the generic one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.db.models import QuerySet

from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.exchange.plan import Formats, Outcome, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.fields import Text


@dataclass(frozen=True, slots=True)
class Target:
    """A place a column may go to. `many`: several columns may go there; `effect` says in a few words what it does.

    `splits`: several values in a cell are told apart, unless the plan keeps the column whole.
    """

    key: str
    label: Text
    group: Text = ""
    many: bool = False
    effect: Text = ""
    splits: bool = False


@dataclass(frozen=True, slots=True)
class Tallied:
    """What an import made or added up besides what became of its rows; `doubt` where somebody should look."""

    key: str
    label: Text
    figure: str
    doubt: bool = False


class Memory(Protocol):
    """What the import has done so far, so that a row knows whether an earlier one already spoke of its record."""

    def touched(self, ids: Iterable[int]) -> set[int]: ...


class Session(Protocol):
    """One pass over a file. Chunks come in order; `write` runs inside an open change set.

    `prepare` reads the cells and asks nobody, so that it may run in another thread while the chunk before is written;
    what it answers has a `number` each, as the rows have. `also_made` counts the records of the same kind that this
    pass has made, or would have, for being named by rows; `tally` whatever else it made or added up, by names that
    `Importer.tallied` puts into words. One that `recalls` is shown the rows that were written before a restart.
    `finish` comes when all rows are there, with the keys of the records they speak of; it too may come twice.
    """

    also_made: int
    tally: Counter[str]
    recalls: bool

    def prepare(self, rows: Sequence[StagedRow]) -> Sequence[Any]: ...

    def foresee(self, prepared: Sequence[Any]) -> list[Outcome]: ...

    def write(self, prepared: Sequence[Any], memory: Memory) -> list[Outcome]: ...

    def recall(self, rows: Sequence[StagedRow]) -> None: ...

    def finish(self, records: QuerySet[Any]) -> None: ...


@runtime_checkable
class Choosing(Protocol):
    """A session that meets what somebody should decide. After a dry run it says what, in plain values fit for JSON.

    What is answered comes back as `Plan.answers`; what is not goes its usual way.
    """

    def choices(self) -> dict[str, Any]: ...


@runtime_checkable
class Asker(Protocol):
    """An importer that shows those choices before the file is imported: with which template, and what it needs."""

    asks_with: str

    def asks(self, batch: Any, actor: Actor) -> Mapping[str, Any] | None: ...


@runtime_checkable
class Showing(Protocol):
    """A session whose dry run shows more than counts: plain values for the preview, by name."""

    @property
    def shows(self) -> Shown: ...


class Shown(Protocol):
    """What a dry run gathered for the preview."""

    def plain(self) -> dict[str, Any]: ...


class Importer(Protocol):
    """How one kind of record is imported."""

    def targets(self, actor: Actor) -> Sequence[Target]: ...

    def guess(self, label: str) -> str:
        """The target a title names, "" for none; the titles of other programs are known too."""
        ...

    def matches(self) -> Sequence[tuple[str, Text]]:
        """Kinds of keys by which a row may be found to exist, strongest first."""
        ...

    def also(self) -> Text:
        """What `Session.also_made` counts, in words; "" where it makes none."""
        ...

    def tallied(self, tally: Mapping[str, int]) -> Sequence[Tallied]:
        """What `Session.tally` came to, in words."""
        ...

    def heeds(self) -> frozenset[str]:
        """Which of the choices about new ones (fields of `Plan`) its sessions follow; the rest are not asked for."""
        ...

    def program(self, labels: Sequence[str]) -> str:
        """The program whose export has these titles, "" where none is recognised."""
        ...

    def stated(self, plan: Plan, formats: Formats, cells: Sequence[str]) -> int | None:
        """What a row of totals says the file comes to, told to `tallied` as "stated"; None where it says nothing."""
        ...

    def session(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> Session: ...


_importers: dict[str, Importer] = {}


def declare(record_key: str, importer: Importer) -> None:
    """Let `importer` read files of this record; called once, at start-up."""
    _importers[record_key] = importer


def of(record_key: str) -> Importer:
    """The importer of a record: its own, or the generic one."""
    from tendero.records.exchange.generic import FieldImporter  # which declares nothing and reads the registry

    return _importers.get(record_key) or FieldImporter(registry.get(record_key))
