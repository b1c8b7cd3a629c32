"""Addresses of the records' screens. A fixed word comes before a reference; a reference is never one of them."""

from __future__ import annotations

from django.urls import path, register_converter

from tendero.records import binned, history, registry, saved_screen, search_screen, undo
from tendero.records.board import views as board
from tendero.records.builder import views as builder
from tendero.records.bulk import acting
from tendero.records.bulk import views as bulk
from tendero.records.custom.urls import urlpatterns as custom_patterns
from tendero.records.detail import cell
from tendero.records.detail import views as detail
from tendero.records.exchange.urls import urlpatterns as import_patterns
from tendero.records.export import views as export
from tendero.records.form import views as form
from tendero.records.listing import views as listing


class RecordSlug:
    """The slug of a record type; any other first word is left to the rooms whose address it is."""

    regex = "[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        if registry.find(value) is None:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RecordSlug, "record")

app_name = "records"
urlpatterns = [
    path("search", search_screen.find, name="search"),
    path("search/opened", search_screen.opened, name="opened"),
    path("undo/<str:ref>", undo.undo, name="undo"),
    *custom_patterns,
    *import_patterns,
    path("<record:slug>/", listing.show, name="list"),
    path("<record:slug>/figures", listing.figures, name="figures"),
    path("<record:slug>/counts", listing.tab_counts, name="counts"),
    path("<record:slug>/columns", listing.columns, name="columns"),
    path("<record:slug>/filter", builder.build, name="filter"),
    path("<record:slug>/views", saved_screen.views, name="views"),
    path("<record:slug>/board", board.show, name="board"),
    path("<record:slug>/new", form.new, name="new"),
    path("<record:slug>/check", form.check, name="check"),
    path("<record:slug>/item/<str:name>", form.item, name="item"),
    path("<record:slug>/suggest", search_screen.suggest, name="suggest"),
    path("<record:slug>/bulk", bulk.bulk, name="bulk"),
    path("<record:slug>/do/<str:name>/", acting.act, name="act"),
    path("<record:slug>/bulk/result", bulk.result, name="bulk_result"),
    path("<record:slug>/export", export.export, name="export"),
    path("<record:slug>/bin", binned.show, name="bin"),
    path("<record:slug>/bin/restore", binned.restore, name="restore"),
    path("<record:slug>/<str:ref>/", detail.show, name="detail"),
    path("<record:slug>/<str:ref>/panel", detail.panel, name="panel"),
    path("<record:slug>/<str:ref>/edit", form.edit, name="edit"),
    path("<record:slug>/<str:ref>/move", board.move, name="move"),
    path("<record:slug>/<str:ref>/to_bin", binned.to_bin, name="to_bin"),
    path("<record:slug>/<str:ref>/field/<str:name>", cell.cell, name="cell"),
    path("<record:slug>/<str:ref>/history", history.history, name="history"),
    path("<record:slug>/<str:ref>/history/restore", history.restore_value, name="restore_value"),
]
