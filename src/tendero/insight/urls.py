"""Addresses of the insight room."""

from __future__ import annotations

from django.urls import path

from tendero.insight import views

app_name = "insight"

urlpatterns = [
    path("summary/", views.summary, name="summary"),
    path("summary/lines", views.lines, name="lines"),
    path("summary/export", views.export, name="export"),
]
