"""Keeping views. They are ways of looking and hold no data: not journaled, and each run checks its rights anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tendero.identity.models import User
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing
from tendero.records import filters
from tendero.records.models import SavedView
from tendero.records.registry import RecordType

MOST = 200


def save_view(
    record: RecordType[Any],
    *,
    by: Actor,
    name: str,
    filter: Mapping[str, Any],
    order: str = "",
    columns: Sequence[str] = (),
    layout: str = "table",
    scope: str = "private",
    pinned: bool = True,
) -> SavedView:
    """Keep what a list shows under a name. ValidationError without a name, FilterError for a filter that reads not."""
    name = name.strip()[:80]
    if not name:
        raise ValidationError(_("Give it a name."))
    if SavedView.objects.filter(owner_id=by.user_id).count() >= MOST:
        raise ValidationError(_("You have very many views. Delete one first."))
    kept = filters.read(record, filter, by).data
    shared = scope == "team"
    return SavedView.objects.create(
        owner_id=by.user_id,
        team_id=by.team_id if shared else None,
        record=record.key,
        name=name,
        scope="team" if shared else "private",
        pinned=pinned,
        filter=kept,
        order=order[:100],
        columns=list(columns),
        layout=layout if layout in ("table", "board") else "table",
    )


def own(record: RecordType[Any], ref: str, *, by: Actor) -> SavedView:
    """One's own view. Missing for another's: only its owner changes it."""
    found = SavedView.objects.filter(record=record.key, ref=ref, owner_id=by.user_id).first()
    if found is None:
        raise Missing
    return found


def overwrite(view: SavedView, record: RecordType[Any], *, by: Actor, filter: Mapping[str, Any], order: str) -> None:
    """Keep the filter and order in force in a view that exists."""
    view.filter, view.order = filters.read(record, filter, by).data, order[:100]
    view.save(update_fields=["filter", "order"])


def rename(view: SavedView, *, name: str) -> None:
    """Call it something else. ValidationError for no name."""
    if not name.strip():
        raise ValidationError(_("Give it a name."))
    view.name = name.strip()[:80]
    view.save(update_fields=["name"])


def pin(view: SavedView) -> None:
    """Make it a tab, or no tab any more."""
    view.pinned = not view.pinned
    view.save(update_fields=["pinned"])


def share(view: SavedView, *, by: Actor) -> None:
    """Show it to one's team, or keep it to oneself again."""
    shared = view.scope != "team"
    view.scope, view.team_id = ("team", by.team_id) if shared else ("private", None)
    view.save(update_fields=["scope", "team"])


def make_default(view: SavedView) -> None:
    """Open the list with it, or not any more."""
    with transaction.atomic():
        wanted = not view.is_default
        SavedView.objects.filter(owner_id=view.owner_id, record=view.record, is_default=True).update(is_default=False)
        view.is_default = wanted
        view.save(update_fields=["is_default"])


def delete(view: SavedView) -> None:
    """Forget it; the rows it showed are not touched."""
    view.delete()


def owner_name(view: SavedView) -> str:
    """Whose it is."""
    return User.objects.filter(pk=view.owner_id).values_list("name", flat=True).first() or ""
