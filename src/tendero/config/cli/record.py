"""``record``: everything that is derived from one record's declaration."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop(
    "print what is derived from a record (`record pipeline.Opportunity`); without a name, all their names"
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", nargs="?", help=_("record key, such as directory.Party, or slug, such as parties"))


def run(options: argparse.Namespace) -> int:
    """Exit 0; 1 when the declaration has faults, which stand at the end."""
    start()
    from django.utils import translation

    from tendero.records import checks, registry

    if not options.key:
        print("\n".join(f"{record.key:<28}{record.slug}" for record in registry.every()))
        return 0
    record = next((one for one in registry.every() if options.key in (one.key, one.slug)), None)
    if record is None:
        raise CommandFailed(
            _("there is no record “%(key)s”; there are %(known)s")
            % {"key": options.key, "known": ", ".join(registry.keys())}
        )
    with translation.override("en"):
        print("\n".join(_told(record)))
        faults = list(checks.faults(record))
    print("\n".join(f"WRONG: {fault}" for fault in faults), end="\n" if faults else "")
    return 1 if faults else 0


def _told(record: Any) -> Iterator[str]:
    yield f"{record.key}: {record.labels.one}, {record.labels.many}"
    yield from _part("Fields", [_field(field) for field in _fields(record)])
    yield from _part("List", [", ".join(record.all_columns()), f"order {record.order}"])
    yield from _part("Form", [f"{section.label}: {', '.join(section.fields)}" for section in record.sections])
    yield from _part(
        "Views", [f"{preset.key}: {preset.label} {dict(preset.filter)}" for preset in record.all_presets()]
    )
    panels = sorted([*record.panels, *(p for e in record.extensions for p in e.panels)], key=lambda p: p.position)
    yield from _part("Panels", [f"{panel.position:>3} {panel.name}: {panel.template}" for panel in panels])
    related = record.all_related().values()
    yield from _part("Counted in filters", [f"{one.name}: {one.record}.{one.path} {one.sums}" for one in related])
    yield from _part("Verbs", [", ".join(record.verbs())])
    yield from _part("Screens", _screens(record))
    yield from _part("API", _operations(record))


def _fields(record: Any) -> list[Any]:
    """Its fields, the company's own among them where there is a database already."""
    from django.db import DatabaseError

    try:
        return list(record.all_fields().values())
    except DatabaseError:
        return list(record.own_fields.values())


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def _field(field: Any) -> str:
    marks = [
        name
        for name, holds in (
            ("many", field.many),
            ("required", field.required),
            ("computed", not field.editable),
            (f"sorts by {field.sort}{'' if field.indexed else ' (below 10,000 rows)'}", bool(field.sort)),
            (f"to {field.target}", bool(field.target)),
            ("filters only", field.seek_only),
        )
        if holds
    ]
    return f"{field.name:<24}{field.kind.value:<10}{field.label!s:<32}{', '.join(marks)}".rstrip()


def _screens(record: Any) -> list[str]:
    from django.urls import get_resolver

    routes = get_resolver("tendero.records.urls").url_patterns
    found = [str(route.pattern) for route in routes if "<record:slug>" in str(route.pattern)]
    return [f"/{route.replace('<record:slug>', record.slug)}" for route in found]


def _operations(record: Any) -> list[str]:
    from tendero.records.rest.document import document

    base = f"/api/v1/{record.slug}"
    return [
        f"{method.upper():<7}{path}"
        for path, methods in document()["paths"].items()
        if path == base or path.startswith(f"{base}/")
        for method in methods
    ]
