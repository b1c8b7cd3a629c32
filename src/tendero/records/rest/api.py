"""The operations mounted under ``/api/v1``: who calls, how often, in which language; then the operation itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import NinjaAPI, Router
from ninja import errors as ninja_errors
from ninja.security.base import AuthBase

from tendero.kernel.changes import ActionInfo
from tendero.records import ports, registry
from tendero.records.rest import importing as importing
from tendero.records.rest import limits, operations, problems, readings
from tendero.records.rest.once import once
from tendero.records.rest.operations import Call

Record = registry.RecordType[Any]
Operation = Callable[..., HttpResponse]


class BearerToken(AuthBase):
    """Only a token opens the API, never a session: a page of somebody else's cannot send one."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """The actor behind the token, speaking the language he asks for; None, so a 401, without one."""
        authorization = request.headers.get("Authorization", "")
        actor = ports.bearer(authorization)
        if actor is None:
            return None
        if "Accept-Language" in request.headers:
            actor = replace(actor, language=translation.get_language_from_request(request))
        translation.activate(actor.language)
        limits.take(authorization)
        return actor


def run(request: Any, record: Record, work: Operation, *args: Any) -> HttpResponse:
    """Do one operation for whoever bears the token."""
    call = Call(request, request.auth, record)
    with timezone.override(ZoneInfo(call.actor.time_zone)):
        if request.method == "GET":
            return work(call, *args)
        return once(request, call.actor, lambda: work(call, *args))


@cache
def api() -> NinjaAPI:
    """The API over all registered records."""
    found = NinjaAPI(
        title="Tendero", version="1", auth=BearerToken(), docs_url=None, openapi_url=None, urls_namespace="api"
    )
    for error in (
        Exception, Http404, PermissionDenied, ValidationError, RequestDataTooBig, ninja_errors.AuthenticationError,
        ninja_errors.AuthorizationError, ninja_errors.ValidationError, ninja_errors.HttpError,
    ):  # fmt: skip
        found.add_exception_handler(error, problems.handle)
    for record in registry.every():
        found.add_router(f"/{record.slug}", router(record))
    return found


def router(record: Record) -> Router:
    """The operations of one kind of record."""
    made = Router(tags=[record.slug])
    one, key = "/{ref}", record.slug.replace("-", "_")

    def mount(method: str, path: str, name: str, work: Operation, *args: Any) -> None:
        view = _with_ref(record, work, *args) if "{ref}" in path else _without(record, work)
        made.add_api_operation(path, [method], view, operation_id=f"{key}_{name}")

    mount("GET", "", "list", operations.list_rows)
    mount("POST", "", "add", operations.add_row)
    for (path, method), reading in readings.of(record.key).items():
        mount(method, f"/{path}", readings.name(path, method), reading.work)
    mount("GET", one, "get", operations.get_row)
    mount("PATCH", one, "change", operations.change_row)
    mount("DELETE", one, "bin", operations.bin_row)
    mount("POST", f"{one}/restore", "restore", operations.restore_row)
    for info in record.actions():
        mount("POST", f"{one}/{verb(info)}", verb(info), operations.act, info)
    return made


def verb(info: ActionInfo) -> str:
    """How the API calls an action: the last part of its name."""
    return info.name.rpartition(".")[2]


def _without(record: Record, work: Operation) -> Operation:
    def view(request: HttpRequest) -> HttpResponse:
        return run(request, record, work)

    return view


def _with_ref(record: Record, work: Operation, *args: Any) -> Operation:
    def view(request: HttpRequest, ref: str) -> HttpResponse:
        return run(request, record, work, ref, *args)

    return view
