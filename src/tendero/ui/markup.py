"""Markup written straight, for what a page has dozens of: a template would take ten times as long.

Everything that enters is escaped here or comes as a `SafeString`. Django's `format_html` does the same and asks of
every part, beforehand, whether it is a lazy translation: on a list that costs more than the rest of the row.
"""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString


def told(value: object) -> SafeString:
    """`value` as element content or inside a quoted attribute."""
    return value if isinstance(value, SafeString) else SafeString(escape(str(value)))


def fill(shape: str, *parts: object, **named: object) -> SafeString:
    """`shape.format` with every part escaped; the shape is our own markup."""
    return SafeString(shape.format(*map(told, parts), **{name: told(part) for name, part in named.items()}))


def weblink(address: str, css: str = "") -> SafeString:
    """The address, to be followed in a page of its own where it is one of the web; any other is only told."""
    if not address.lower().startswith(("https://", "http://")):
        return fill('<span class="{}">{}</span>', css, address)
    shape = '<a class="{}" href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    return fill(shape, css, address, address)
