"""What went wrong, as RFC 9457 says it: problem+json in the caller's language, each error with its field and cure."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError

from tendero.kernel.permissions import Missing
from tendero.kernel.write import Conflict

Words = str | Promise
_log = logging.getLogger("tendero.api")

TITLES: Final[dict[int, tuple[str, Words]]] = {
    400: ("bad-request", _("The request cannot be read.")),
    401: ("unauthenticated", _("Say who you are: send a token that is in force.")),
    403: ("forbidden", _("Your profile may not do that.")),
    404: ("not-found", _("There is nothing here.")),
    405: ("method-not-allowed", _("This address does not answer that method.")),
    409: ("conflict", _("It cannot be done as things stand.")),
    412: ("changed-meanwhile", _("Somebody has changed it since you read it.")),
    413: ("too-large", _("The request is too large.")),
    415: ("not-json", _("Send JSON, with Content-Type: application/json.")),
    422: ("invalid", _("Some values do not fit.")),
    429: ("too-many-requests", _("Too many requests. Wait a moment.")),
    500: ("failure", _("Something failed on our side. Nothing was changed.")),
    503: ("busy", _("The database is busy. Nothing was changed; try again in a moment.")),
}
_CURES: Final[dict[str, Words]] = {
    "required": _("Send a value for this field."),
    "unknown": _("Take it out; docs/openapi.json names what is accepted."),
    "type": _("Send it in the form that docs/openapi.json describes."),
    "choice": _("Send one of the values listed in docs/openapi.json."),
    "missing": _("Send the id of a record that you can see."),
    "max_length": _("Shorten it."),
    "readonly": _("Leave it out."),
}
_ANY_CURE: Final = _("Correct it and send the request again.")


class Problem(Exception):
    """An answer that is an error. `errors` are ``{"field", "message", "cure"}``."""

    def __init__(
        self,
        status: int,
        detail: Words = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {detail}")
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def unreadable(field: str, message: Words, code: str = "type") -> Problem:
    """400, about one part of the request."""
    return Problem(400, message, errors=[_error(field, str(message), code)])


def respond(problem: Problem) -> HttpResponse:
    """The response of a problem, in the active language."""
    name, title = TITLES[problem.status]
    body: dict[str, Any] = {"type": f"urn:tendero:problem:{name}", "title": str(title), "status": problem.status}
    if problem.detail:
        body["detail"] = str(problem.detail)
    if problem.errors:
        body["errors"] = [dict(error) for error in problem.errors]
    return HttpResponse(
        json.dumps(body), status=problem.status, content_type="application/problem+json", headers=problem.headers
    )


def handle(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to whatever an operation raised."""
    problem = _problem(error)
    if problem.status >= 500:
        _log.error("api failure", exc_info=error)
    return respond(problem)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, AuthenticationError):
        return Problem(401, headers={"WWW-Authenticate": 'Bearer realm="tendero"'})
    if isinstance(error, Missing | Http404):
        return Problem(404)
    if isinstance(error, PermissionDenied):
        return Problem(403, str(error))
    if isinstance(error, ValidationError):
        return Problem(422, errors=errors_of(error))
    if isinstance(error, Conflict):
        return Problem(412, headers={"ETag": etag(error.record)})
    return Problem(*_machine(error))


def _machine(error: Exception) -> tuple[int]:
    if isinstance(error, RequestDataTooBig):
        return (413,)
    if isinstance(error, BadRequest | SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return (400,)
    return (503,) if isinstance(error, OperationalError) else (500,)


def errors_of(error: ValidationError, under: str = "") -> list[dict[str, str]]:
    """Each message of a ValidationError, with its field and cure."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return [
        _error(under or ("" if name == NON_FIELD_ERRORS else name), str(next(iter(single))), single.code or "")
        for name, several in by_field.items()
        for single in several
    ]


def _error(field: str, message: str, code: str) -> dict[str, str]:
    return {"field": field, "message": message, "cure": str(_CURES.get(code, _ANY_CURE))}


def etag(row: Any) -> str:
    """The entity tag of a record: its version."""
    return f'"{row.version}"'
