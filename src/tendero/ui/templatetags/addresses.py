"""The `{% url %}` of every template: as Django's, but the shape of a route that was asked once is not asked again.

Addresses are pure: they follow from the route and its arguments alone. Making one costs a tenth of a millisecond, and a
daily screen has hundreds, each with another reference in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape

register = template.Library()
_MARK: Final = "mark-{}-here"
_PLAIN: Final = re.compile(r"[A-Za-z0-9]{1,40}").fullmatch


def address(name: str, *arguments: Any) -> str:
    """The address of a route. NoReverseMatch if there is none."""
    told = [str(argument) for argument in arguments]
    shape = _shape(name, len(told)) if all(_PLAIN(part) for part in told) else ""
    if not shape:
        return reverse(name, args=arguments)
    for place, part in enumerate(told):
        shape = shape.replace(_MARK.format(place), part)
    return shape


@lru_cache(maxsize=1000)
def _shape(name: str, count: int) -> str:
    """The route with marks where its arguments stand; "" if it does not take any word there."""
    marks = [_MARK.format(place) for place in range(count)]
    try:
        return reverse(name, args=marks)
    except NoReverseMatch:
        return ""


class Address(URLNode):
    """`{% url name argument... %}` with plain arguments; every other form is Django's own."""

    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar:
            return super().render(context)
        arguments = [argument.resolve(context) for argument in self.args]
        if not all(isinstance(argument, str | int) for argument in arguments):
            return super().render(context)
        found = address(self.view_name.resolve(context), *(str(argument) for argument in arguments))
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """Read as Django does."""
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
