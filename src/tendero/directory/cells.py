"""Cells of the list of contacts, drawn straight: fifty rows of them make a page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.ui.markup import fill, told

CHIPS: Final = 2
NOTHING: Final = mark_safe("")


def phone(row: Any, value: Any, actor: Actor) -> SafeString:
    """A telephone as it is said. Not a link: a double click changes it in place, and must not dial first."""
    return told(row.phone_shown or row.phone) if row.phone else NOTHING


def roles(row: Any, value: Any, actor: Actor) -> SafeString:
    """The roles a contact holds: two chips and how many more."""
    held = list(value or ())
    parts = [
        fill('<span class="t-chip{}">{}</span> ', " t-chip--prospect" if role.code == "prospect" else "", role.name)
        for role in held[:CHIPS]
    ]
    if len(held) > CHIPS:
        rest = ", ".join(str(role) for role in held)
        parts.append(fill('<span class="t-chip t-chip--more" title="{}">+{}</span>', rest, len(held) - CHIPS))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def with_whom(row: Any, value: Any, actor: Actor) -> SafeString:
    """Whom one deals with; of a person who works nowhere, that he is one."""
    if value:
        return told(value.name)
    return fill('<span class="t-muted">{}</span>', _("Private person")) if row.is_person else NOTHING
