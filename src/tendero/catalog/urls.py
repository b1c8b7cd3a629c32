"""Addresses of the catalog; they come before the record engine's own."""

from __future__ import annotations

from django.urls import path

from tendero.catalog import views

app_name = "catalog"

urlpatterns = [
    path("products/demand", views.unmet, name="demand"),
    path("products/demand/name", views.name, name="name_demand"),
    path("products/<str:ref>/prices", views.prices, name="prices"),
]
