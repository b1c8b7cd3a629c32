"""What records put in the menu: a place for each kind, and its entry of “+ New”."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tendero.records import registry
from tendero.ui import menu

_OWN_FIELDS = menu.SettingItem(
    key="own_fields",
    label=_("Own fields"),
    help=_("What your company wants to know and Tendero does not ask."),
    url=lambda: reverse("records:own_fields"),
    icon="list-plus",
    position=40,
    record="kernel.Setting",
    verb="change",
)


def announce() -> None:
    """Tell the menu of every kind of record with a place of its own; rooms that told theirs already keep it."""
    menu.add_setting(_OWN_FIELDS)
    for record in registry.every():
        if not record.in_menu:
            continue
        start = partial(record.url, "list")
        menu.add(menu.MenuItem(record.slug, record.labels.many, start, record.icon, record.menu_position, record.key))
        label = record.labels.new or record.labels.one
        new = partial(_new_url, record.slug)
        menu.add_new(menu.NewItem(label, new, record.icon, record.key, record.menu_position, key=record.slug))


def _new_url(slug: str) -> str:
    return f"{registry.by_slug(slug).url('new')}?quick=1"
