"""The place of the figures in the bar, and their answer over the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tendero.insight import rest
from tendero.ui import menu

menu.add(
    menu.MenuItem(
        key="summary",
        label=_("Reports"),
        url="/summary/",
        icon="chart-column",
        position=80,
        record="sales.Sale",
        verb="view",
    )
)
rest.answer()
