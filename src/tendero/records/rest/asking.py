"""The query of a request: which rows, in which order, with which fields. Whatever is not known is refused."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.fields import Field
from tendero.records.rest import output
from tendero.records.rest.problems import Problem, unreadable

LIST: Final = frozenset({"q", "filter", "order", "cursor", "limit", "fields", "expand"})
ONE: Final = frozenset({"fields", "expand"})
NOTHING: Final[frozenset[str]] = frozenset()
LONGEST_QUERY: Final = 200
MOST_ROWS: Final = 200


@dataclass(frozen=True)
class Asked:
    """A query after reading."""

    fields: dict[str, Field]
    expand: tuple[str, ...] = ()
    text: str = ""
    filter: Any = None
    order: str = ""
    cursor: str = ""
    limit: int = 50
    known: dict[str, Field] = field(default_factory=dict)


def read(request: HttpRequest, record: registry.RecordType[Any], actor: Actor, allowed: Collection[str]) -> Asked:
    """What the query asks for. Problem 400 names the part that cannot be read."""
    given = {name: request.GET.getlist(name) for name in request.GET}
    for name, several in given.items():
        if name not in allowed:
            raise unreadable(name, _("There is no such parameter."), "unknown")
        if len(several) > 1 or "\x00" in several[0]:
            raise unreadable(name, _("Give this parameter once, as plain text."))
    query = {name: several[0] for name, several in given.items()}
    known = output.known(record, actor)
    return Asked(
        fields=_fields(query.get("fields"), known),
        expand=_expand(query.get("expand", ""), known),
        text=_text(query.get("q", "")),
        filter=_filter(query.get("filter", "")),
        order=_order(query.get("order", ""), known),
        cursor=query.get("cursor", ""),
        limit=_limit(query.get("limit", "50")),
        known=known,
    )


def _fields(text: str | None, known: dict[str, Field]) -> dict[str, Field]:
    if text is None:
        return known
    found: dict[str, Field] = {}
    for name in _names(text):
        if name == "custom":
            found |= {own: one for own, one in known.items() if one.custom is not None}
        elif name in known:
            found[name] = known[name]
        elif name not in output.ALWAYS:
            raise unreadable("fields", _("There is no field “%(name)s”.") % {"name": name[:60]}, "unknown")
    return found


def _expand(text: str, known: dict[str, Field]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_names(text)))
    for name in found:
        if name not in known or not known[name].is_relation:
            raise unreadable("expand", _("“%(name)s” is no relation.") % {"name": name[:60]}, "unknown")
    return found


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _text(text: str) -> str:
    if len(text) > LONGEST_QUERY:
        raise unreadable("q", _("That text is too long."), "max_length")
    return text


def _filter(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable("filter", _("The filter is not JSON.")) from error


def _order(text: str, known: dict[str, Field]) -> str:
    name = text.removeprefix("-")
    if text and (name not in known or not known[name].sort):
        raise unreadable("order", _("The rows cannot be ordered by “%(name)s”.") % {"name": name[:60]}, "unknown")
    return text


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_ROWS):
        raise unreadable("limit", _("A whole number from 1 to 200."))
    return int(text)


def versions(request: HttpRequest, header: str) -> set[int] | None:
    """The versions an If-Match or If-None-Match names; None without the header or for ``*``."""
    text = request.headers.get(header, "").strip()
    if not text or text == "*":
        return None
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in text.split(",")]
    if header == "If-Match" and not any(tag.isascii() and tag.isdigit() for tag in tags):
        raise Problem(412)
    return {int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) < 12}
