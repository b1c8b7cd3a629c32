"""Duplicates over the API: the pairs of the desk, what is said of them, and merges taken back."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tendero.directory.actions.duplicates import say_apart
from tendero.directory.actions.merging import merge_by_rule
from tendero.directory.models import Party
from tendero.directory.queries import desk, merging
from tendero.kernel import journal, refs
from tendero.kernel.permissions import Missing
from tendero.kernel.write import Conflict
from tendero.records.rest import bodies, readings, schemas
from tendero.records.rest.importing import answer, asked
from tendero.records.rest.operations import Call
from tendero.records.rest.problems import Problem, unreadable
from tendero.records.rest.readings import Reading

_ANSWERS: Final = ("same", "two", "again")
_SHOWN: Final[dict[str, Any]] = {
    "name": "shown",
    "in": "query",
    "description": "Surely one, doubtful, or told apart; without it all that stand open.",
    "schema": {"enum": list(desk.SHOWN)},
}
_CURSOR: Final[dict[str, Any]] = {
    "name": "cursor", "in": "query", "description": "`next` of the page before.", "schema": {"type": "string"},
}  # fmt: skip
_SAID: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["parties", "answer"],
    "additionalProperties": False,
    "properties": {
        "parties": {"type": "array", "minItems": 2, "maxItems": desk.TOGETHER, "items": schemas.REF},
        "answer": {"enum": list(_ANSWERS)},
        "versions": {
            "type": "object",
            "description": "Version of each as it was read, by id: 412 where one is another by now.",
            "additionalProperties": {"type": "integer"},
        },
    },
}
_MERGED: Final[dict[str, Any]] = {
    "type": "object", "required": ["merged"], "additionalProperties": False, "properties": {"merged": schemas.REF},
}  # fmt: skip


def offer() -> None:
    """Give them to the API; called once, when declarations are read."""
    key = Party.record_key
    readings.add(key, "duplicates", Reading(pairs, "Contacts that look alike", [_SHOWN, _CURSOR]))
    told = "Say of two to four contacts that they are one, two, or to be asked again"
    readings.add(key, "duplicates", Reading(say, told, method="POST", body=_SAID))
    readings.add(key, "{ref}/unmerge", Reading(unmerge, "Undo a merge", method="POST", body=_MERGED))


def pairs(call: Call) -> HttpResponse:
    """A page of the desk: pairs and groups as this actor may read them, the strongest first."""
    call.need("change")
    asked(call, "shown", "cursor")
    shown = call.request.GET.get("shown", "")
    if shown and shown not in desk.SHOWN:
        raise unreadable("shown", _("That is not one of the options."), "choice")
    page = desk.page(call.actor, shown, call.request.GET.get("cursor", ""))
    items = [_entry(entry) for entry in page.entries]
    return answer({"items": items, "next": page.next or None, "waiting": desk.waiting(call.actor)})


def say(call: Call) -> HttpResponse:
    """Made one by the standing rule, told apart, or asked again. Said twice, the second changes nothing."""
    call.need("change")
    asked(call)
    data = bodies.read_object(call.request)
    _known(data, ("parties", "answer", "versions"))
    said, versions = data.get("answer"), data.get("versions", {})
    if said not in _ANSWERS:
        raise unreadable("answer", _("That is not one of the options."), "choice")
    if not isinstance(versions, dict) or not all(type(one) is int for one in versions.values()):
        raise unreadable("versions", _("It is an object of whole numbers."))
    wanted = _refs(data.get("parties"))
    verb = "merge" if said == "same" else "change"
    parties = list({row.pk: row for row in (call.row(ref, verb) for ref in wanted)}.values())
    for party in parties:
        if versions.get(party.ref, party.version) != party.version:
            raise Conflict(party)
    if said == "same":
        if len(parties) < 2:  # one was merged into the other: it is so already
            return answer({"kept": parties[0].ref, "change_set": None})
        kept, done = merge_by_rule(parties, seen=versions, by=call.actor)
        return answer({"kept": kept.ref, "change_set": done})
    done = say_apart(parties, again=said == "again", seen=versions, by=call.actor)
    return answer({"kept": None, "change_set": done or None})


def unmerge(call: Call, ref: str) -> HttpResponse:
    """Take back the merge by which a contact came into this one: 422 with the reason where it cannot be done today.

    Whoever came with another one goes back to that one.
    """
    asked(call)
    kept = call.row(ref, "merge")
    data = bodies.read_object(call.request)
    _known(data, ("merged",))
    merged = data.get("merged")
    if not isinstance(merged, str) or not refs.is_ref(merged):
        raise unreadable("merged", _("Send the id of the contact that was merged."), "required")
    done = merging.merge_of(kept, merged, call.actor)
    if done is None:
        raise Missing
    report = journal.revert(done, by=call.actor)
    if Party.everything.filter(ref=merged, merged_into=kept).exists():
        raise Problem(422, report.kept[0].reason if report.kept else "")
    kept_back = [{"record": one.record_key, "field": one.field, "reason": one.reason} for one in report.kept]
    return answer({"id": merged, "change_set": report.change_set, "kept": kept_back})


def _known(data: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in data:
        if name not in names:
            raise unreadable(name, _("There is no such name."), "unknown")


def _refs(told: Any) -> list[str]:
    """Two to four different references."""
    texts = isinstance(told, list) and all(isinstance(ref, str) for ref in told)
    if not texts or len(set(told)) != len(told) or not 2 <= len(told) <= desk.TOGETHER:
        raise unreadable("parties", _("Two to four different contacts."))
    return list(told)


def _entry(entry: desk.Shown) -> dict[str, Any]:
    return {
        "parties": [{"id": party.ref, "name": party.name, "version": party.version} for party in entry.parties],
        "sure": entry.sure,
        "share": entry.share,
        "more": entry.more,
        "pairs": [
            {"one": pair.one.ref, "other": pair.other.ref, "reasons": list(pair.reasons)} for pair in entry.pairs
        ],
        "facts": [{"label": fact.label, "texts": list(fact.texts), "marks": _marks(fact)} for fact in entry.facts],
    }


def _marks(fact: desk.Fact) -> list[dict[str, Any]]:
    return [{"degree": mark.degree, "parts": list(mark.parts)} for mark in fact.marks]
