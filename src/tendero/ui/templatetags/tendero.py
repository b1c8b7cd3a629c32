"""{% load tendero %}: icons, avatars, the built assets, and how figures and dates read."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context, RequestContext
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tendero.kernel.jobs import Job, registry
from tendero.kernel.money import Money
from tendero.ui import built, markup, words
from tendero.ui.context import draw

register = template.Library()
SIZES = {"", "sm", "md", "lg", "xl"}


@register.filter
def job_title(job: Job) -> str:
    """What a job is called on screens: as its task is, else by what it says of itself."""
    known = {task.name: str(task.label) for task in registry.tasks()}
    return known.get(job.task) or job.note or job.task


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail that may be broken after its @ and its dots, before it is broken anywhere."""
    return mark_safe(re.sub(r"([@.])", r"\1<wbr>", conditional_escape(address)))  # noqa: S308 - escaped


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """A piece of the frame around every page (`ui.context.Shell.part`); a page of an error has no shell."""
    template, shell = f"ui/shell/{name}.html", context.get("shell")
    return draw(template, context) if shell is None else shell.part(template, context)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A line drawing of 16 px (`size`: sm, lg), silent for screen readers."""
    return _drawn(name, size) if not settings.DEBUG else _drawn.__wrapped__(name, size)


@lru_cache(maxsize=1024)
def _drawn(name: str, size: str) -> SafeString:
    drawing = built.icon_paths(name) if name else ""
    if not drawing:
        return mark_safe("")
    return format_html(
        '<svg class="t-icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f" t-icon--{size}" if size else "",
        mark_safe(drawing),  # noqa: S308 - drawings of our own build
    )


@register.simple_tag
def avatar(name: object, kind: str = "person", size: str = "", good: bool = False, src: str = "") -> SafeString:
    """Initials or photograph: round for a person, squared for an organisation. The name stands beside it."""
    return _face(str(name), str(kind), str(size), bool(good), str(src))


@lru_cache(maxsize=4096)
def _face(name: str, kind: str, size: str, good: bool, src: str) -> SafeString:
    company = kind not in {"person", ""}
    classes = ["t-avatar"]
    classes += ["t-avatar--company"] if company else []
    classes += [f"t-avatar--{size}"] if size in SIZES - {""} else []
    classes += ["t-avatar--good"] if good else []
    inside: str = words.initials(name, company=company)
    if src:
        inside = format_html('<img src="{}" alt="">', src)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', " ".join(classes), inside)


@register.filter
def letters(name: object) -> str:
    """Two letters for a company that has no logo."""
    return words.initials(str(name), company=True) if name else ""


@register.simple_tag
def weblink(address: object, css: str = "") -> SafeString:
    """An address as a link where it is one of the web."""
    return markup.weblink(str(address), css)


@register.simple_tag(takes_context=True)
def vite(context: dict[str, Any]) -> SafeString:
    """Links to the built styles and script, carrying the page's nonce."""
    found = built.entry()
    nonce = str(getattr(context.get("request"), "csp_nonce", ""))
    parts = [
        *(
            ('<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin nonce="{}">', url)
            for url in found["fonts"]
        ),
        *(('<link rel="stylesheet" href="{}" nonce="{}">', url) for url in found["css"]),
        *(('<script type="module" src="{}" nonce="{}"></script>', url) for url in found["js"]),
    ]
    return format_html_join("\n", "{}", ((format_html(shape, url, nonce),) for shape, url in parts))


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, **changes: Any) -> str:
    """The current address with its query changed; an empty value takes the key away."""
    request = context["request"]
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)


@register.filter
def money(value: Money | None, shape: str = "") -> str:
    """“1.890,00 €”; with "whole", without cents."""
    return "" if value is None else words.amount(value.amount, value.currency, whole=shape == "whole")


@register.filter
def amount(value: Decimal | int | None, currency: str) -> str:
    """The same for a bare number."""
    return "" if value is None else words.amount(value, currency)


@register.filter
def number(value: Decimal | int | None) -> str:
    """“1.248”."""
    return "" if value is None else words.number(value)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """“35 %” for 0.35."""
    return "" if value is None else words.percent(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """“12 dic”."""
    return "" if value is None else words.day(value)


@register.filter
def when(value: date | datetime | None) -> str:
    """“hoy, 9:45”."""
    return "" if value is None else words.when(value)


@register.filter
def ago(value: date | datetime | None) -> str:
    """“hace 3 días”."""
    return "" if value is None else words.ago(value)


@register.filter
def phone(value: str | None) -> str:
    """“976 44 02 15”."""
    return words.phone(value) if value else ""
