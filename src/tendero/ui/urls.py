"""Addresses of the shared screens."""

from __future__ import annotations

from django.urls import path

from tendero.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("ui/", gallery.gallery, name="gallery"),
    path("ui/dialog/", gallery.gallery_dialog, name="gallery_dialog"),
    path("settings/", views.settings_index, name="settings"),
    path("ui/waiting/", views.waiting, name="waiting"),
    path("ui/theme/", views.theme, name="theme"),
    path("ui/language/", views.language, name="language"),
    path("ui/token/", views.token, name="token"),
    path("jobs/", views.job_list, name="jobs"),
    path("jobs/<str:ref>/", views.job, name="job"),
    path("jobs/<str:ref>/cancel/", views.job_cancel, name="job_cancel"),
]
