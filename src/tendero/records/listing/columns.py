"""Which columns a list shows, in what order and how wide: as the person left them, else as the view says."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.kernel.kept import Kept, touch
from tendero.records.fields import Field, Kind
from tendero.records.listing.views_of import View
from tendero.records.models import ColumnLayout
from tendero.records.models.views import KEPT
from tendero.records.registry import RecordType

NARROWEST: Final = 60
WIDEST: Final = 800
MOST: Final = 30
_LOOKS: Final = {
    Kind.MONEY: "t-cell--money",
    Kind.NUMBER: "t-cell--number",
    Kind.ELAPSED: "t-cell--number",
    Kind.DATE: "t-cell--date",
    Kind.DATETIME: "t-cell--date",
    Kind.BIRTHDAY: "t-cell--date",
    Kind.PHONE: "t-cell--phone",
    Kind.CHOICES: "t-cell--chips",
    Kind.TEXT: "t-cell--clamp",
    Kind.LONG_TEXT: "t-cell--clamp",
    Kind.EMAIL: "t-cell--clamp",
    Kind.URL: "t-cell--clamp",
    Kind.PARTY: "t-cell--clamp",
    Kind.RECORD: "t-cell--clamp",
}


@dataclass(frozen=True)
class Column:
    """A column of the table. `names` the row: it carries the link; `editable` for the actor, in place."""

    field: Field
    width: int = 0
    names: bool = False
    editable: bool = False
    closed: str = ""
    """Why nobody, or not this actor, changes it in place; empty where it may be."""

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def look(self) -> str:
        """Class of its cells."""
        return "t-cell--name" if self.names else _LOOKS.get(self.field.kind, "")

    @property
    def sortable(self) -> bool:
        return bool(self.field.sort)


def columns_for(record: RecordType[Any], view: View, actor: Actor) -> list[Column]:
    """The columns this actor sees in this view; fields hidden from him are not among them."""
    known = shown_fields(record, actor)
    open_fields = record.writable_for(actor)
    title = title_field(record)
    wanted = [(name, width) for name, width in _chosen(record, view, actor) if name in known]
    if title in known and title not in dict(wanted):
        wanted.insert(0, (title, 0))
    return [
        Column(known[name], width, name == title, editable=not closed, closed=closed)
        for name, width in wanted
        for closed in [why_closed(known[name], open_fields)]
    ]


def shown_fields(record: RecordType[Any], actor: Actor) -> dict[str, Field]:
    """The fields this actor may look at; those for filters alone are not among them."""
    return {name: field for name, field in record.fields_for(actor).items() if not field.seek_only}


def told_by(record: RecordType[Any], actor: Actor) -> list[str]:
    """Declared columns with a relation: title and subtitle may read them, so every page of rows loads them."""
    known = record.fields_for(actor)
    return [name for name in record.list_columns if name in known and known[name].joins]


def title_field(record: RecordType[Any]) -> str:
    """The field whose cell opens the row."""
    return record.title_field or record.list_columns[0]


def in_place(field: Field) -> bool:
    """Whether a cell is enough to edit it."""
    return field.kind is not Kind.LIST and not field.item


def why_closed(field: Field, open_fields: Container[str]) -> str:
    """Why a cell of this field is not changed where it stands, in words; empty if it is."""
    if not field.editable:
        return _("It is worked out from other data.")
    if field.name not in open_fields:
        return _("Your profile may read this and not change it.")
    if field.fixed:
        return _("It is said when it is made, and stays.")
    return "" if in_place(field) else _("It is changed in the whole form.")


def _chosen(record: RecordType[Any], view: View, actor: Actor) -> list[tuple[str, int]]:
    kept = layout_of(record, view, actor)
    if kept:
        return kept
    return [(name, 0) for name in (view.columns or record.all_columns())]


def layout_of(record: RecordType[Any], view: View, actor: Actor) -> list[tuple[str, int]]:
    """The columns as this person left them; empty when he never touched them."""
    return _layouts().get((actor.user_id or 0, record.key, view.key), [])


def _read_layouts() -> dict[tuple[int, str, str], list[tuple[str, int]]]:
    kept = ColumnLayout.objects.values_list("user_id", "record", "view", "columns")
    return {(user, record, view): clean(columns) for user, record, view, columns in kept}


_layouts = Kept(KEPT, _read_layouts)


def keep(record: RecordType[Any], view: View, actor: Actor, columns: Sequence[tuple[str, int]]) -> None:
    """Remember the columns of this person in this view; none brings back the view's own."""
    mine: dict[str, Any] = {"user_id": actor.user_id, "record": record.key, "view": view.key}
    known = record.fields_for(actor)
    kept = [[name, width] for name, width in clean(columns) if name in known]
    if columns:
        ColumnLayout.objects.update_or_create(**mine, defaults={"columns": kept})
    else:
        ColumnLayout.objects.filter(**mine).delete()
    touch(KEPT)


def clean(columns: Any) -> list[tuple[str, int]]:
    """What was kept or sent, made sure: names once, widths within reason, not too many."""
    found: dict[str, int] = {}
    for pair in columns if isinstance(columns, list | tuple) else ():
        name, width = (str(pair[0]), pair[1]) if isinstance(pair, list | tuple) and len(pair) == 2 else (str(pair), 0)
        sane = min(WIDEST, max(NARROWEST, width)) if isinstance(width, int) and width > 0 else 0
        found.setdefault(name, sane)
    return list(found.items())[:MOST]
