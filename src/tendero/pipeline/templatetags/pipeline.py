"""{% load pipeline %}: the filters behind the figures of the board, so that each opens its rows."""

from __future__ import annotations

import datetime as dt
import json

from babel.dates import format_date
from django import template
from django.utils.http import urlencode

from tendero.pipeline.models import Stage
from tendero.ui import words

register = template.Library()


@register.filter
def month_name(day: dt.date) -> str:
    """“noviembre”."""
    return format_date(day, "LLLL", locale=words.locale())


@register.filter
def stage_filter(stage: Stage) -> str:
    """Query of the open opportunities in a stage."""
    return _query({"field": "stage", "op": "eq", "value": stage.ref}, _status("open"))


@register.filter
def closed_filter(status: str) -> str:
    """Query of those won or lost this month."""
    return _query(_status(status), {"field": "closed_at", "op": "eq", "value": "this_month"})


def _status(status: str) -> dict[str, str]:
    return {"field": "status", "op": "eq", "value": status}


def _query(*tests: dict[str, str]) -> str:
    return urlencode({"filter": json.dumps({"all": list(tests)}, separators=(",", ":"))})
