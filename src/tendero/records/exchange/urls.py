"""Addresses of the import screens; `records.urls` puts them before the records' own."""

from __future__ import annotations

from django.urls import path

from tendero.records.exchange.views import columns, result, upload

urlpatterns = [
    path("<record:slug>/import/", upload.upload, name="import"),
    path("<record:slug>/import/<str:ref>/", columns.show, name="import_columns"),
    path("<record:slug>/import/<str:ref>/plan/", columns.plan, name="import_plan"),
    path("<record:slug>/import/<str:ref>/reading/", columns.reading, name="import_reading"),
    path("<record:slug>/import/<str:ref>/field/", columns.field, name="import_field"),
    path("<record:slug>/import/<str:ref>/run/", columns.run, name="import_run"),
    path("<record:slug>/import/<str:ref>/discard/", upload.discard, name="import_discard"),
    path("<record:slug>/import/<str:ref>/result/", result.show, name="import_result"),
    path("<record:slug>/import/<str:ref>/rows/", result.rows, name="import_rows"),
    path("<record:slug>/import/<str:ref>/failed.csv", result.failed, name="import_failed"),
    path("<record:slug>/import/<str:ref>/file", result.original, name="import_file"),
    path("<record:slug>/import/<str:ref>/revert/", result.revert, name="import_revert"),
]
