"""{% load records %}: panels of any room inside a record's page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def record_panel(context: template.Context, shown: Any) -> SafeString:
    """A panel with its own content on top of the page's context."""
    panel = shown.panel
    known = {**context.flatten(), **shown.content, "panel": panel}
    request = context.get("request")
    inside = mark_safe(get_template(panel.template).render(known, request))  # noqa: S308 - a template's own output
    look = "t-aside__part" if panel.side else "t-section"
    return format_html('<section class="{}" id="panel-{}" aria-label="{}">{}</section>', look, panel.name, panel.label, inside)
