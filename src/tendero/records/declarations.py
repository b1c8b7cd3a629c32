"""The parts a record's declaration is made of: labels, sections, presets, panels, the board."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tendero.kernel.actor import Actor
from tendero.records.fields import Field, Related, Text


@dataclass(frozen=True)
class Labels:
    """How people call one and many; `new` is the button, `empty` what an empty list is for, `all` its first tab."""

    one: Text
    many: Text
    new: Text = ""
    empty: Text = ""
    all: Text = ""


@dataclass(frozen=True)
class Section:
    """Fields that stand together in form and detail; `folded` ones open on demand.

    Of a section that is not `told` forms ask, and a panel of the page tells it in its own way.
    """

    label: Text
    fields: Sequence[str]
    folded: bool = False
    told: bool = True


@dataclass(frozen=True)
class Preset:
    """A view that comes with the product. `wide`: whoever looks after everybody's rows begins with it."""

    key: str
    label: Text
    filter: Mapping[str, Any] = field(default_factory=dict)
    order: str = ""
    columns: Sequence[str] = ()
    layout: str = "table"
    wide: bool = False


@dataclass(frozen=True)
class Panel:
    """Content on a record's page, from this room or one above: a template, and what it needs, read for one row.

    `reads` names the relations to the row in which it looks: a page that asks beforehand which of them have anything
    (`kernel.db.present`) spares it the question where there is nothing.
    """

    name: str
    label: Text
    template: str
    context: Callable[[Any, Actor], Mapping[str, Any]]
    side: bool = False
    position: int = 50
    record: str = ""
    reads: Sequence[str] = ()


@dataclass(frozen=True)
class BoardColumn:
    """One column: the value its rows have (as the filter language writes it), a name, a hint beside it (odds)."""

    key: str
    label: Text
    hint: Text = ""
    look: str = ""


@dataclass(frozen=True)
class Share:
    """A part of a column's strip: how many cards are late, for today, planned, without next step."""

    look: str
    number: int
    text: Text


@dataclass(frozen=True)
class Board:
    """Columns by a choice or relation field, a sum in each header.

    A room with more to say gives its own: `columns(actor)`, `move(row, *, column, before, by)` (an action; `before` is
    the row that will stand below, or None for the end), `strip(rows, actor)` (`{column key: [Share, ...]}` over a
    queryset), the template of a `card`, or a screen of its own under `url_name`.
    """

    by: str
    total: str = ""
    url_name: str = ""
    card: str = "records/board/card.html"
    facts: Sequence[str] = ()
    columns: Callable[[Actor], Sequence[BoardColumn]] | None = None
    move: Callable[..., Any] | None = None
    strip: Callable[[Any, Actor], Mapping[str, Sequence[Share]]] | None = None
    rotting: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Caution:
    """What a form says beside a field without refusing it; `field` empty for the whole form."""

    field: str
    text: Text


@dataclass(frozen=True)
class Similar:
    """A row that may be the same as the one being typed. `row` is None when it lies outside the actor's reach.

    `field` is the one that says so, beside which a form tells it; empty where it takes several, or may not be told.
    """

    row: Any
    why: Text
    field: str = ""


@dataclass(frozen=True)
class Link:
    """A page beside a list, in its menu, for whoever may use `verb`; `count` says how much waits there, at constant
    cost: it is asked after the rows have come. It answers with the number and whether there is more than that."""

    key: str
    label: Text
    url: Callable[[], str]
    icon: str
    verb: str = "view"
    count: Callable[[Actor], tuple[int, bool]] | None = None


@dataclass
class Extension:
    """What a room above adds to a record of a room below."""

    fields: Sequence[Field] = ()
    columns: Sequence[str] = ()
    panels: Sequence[Panel] = ()
    related: Sequence[Related] = ()
    presets: Sequence[Preset] = ()
    together: Mapping[str, Sequence[str]] = field(default_factory=dict)
