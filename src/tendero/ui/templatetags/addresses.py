"""The `{% url %}` of every template: as Django's, but an address that was made once is not made again.

Addresses are pure: they follow from the route and its arguments alone. Making one costs a tenth of a millisecond, and a
daily screen has hundreds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import reverse
from django.utils.html import conditional_escape

register = template.Library()


@lru_cache(maxsize=20_000)
def address(name: str, *arguments: Any) -> str:
    """The address of a route. NoReverseMatch if there is none."""
    return reverse(name, args=arguments)


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
