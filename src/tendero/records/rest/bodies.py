"""Reading a request's body: strict JSON, known names only, every value by its field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.kernel.text import plain_number
from tendero.records import values
from tendero.records.fields import Field
from tendero.records.rest import output
from tendero.records.rest.problems import Problem, errors_of, unreadable

LARGEST: Final = 1024 * 1024


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object a request carries; empty for no body. Problem 400, 413 or 415 for anything else."""
    length = request.headers.get("Content-Length") or "0"
    if plain_number(length, LARGEST) is None:
        raise Problem(413, _("At most one megabyte."))
    raw = request.body
    if not raw.strip():
        return {}
    kind = (request.content_type or "").lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Problem(415)
    try:
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Problem(400, _("The body is not JSON in UTF-8.")) from error
    if not isinstance(found, dict):
        raise Problem(400, _("The body is a JSON object: {…}."))
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def read_values(data: Mapping[str, Any], fields: Mapping[str, Field], actor: Actor) -> dict[str, Any]:
    """Typed values of a body by field name; user-defined ones stand under ``custom``.

    `fields` are those the actor may know of. Problem 400 for a name that is none of them, ValidationError for values.
    """
    flat = _flat(data)
    known = {name: field for name, field in fields.items() if name in output.writable(fields)}
    unknown = [name for name in flat if name not in known]
    if unknown:
        errors = [
            {**errors_of(ValidationError(_("There is no field of this name to write."), code="unknown"), name)[0]}
            for name in unknown[:20]
        ]
        raise Problem(400, _("The request has names that are not accepted."), errors=errors)
    found: dict[str, Any] = {}
    wrong: dict[str, list[ValidationError]] = {}
    for name, value in flat.items():
        try:
            found[name] = values.from_json(known[name], value, actor)
        except ValidationError as error:
            wrong[name] = error.error_list
    if wrong:
        raise ValidationError(wrong)
    return found


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    if "custom" not in data:
        return dict(data)
    custom = data["custom"]
    if not isinstance(custom, dict):
        raise unreadable("custom", _("An object is expected here."))
    own = {f"custom.{key}": value for key, value in custom.items()}
    return {name: value for name, value in data.items() if name != "custom"} | own
