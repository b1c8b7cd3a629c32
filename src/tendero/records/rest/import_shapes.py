"""What imports look like over the API: what a program may send, and how rows, questions and files are told to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.kernel.text import plain_number
from tendero.records.exchange import asking, importers, intake
from tendero.records.exchange.plan import Plan
from tendero.records.exchange.reading import Choices, choosing
from tendero.records.exchange.refusal import Refused
from tendero.records.models.imports import OUTCOMES, Import, ImportDoubt, ImportRow
from tendero.records.rest import bodies
from tendero.records.rest.operations import Call
from tendero.records.rest.problems import Problem, unreadable

OPTIONS: Final = (
    "policy",
    "binned",
    "match",
    "owner",
    "tags",
    "source",
    "basis",
    "proof",
    "country",
    "currency",
    "repair",
)
_READ: Final = ("sheet", "encoding", "delimiter", "quote", "header_row", "decimal", "dates")
_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}}
READING: Final[dict[str, Any]] = {
    "sheet": {"type": ["string", "null"]},
    "encoding": {"type": ["string", "null"], "description": "A name such as utf-8 or cp1252."},
    "delimiter": {"type": ["string", "null"], "description": "One sign."},
    "quote": {"enum": [*choosing.QUOTES, None]},
    "header_row": {"type": ["integer", "null"], "minimum": 0, "description": "Row of the titles, 0 for none."},
    "decimal": {"enum": [*choosing.DECIMALS, None]},
    "dates": {"enum": [*choosing.DATES, None]},
    "hidden": {"enum": ["skip", "bring", None]},
}
DECISIONS: Final[dict[str, Any]] = {
    "reading": {
        "type": "object",
        "description": "How the file is read, where that was not found out rightly; null to find it out again.",
        "additionalProperties": False,
        "properties": READING,
    },
    "columns": {
        "type": "object",
        "description": 'Title of a column (its number where it has none) to where it goes, "" for nowhere.',
        "additionalProperties": {"type": "string"},
    },
    "options": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string"} for name in OPTIONS},
            "match": {"type": ["array", "null"], "items": {"type": "string"}},
            "tags": _TEXTS,
            "repair": {"type": "boolean"},
        },
    },
}
VERSIONS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Of a file that is in: the versions that the question told, by id. Whoever changed is not merged.",
    "additionalProperties": {"type": "integer"},
}
ANSWERS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["answers"],
    "additionalProperties": False,
    "properties": {
        "answers": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["row", "answer"],
                "additionalProperties": False,
                "properties": {
                    "row": {"type": "integer"},
                    "answer": {"enum": list(asking.ANSWERS)},
                    "versions": VERSIONS,
                },
            },
        }
    },
}
FILE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}
AFTER: Final[dict[str, Any]] = {
    "name": "after",
    "in": "query",
    "description": "The number of the last row of the page before.",
    "schema": {"type": "integer", "minimum": 0},
}
OUTCOME: Final[dict[str, Any]] = {
    "name": "outcome",
    "in": "query",
    "description": "Only rows of this outcome; problems: all that have a reason.",
    "schema": {"enum": [*OUTCOMES, "problems"]},
}


class Refusing:
    """What the import refuses is a problem of the request: 422 with its reason, 409 where it is too late."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refused):
            raise Problem(409 if error.code in ("started", "not_done", "tried") else 422, str(error)) from error


def named(call: Call, known: Mapping[str, Any]) -> dict[str, Any]:
    """The body; Problem 400 for names that it may not have."""
    data = bodies.read_object(call.request)
    for name in data:
        if name not in known:
            raise unreadable(name, _("There is no such name."), "unknown")
    return data


def reading_of(told: Mapping[str, Any], batch: Import) -> Choices:
    """What was chosen about the reading before, with what is chosen now; null gives it back to detection."""
    for name, value in told.items():
        if name not in READING:
            raise unreadable(f"reading.{name}", _("There is no such name."), "unknown")
        if value is not None and type(value) is not (int if name == "header_row" else str):
            raise unreadable(f"reading.{name}", _("That is not of this kind."))
    return Choices.from_dict({**batch.choices, **told})


def options_of(told: Mapping[str, Any], importer: importers.Importer) -> dict[str, Any]:
    """The choices named, each of its kind."""
    for name, value in told.items():
        if name not in OPTIONS:
            raise unreadable(f"options.{name}", _("There is no such name."), "unknown")
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        fits = {"repair": isinstance(value, bool), "tags": texts, "match": value is None or texts}
        if not fits.get(name, isinstance(value, str)):
            raise unreadable(f"options.{name}", _("That is not of this kind."))
    kinds = {str(kind) for kind, _label in importer.matches()}
    if wrong := sorted(set(told.get("match") or ()) - kinds):
        raise Problem(422, _("Rows cannot be found by «%(kind)s».") % {"kind": wrong[0][:60]})
    return dict(told)


def taken(plan: Plan, told: Mapping[str, Any]) -> None:
    """ValidationError for a choice that fell back to the usual one because it is none."""
    kept = plan.to_dict()
    for name in ("policy", "binned", "basis"):
        if name in told and kept[name] != told[name]:
            raise ValidationError({f"options.{name}": ValidationError(_("That is not one of the options."), "choice")})


def answers_of(told: Any) -> tuple[dict[int, str], dict[str, int]]:
    """Answers by row, and the versions of the records that they were told with, by reference."""
    if not isinstance(told, list) or not 0 < len(told) <= 100:
        raise unreadable("answers", _("A list of one to a hundred answers."))
    found: dict[int, str] = {}
    seen: dict[str, int] = {}
    for one in told:
        known = one if isinstance(one, dict) and one.keys() <= {"row", "answer", "versions"} else {}
        row, said, versions = known.get("row"), known.get("answer"), known.get("versions", {})
        if type(row) is not int or not 0 < row < 2**31 or not isinstance(said, str) or said not in asking.ANSWERS:
            raise unreadable("answers", _("Each has a row and an answer: same, two or nothing."))
        if not isinstance(versions, dict) or not all(type(version) is int for version in versions.values()):
            raise unreadable("answers", _("Versions are an object of whole numbers."))
        found[row] = said
        seen |= versions
    return found, seen


def after_of(call: Call) -> int:
    number = plain_number(call.request.GET.get("after", "0"))
    if number is None:
        raise unreadable("after", _("A whole number."))
    return number


def row_told(row: ImportRow, there: Mapping[int, Any]) -> dict[str, Any]:
    known = there.get(row.record_id or 0)
    return {"row": row.number, "outcome": row.outcome, "reason": row.reason, "record": known.ref if known else None}


def doubt_told(one: ImportDoubt, sides: Any, compared: asking.Compared | None) -> dict[str, Any]:
    """A question with its two sides; once both are records, where they may be merged, and their versions."""
    lines = [{"label": str(n.label), "row": n.left, "other": n.right, "mark": n.mark} for n in sides.lines]
    names = {"row_title": sides.left, "other_title": sides.right, "other_row": one.other_number or None}
    reasons = [str(reason) for reason in sides.reasons]
    both = {"versions": dict(compared.versions), "compare": compared.address} if compared else {}
    return {"row": one.number, "answer": one.answer, **names, "reasons": reasons, "lines": lines, **both}


def import_told(batch: Import) -> dict[str, Any]:
    """An import as programs read it."""
    plan = intake.plan_of(batch).to_dict()
    columns = zip(batch.mapping.get("labels", []), batch.mapping.get("columns", []), strict=False)
    foreseen = {
        name: batch.foreseen.get(name) for name in ("rows", "counts", "also_made", "doubts", "problems", "repeats")
    }
    return {
        "id": batch.ref,
        "file": batch.file_name,
        "state": batch.state,
        "created": batch.created.isoformat(),
        "finished": batch.finished.isoformat() if batch.finished else None,
        "reading": {name: batch.reading.get(name) for name in ("format", "sheets", *_READ)}
        | {"hidden": "skip" if batch.reading.get("skip_hidden") else "bring"},
        "columns": [{"title": title, "target": target} for title, target in columns],
        "options": {name: plan[name] for name in OPTIONS},
        "rows": batch.rows,
        "foreseen": foreseen if batch.foreseen.get("counts") else None,
        "counts": batch.counts,
        "also_made": batch.also_made,
        "waiting": asking.waiting(batch),
        "problem": batch.problem,
        "under_way": batch.job is not None and not batch.job.over,
        "kept": batch.revert_report.get("kept", []),
    }
