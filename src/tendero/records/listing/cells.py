"""The inside of a table's cells: plain markup, made once per column and called once per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records import values
from tendero.records.fields import Field, Kind
from tendero.ui import words
from tendero.ui.markup import fill, told
from tendero.ui.templatetags.tendero import avatar

Draw = Callable[[Any], SafeString]
CHIPS: Final = 2
NONE: Final = mark_safe('<span class="t-cell--none">—</span>')
NOTHING: Final = mark_safe("")


def drawer(field: Field, actor: Actor) -> Draw:
    """How cells of this field are drawn for this actor; for as many rows as one likes, within one answer."""
    if field.draw is not None:
        own = field.draw
        return lambda row: own(row, values.held(field, row), actor)
    if field.template:
        return _by_template(field, actor)
    if field.kind in (Kind.DATE, Kind.DATETIME):
        return _by_the_clock(field)
    if field.kind is Kind.USER:
        return _each_once(field)
    draw = _DRAW.get(field.kind, _text)
    return lambda row: draw(field, values.held(field, row), actor)


def _by_template(field: Field, actor: Actor) -> Draw:
    """A room's own drawing; one context serves all rows."""
    template: Any = get_template(field.template)
    context = Context({"actor": actor})

    def draw(row: Any) -> SafeString:
        context["row"], context["value"] = row, values.held(field, row)
        return SafeString(template.template.render(context).strip())

    return draw


def _by_the_clock(field: Field) -> Draw:
    """Days and moments; zone, today and language are asked once."""
    here = words.Here()
    tell = here.day if field.kind is Kind.DATE else here.when

    def draw(row: Any) -> SafeString:
        value = values.held(field, row)
        return told(tell(value)) if value else NOTHING

    return draw


def _each_once(field: Field) -> Draw:
    """People: a page names the same few over and over."""
    known: dict[Any, SafeString] = {}

    def draw(row: Any) -> SafeString:
        value = values.held(field, row)
        key = getattr(value, "pk", None)
        if key is None:
            return _person(value)
        if key not in known:
            known[key] = _person(value)
        return known[key]

    return draw


def drawn(field: Field, row: Any, actor: Actor) -> SafeString:
    """One cell, for the answer to an edit in place and for facts."""
    return drawer(field, actor)(row)


def _text(field: Field, value: Any, actor: Actor) -> SafeString:
    return told(values.shown_value(field, value, actor))


def _money(field: Field, value: Any, actor: Actor) -> SafeString:
    if not isinstance(value, Money):
        return NONE
    return told(words.amount(value.amount, value.currency)) if value.amount else NONE


def _choices(field: Field, value: Any, actor: Actor) -> SafeString:
    labels = [values.shown_value(field, [one], actor) for one in value or ()]
    shown = chips(labels[:CHIPS])
    if len(labels) <= CHIPS:
        return shown
    rest = ", ".join(labels[CHIPS:])
    return fill('{}<span class="t-chip t-chip--more" title="{}">+{}</span>', shown, rest, len(labels) - CHIPS)


def chips(labels: Sequence[str]) -> SafeString:
    """Chips beside each other."""
    return mark_safe("".join(fill('<span class="t-chip">{}</span>', label) for label in labels))  # noqa: S308 - every part is escaped


def _person(value: Any) -> SafeString:
    if value is None:
        return NOTHING
    short = str(getattr(value, "first_name", value))
    return fill('<span class="t-who">{}<span title="{}">{}</span></span>', avatar(str(value), size="sm"), value, short)


def _phone(field: Field, value: Any, actor: Actor) -> SafeString:
    first = value[0] if isinstance(value, list) and value else value
    return told(words.phone(str(first))) if first else NOTHING


def _flag(field: Field, value: Any, actor: Actor) -> SafeString:
    return NOTHING if value is None else told(_("Yes") if value else _("No"))


_DRAW: Final[dict[Kind, Callable[[Field, Any, Actor], SafeString]]] = {
    Kind.MONEY: _money,
    Kind.CHOICES: _choices,
    Kind.PHONE: _phone,
    Kind.BOOL: _flag,
}
