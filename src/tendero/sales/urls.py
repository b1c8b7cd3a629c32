"""Addresses of sales; they come before the record engine's own."""

from __future__ import annotations

from django.urls import path

from tendero.sales.views import naming, panels, returning

app_name = "sales"

urlpatterns = [
    path("sales/<str:ref>/whole", panels.lines, name="lines"),
    path("sales/<str:ref>/give-back", returning.give_back, name="give_back"),
    path("sales/import/<str:ref>/names", naming.names, name="import_names"),
    path("sales/import/<str:ref>/names/answer", naming.answer, name="import_answer"),
    path("sales/import/<str:ref>/names/pick", naming.pick, name="import_pick"),
    path("parties/<str:ref>/purchases", panels.of_party, name="of_party"),
]
