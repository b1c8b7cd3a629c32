"""What the address of a list asks for. The address holds all of it: view, filter, words, order, place, layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing
from tendero.kernel.text import plain_number
from tendero.records import filters, saved
from tendero.records.filters import FilterError
from tendero.records.listing import views_of
from tendero.records.listing.views_of import View
from tendero.records.registry import RecordType
from tendero.records.rows import Rows

LONGEST_TEXT = 200
PAGE = 50


@dataclass(frozen=True)
class ListState:
    """One list as somebody looks at it. `own_filter` is the filter of the address, None when the view's own applies."""

    record: RecordType[Any]
    actor: Actor
    view: View
    views: tuple[View, ...]
    own_filter: Mapping[str, Any] | None = None
    text: str = ""
    own_order: str = ""
    cursor: str = ""
    start: int = 1

    @cached_property
    def filter(self) -> filters.Filter:
        """The filter in force. FilterError names the part that cannot be read."""
        return filters.read(self.record, self.filter_data, self.actor)

    @property
    def filter_data(self) -> Mapping[str, Any]:
        """The filter in force, as JSON."""
        return self.view.filter if self.own_filter is None else self.own_filter

    @property
    def order(self) -> str:
        """The order in force: of the address, of the view, of the record."""
        return self.own_order or self.view.order or self.record.order

    @property
    def changed(self) -> bool:
        """Whether filter or order differ from what the view keeps."""
        filtered = self.own_filter is not None and self.own_filter != dict(self.view.filter)
        return filtered or bool(self.own_order and self.own_order != (self.view.order or self.record.order))

    @property
    def narrowed(self) -> bool:
        """Whether anything at all leaves rows out."""
        return bool(self.filter_data) or bool(self.text)

    @cached_property
    def rows(self) -> Rows:
        """The rows behind it."""
        return Rows(self.record, self.actor, filter=self.filter, text=self.text, order=self.order)

    def query(self, **changes: Any) -> dict[str, str]:
        """The query of the address, with some of it said differently; None takes a part away.

        Whatever changes what is shown starts again at the first page.
        """
        parts: dict[str, Any] = {
            "view": self.view.key,
            "filter": None if self.own_filter is None else dumped(self.own_filter),
            "q": self.text,
            "order": self.own_order,
        }
        parts.update(changes)
        return {key: str(value) for key, value in parts.items() if value not in (None, "")}

    def address(self, screen: str = "list", **changes: Any) -> str:
        """The address of one of the record's screens for these rows."""
        query = urlencode(self.query(**changes))
        return f"{screen_url(self.record, screen)}?{query}" if query else screen_url(self.record, screen)

    @cached_property
    def here(self) -> str:
        """The address of exactly this page."""
        return self.address(cursor=self.cursor, n=self.start if self.start > 1 else None)

    @property
    def filter_text(self) -> str:
        """The filter of the address, as text."""
        return "" if self.own_filter is None else dumped(self.own_filter)

    @property
    def state_text(self) -> str:
        """The query of these rows, for forms that act on all of them."""
        return urlencode(self.query())

    @cached_property
    def urls(self) -> dict[str, str]:
        """Addresses of what works on these rows."""
        screens = ("list", "columns", "export", "counts", "figures", "filter", "views", "bulk")
        found = {screen: self.address(screen) for screen in screens}
        return found | {"plain": self.record.url(), "cleared": self.address(filter="{}", q=None)}


def screen_url(record: RecordType[Any], screen: str) -> str:
    """The address of a screen; a room may have put its own board in the place of ours."""
    if screen == "board" and record.board is not None and record.board.url_name:
        return reverse(record.board.url_name)
    return record.url(screen)


def dumped(data: Mapping[str, Any]) -> str:
    """A filter as the address holds it: short, always the same."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read(record: RecordType[Any], query: QueryDict, actor: Actor) -> ListState:
    """The state an address asks for. Missing for a view that is not there, FilterError for a filter that is none."""
    views = views_of.views_for(record, actor)
    key = query.get("view", "")
    everybody = views_of.looks_after_all(record, actor)
    view = views_of.find(views, key) if key else views_of.starting(views, everybody=everybody)
    if view is None:
        raise Missing
    if view.saved is not None:
        kept = saved.run(view.saved, actor)
        view = replace(view, filter=kept.filter.data, order=kept.order, columns=kept.columns, problem=str(kept.problem))
    return ListState(
        record=record,
        actor=actor,
        view=view,
        views=tuple(views),
        own_filter=_filter(query.get("filter", "")),
        text=query.get("q", "").strip()[:LONGEST_TEXT],
        own_order=query.get("order", "")[:80],
        cursor=query.get("cursor", "")[:500],
        start=_start(query.get("n", "")),
    )


def _start(text: str) -> int:
    """The place of the first row; only said to the reader, rows come by the cursor."""
    return plain_number(text) or 1


def _filter(text: str) -> Mapping[str, Any] | None:
    if not text:
        return None
    try:
        found = json.loads(text)
    except ValueError as error:
        raise FilterError("", "it is not JSON") from error
    if not isinstance(found, dict):
        raise FilterError("", "it is not an object")
    return found


def has_board(record: RecordType[Any], actor: Actor) -> bool:
    """Whether he may see its rows as a board: the columns tell what the field holds."""
    return record.board is not None and record.board.by not in permissions.hidden_fields(actor, record.key)
