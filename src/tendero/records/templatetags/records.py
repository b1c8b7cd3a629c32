"""{% load records %}: panels of any room inside a record's page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tendero.records.filters import read

register = template.Library()


@register.simple_tag(takes_context=True)
def record_panel(context: template.Context, shown: Any) -> SafeString:
    """A panel with its own content on top of the page's context."""
    panel = shown.panel
    known = {**context.flatten(), **shown.content, "panel": panel}
    request = context.get("request")
    inside = mark_safe(get_template(panel.template).render(known, request))  # noqa: S308 - a template's own output
    if not inside.strip():
        return mark_safe("")
    look = "t-aside__part" if panel.side else "t-section"
    return format_html(
        '<section class="{}" id="panel-{}" aria-label="{}">{}</section>', look, panel.name, panel.label, inside
    )


@register.inclusion_tag("records/filter/period.html", takes_context=True)
def period_input(context: template.Context, part: Any, end: int) -> dict[str, Any]:
    """How one end of a period is asked for: a name, so many days, a day."""
    value = str(part.values[end]) if len(part.values) > end else ""
    found = {"part": part, "end": end, "action": context.get("action"), "chosen": value or "day", "day": "", "days": ""}
    if value[:1] in ("-", "+"):
        found |= {"chosen": "ago" if value[0] == "-" else "ahead", "days": value[1:-1]}
    elif value[:1].isdigit():
        found |= {"chosen": "day", "day": value}
    return found


@register.filter
def distance(value: Any) -> str:
    """The number in “-90d”."""
    return "".join(letter for letter in str(value or "") if letter.isdigit())


@register.simple_tag(takes_context=True)
def title_of(context: template.Context, part: Any) -> str:
    """What the chosen record of a test is called, for whoever may see it."""
    if not part.values:
        return ""
    chips = read(
        context["record"], {"field": part.name, "op": "eq", "value": part.values[0]}, context["state"].actor
    ).chips()
    return chips[0].value if chips else ""
