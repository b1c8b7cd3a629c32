"""The fields of a record as facts, and the panels around them in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records import custom, values
from tendero.records.declarations import Panel
from tendero.records.fields import Field, Kind
from tendero.records.form.layout import all_sections
from tendero.records.listing.cells import drawn
from tendero.records.listing.columns import shown_fields, why_closed
from tendero.records.registry import RecordType
from tendero.records.sight import sighted
from tendero.ui.markup import weblink

MORE: Final = Panel("more", _("More data"), "records/detail/more.html", lambda _row, _actor: {}, position=25)


@dataclass(frozen=True)
class Fact:
    """One field with what stands in it; `editable` in place. `blank` ones hide on a phone until asked for."""

    field: Field
    inside: SafeString | str
    editable: bool
    blank: bool
    closed: str = ""


@dataclass(frozen=True)
class FactSection:
    """Facts that stand together."""

    label: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class ShownPanel:
    """A panel with its content read; `template` empty for the facts themselves."""

    panel: Panel | None
    content: Mapping[str, Any]
    position: int

    @property
    def template(self) -> str:
        return self.panel.template if self.panel else "records/detail/facts.html"


def sections(
    record: RecordType[Any], row: Any, actor: Actor, *, editable: bool, own: bool = False
) -> list[FactSection]:
    """Every field this actor may know of (`own`: only those the company made), in the sections of the form."""
    found = shown_fields(record, actor)
    known = {name: field for name, field in found.items() if not own or field.custom is not None}
    open_fields = record.writable_for(actor) if editable and known else {}
    custom.attach([row], known.values())
    sighted([row], actor)
    shown = [
        FactSection(
            str(section.label), [_fact(known[n], row, actor, open_fields) for n in section.fields if n in known]
        )
        for section in all_sections(record, actor)
        if section.told
    ]
    return [section for section in shown if section.facts]


def _own_fields(record: RecordType[Any], row: Any, actor: Actor) -> ShownPanel:
    """The fields the company made, for a card that draws all others in its own way."""
    if not any(field.custom is not None for field in shown_fields(record, actor).values()):
        return ShownPanel(MORE, {"more": []}, MORE.position)
    editable = permissions.allowed(actor, "change", row)
    found = sections(record, row, actor, editable=editable, own=True)
    return ShownPanel(MORE, {"more": found, "record": record, "row": row, "may_change": editable}, MORE.position)


def _fact(field: Field, row: Any, actor: Actor, open_fields: Mapping[str, Field]) -> Fact:
    blank = values.is_blank(values.held(field, row))
    inside: SafeString | str = "" if blank else _inside(field, row, actor)
    closed = why_closed(field, open_fields) if open_fields else ""
    return Fact(field, inside, bool(open_fields) and not closed, blank, closed)


def _inside(field: Field, row: Any, actor: Actor) -> SafeString | str:
    """Facts have room: several values are all told."""
    if field.kind is Kind.LIST:
        return values.shown(field, row, actor)
    if field.kind is Kind.URL:
        return weblink(values.shown(field, row, actor), "t-link--quiet")
    return drawn(field, row, actor)


def shown_panels(
    record: RecordType[Any], row: Any, actor: Actor, *, brief: bool = False
) -> dict[str, list[ShownPanel]]:
    """Panels of the middle and of the side, by position; the side panel of a list (`brief`) leaves the side out."""
    found = record.panels_for(actor)
    middle = [ShownPanel(p, p.context(row, actor), p.position) for p in found if not p.side]
    if record.facts_position is not None:
        middle.append(ShownPanel(None, {}, record.facts_position))
    else:
        middle.append(_own_fields(record, row, actor))
    side = [] if brief else [ShownPanel(p, p.context(row, actor), p.position) for p in found if p.side]
    return {"middle": sorted(middle, key=_position), "side": sorted(side, key=_position)}


def _position(panel: ShownPanel) -> int:
    return panel.position
