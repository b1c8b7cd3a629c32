"""Addresses of the import screens; `records.urls` puts them before the records' own."""

from __future__ import annotations

from django.urls import path

from tendero.records.exchange.views import columns, doubts, result, upload

urlpatterns = [
    path("<slug:slug>/import", upload.upload, name="import"),
    path("<slug:slug>/import/<str:ref>/", columns.show, name="import_columns"),
    path("<slug:slug>/import/<str:ref>/plan/", columns.plan, name="import_plan"),
    path("<slug:slug>/import/<str:ref>/reading/", columns.reading, name="import_reading"),
    path("<slug:slug>/import/<str:ref>/field/", columns.field, name="import_field"),
    path("<slug:slug>/import/<str:ref>/doubts/", doubts.show, name="import_doubts"),
    path("<slug:slug>/import/<str:ref>/doubts/answer/", doubts.answer, name="import_answer"),
    path("<slug:slug>/import/<str:ref>/run/", columns.run, name="import_run"),
    path("<slug:slug>/import/<str:ref>/discard/", upload.discard, name="import_discard"),
    path("<slug:slug>/import/<str:ref>/result/", result.show, name="import_result"),
    path("<slug:slug>/import/<str:ref>/rows/", result.rows, name="import_rows"),
    path("<slug:slug>/import/<str:ref>/failed.csv", result.failed, name="import_failed"),
    path("<slug:slug>/import/<str:ref>/file", result.original, name="import_file"),
    path("<slug:slug>/import/<str:ref>/revert/", result.revert, name="import_revert"),
]
