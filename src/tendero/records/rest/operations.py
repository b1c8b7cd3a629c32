"""What the API does with records: the same doors, checks and verbs as every screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tendero.identity.models import User
from tendero.kernel import permissions, refs
from tendero.kernel.actor import Actor
from tendero.kernel.changes import ActionInfo
from tendero.kernel.permissions import Missing
from tendero.records import custom, parameters, registry, writing
from tendero.records.rest import asking, bodies, output, reading
from tendero.records.rest.problems import Problem, etag
from tendero.records.sight import sighted


@dataclass(frozen=True)
class Call:
    """One request to one kind of record, by somebody known."""

    request: HttpRequest
    actor: Actor
    record: registry.RecordType[Any]

    def need(self, verb: str) -> None:
        """Whoever may not even see such records is told that there is nothing."""
        if not permissions.may(self.actor, "view", self.record.key):
            raise Missing
        permissions.require(self.actor, verb, self.record.key)

    def row(self, ref: str, verb: str) -> Any:
        """The living row of this reference."""
        self.need(verb)
        if not refs.is_ref(ref):
            raise Missing
        return self.record.get(self.actor, ref, verb)


def list_rows(call: Call) -> HttpResponse:
    """A page of rows: ``{"items", "next", "count"}``."""
    call.need("view")
    asked = asking.read(call.request, call.record, call.actor, asking.LIST)
    page = reading.page(call.record, call.actor, asked)
    expanded = output.expand(asked.expand, page.rows, asked.known, call.actor)
    items = [output.row_json(row, asked.fields, expanded) for row in page.rows]
    response = _json({"items": items, "next": page.next or None, "count": page.count})
    if page.next:
        query = call.request.GET.copy()
        query["cursor"] = page.next
        response["Link"] = f'<{_address(call.record)}?{urlencode(query)}>; rel="next"'
    return response


def get_row(call: Call, ref: str) -> HttpResponse:
    """One record, with its version as entity tag; 304 to whoever has that version."""
    asked = asking.read(call.request, call.record, call.actor, asking.ONE)
    row = call.row(ref, "view")
    known = asking.versions(call.request, "If-None-Match")
    if known is not None and row.version in known:
        return HttpResponse(status=304, headers={"ETag": etag(row)})
    return _row(call, row, asked=asked)


def add_row(call: Call) -> HttpResponse:
    """Make a record: 201, with its address."""
    asked = asking.read(call.request, call.record, call.actor, asking.ONE)
    call.need("add")
    data = bodies.read_object(call.request)
    made = writing.add(call.record, _owned(call, bodies.read_values(data, asked.known, call.actor)), by=call.actor)
    response = _row(call, made, asked=asked, status=201)
    response["Location"] = f"{_address(call.record)}/{made.ref}"
    return response


def _owned(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    """As on the screen: what says nothing of whose it is belongs to whoever makes it."""
    owner = call.record.model.owner_field
    if not owner or owner in values or owner not in call.record.writable_for(call.actor):
        return values
    return values | {owner: User.objects.filter(pk=call.actor.user_id or 0).first()}


def change_row(call: Call, ref: str) -> HttpResponse:
    """Set the given fields, and no others."""
    asked = asking.read(call.request, call.record, call.actor, asking.ONE)
    row = call.row(ref, "change")
    data = bodies.read_object(call.request)
    values = bodies.read_values(data, asked.known, call.actor)
    writing.edit(call.record, row, values, by=call.actor, expected_version=_expected(call, row))
    return _row(call, row, asked=asked)


def bin_row(call: Call, ref: str) -> HttpResponse:
    """Move a record to the bin, from which it can be restored: 204."""
    asking.read(call.request, call.record, call.actor, asking.NOTHING)
    row = call.row(ref, "delete")
    _expected(call, row)
    writing.to_bin(call.record, [row], by=call.actor)
    return HttpResponse(status=204)


def restore_row(call: Call, ref: str) -> HttpResponse:
    """Take a record out of the bin; one that is not in it stays as it is."""
    asked = asking.read(call.request, call.record, call.actor, asking.ONE)
    call.need("delete")
    _no_body(call)
    rows = call.record.model.everything.visible_to(call.actor, "delete")
    row = rows.filter(ref=ref).first() if refs.is_ref(ref) else None
    if row is None:
        raise Missing
    writing.restore(call.record, [row], by=call.actor)
    return _row(call, row, asked=asked)


def act(call: Call, ref: str, info: ActionInfo) -> HttpResponse:
    """Do one of the record's own verbs; answers with the record as it then is."""
    asked = asking.read(call.request, call.record, call.actor, asking.ONE)
    row = call.row(ref, info.verb)
    arguments = parameters.read(info, bodies.read_object(call.request), call.actor)
    _expected(call, row)
    parameters.perform(info, row, arguments, by=call.actor)
    return _row(call, row, asked=asked)


def _no_body(call: Call) -> None:
    if bodies.read_object(call.request):
        raise Problem(400)


def _expected(call: Call, row: Any) -> int | None:
    """The version that If-Match asks for; Problem 412 when it is another one already."""
    wanted = asking.versions(call.request, "If-Match")
    if wanted is None:
        return None
    if row.version not in wanted:
        raise Problem(412, headers={"ETag": etag(row)})
    return int(row.version)


def _row(call: Call, row: Any, *, asked: asking.Asked, status: int = 200) -> HttpResponse:
    """The row as it stands in the database after whatever was done."""
    wanted = [*asked.fields.values(), *(asked.known[name] for name in asked.expand)]
    fresh = output.load(call.record.model.everything.filter(pk=row.pk), wanted).get()
    custom.attach([fresh], wanted)
    sighted([fresh], call.actor)
    expanded = output.expand(asked.expand, [fresh], asked.known, call.actor)
    response = _json(output.row_json(fresh, asked.fields, expanded), status)
    response["ETag"] = etag(fresh)
    return response


def _json(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(data), status=status, content_type="application/json")


def _address(record: registry.RecordType[Any]) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/api/v1/{record.slug}"
