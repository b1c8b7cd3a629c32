"""{% load pipeline %}: the filters behind the figures of the board, so that each opens its rows."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tendero.pipeline.models import Stage
from tendero.pipeline.queries.board import Card
from tendero.pipeline.rules.closed import without_status
from tendero.pipeline.views.cards import Drawer
from tendero.records.listing.state import ListState
from tendero.ui import words

register = template.Library()


@register.simple_tag
def card_of(card: Card, draw: Drawer) -> SafeString:
    """One card of the board."""
    return draw(card)


@register.filter
def month_name(day: dt.date) -> str:
    """“noviembre”."""
    return format_date(day, "LLLL", locale=words.locale())


@register.filter
def stage_filter(stage: Stage, state: ListState) -> str:
    """Query of the open opportunities in a stage, within the filter in force."""
    return _query(state, {"field": "stage", "op": "eq", "value": stage.ref}, _status("open"))


@register.filter
def closed_filter(status: str, state: ListState) -> str:
    """Query of those won or lost this month, within the filter in force."""
    return _query(state, _status(status), {"field": "closed_at", "op": "eq", "value": "this_month"})


def _status(status: str) -> dict[str, Any]:
    return {"field": "status", "op": "eq", "value": status}


def _query(state: ListState, *tests: dict[str, Any]) -> str:
    found = without_status(state.filter_data)
    parts = [*(found.get("all", [found] if found else [])), *tests]
    asked = {"filter": json.dumps({"all": parts}, separators=(",", ":")), "q": state.text}
    return urlencode({name: value for name, value in asked.items() if value})
