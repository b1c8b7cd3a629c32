"""Cells of the list of opportunities, drawn straight: fifty rows of them make a page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.ui import words
from tendero.ui.templatetags.tendero import icon

NONE: Final = mark_safe('<span class="t-cell--none">—</span>')


def chance(row: Any, value: Any, actor: Actor) -> SafeString:
    """“30 %”."""
    return format_html("{}\u00a0%", value)


def next_step(row: Any, value: Any, actor: Actor) -> SafeString:
    """The day of the next step, in amber once it has passed."""
    if not value:
        return NONE
    if row.is_open and value < clock.today(actor.time_zone):
        return format_html('<span class="t-cell--late">{}{}</span>', icon("clock"), words.day(value))
    return format_html("{}", words.when(value))
