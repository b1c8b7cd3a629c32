"""Addresses of the settings screen; `records.urls` puts them before the records' own."""

from __future__ import annotations

from django.urls import path

from tendero.records.custom import views

urlpatterns = [
    path("settings/fields/", views.show, name="own_fields"),
    path("settings/fields/<str:ref>/edit/", views.edit, name="own_field_edit"),
    path("settings/fields/<str:ref>/archive/", views.archive, name="own_field_archive"),
    path("settings/fields/<str:ref>/unarchive/", views.unarchive, name="own_field_unarchive"),
    path("settings/fields/<str:ref>/move/", views.move, name="own_field_move"),
    path("settings/fields/<slug:slug>/new/", views.new, name="own_field_new"),
]
