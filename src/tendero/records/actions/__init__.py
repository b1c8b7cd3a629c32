"""Verbs of the record engine itself."""

from tendero.records.actions.views import (
    arrange_views,
    delete_view,
    make_default,
    pin_view,
    rename_view,
    save_view,
    update_view,
)

__all__ = ["arrange_views", "delete_view", "make_default", "pin_view", "rename_view", "save_view", "update_view"]
