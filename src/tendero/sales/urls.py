"""Addresses of sales; they come before the record engine's own."""

from __future__ import annotations

from django.urls import path

from tendero.sales.views import panels, returning

app_name = "sales"

urlpatterns = [
    path("sales/<str:ref>/whole", panels.lines, name="lines"),
    path("sales/<str:ref>/give-back", returning.give_back, name="give_back"),
    path("parties/<str:ref>/purchases", panels.of_party, name="of_party"),
]
