"""Every route of records has its row here: how it is asked, for which verb, and what it does where it is allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

NOTHING: Final = "nothing"
JOURNAL: Final = "kernel_change"


@dataclass(frozen=True)
class Row:
    """One way to ask. `body` makes it a POST, whose values may have {names}; `file` goes with it.

    Where it is allowed it answers `answer` and writes to the table `effect`; `touches` says that the row it was asked
    for is no longer as it was. `given` is done to that row first, the same for all.
    """

    path: str
    verb: str = "view"
    body: dict[str, str] | None = None
    htmx: bool = False
    answer: int = 200
    effect: str = NOTHING
    touches: bool = False
    file: str = ""
    given: Callable[[Any, Any], Any] | None = None


def write(path: str, verb: str = "change", body: dict[str, str] | None = None, **more: Any) -> Row:
    """A POST that changes the row it is asked for."""
    return Row(path, verb, body or {}, **{"effect": JOURNAL, "touches": True, **more})


def _won(row: Any, by: Any) -> None:
    from tendero.pipeline.actions import win

    win(row, by=by)


def _done(row: Any, by: Any) -> None:
    from tendero.activities.actions import complete_task

    complete_task(row, by=by)


def _a_company(row: Any, by: Any) -> None:
    from tendero.directory.actions import update_party

    update_party(row, values={"kind": "organisation", "name": "Bar Prueba"}, by=by)


TWIN: Final = "1aaaaaaaaaaaaaaaaaaa"


def _twin(row: Any, by: Any) -> None:
    """The same contact on another card, of the same responsible."""
    from tendero.directory.actions import create_party
    from tendero.kernel import changes, write

    with changes.change_set("test.twin", by=by), write.bearing(type(row), TWIN):
        create_party(values={"kind": "person", "first_name": "Rosa", "owner": row.owner}, by=by)


def _merged(row: Any, by: Any) -> None:
    """A contact that has absorbed its twin."""
    from tendero.directory.actions import merge_parties

    _twin(row, by)
    if row.binned_at is None:
        merge_parties(row, others=[type(row).objects.get(ref=TWIN)], by=by)


ENGINE: Final[dict[str, Row]] = {
    "detail": Row("/{slug}/{ref}/"),
    "panel": Row("/{slug}/{ref}/panel"),
    "history": Row("/{slug}/{ref}/history", htmx=True),
    "edit": Row("/{slug}/{ref}/edit", "change"),
    "edit, sent": write("/{slug}/{ref}/edit", "change", {"_field": "{field}", "{field}": "Otra cosa"}, answer=302),
    "cell": Row("/{slug}/{ref}/field/{field}", "change", htmx=True),
    "cell, sent": write("/{slug}/{ref}/field/{field}", "change", {"{field}": "Otra cosa"}, htmx=True),
    "to_bin": write("/{slug}/{ref}/to_bin", "delete", answer=302),
    "restore_value": write("/{slug}/{ref}/history/restore", "change", {"change_set": "{set}", "field": "{field}"}),
}
"""Screens of one row that every record type has."""

TAKEN_OVER: Final = frozenset(
    {
        ("directory.Party", "detail"),
        ("activities.Activity", "edit"),
        ("activities.Activity", "edit, sent"),
        ("activities.Task", "edit"),
        ("activities.Task", "edit, sent"),
    }
)
"""Addresses of the engine at which a room shows a screen of its own, asked among those."""

LISTS: Final[dict[str, Row]] = {
    "list": Row("/{slug}/?layout=table"),
    "figures": Row("/{slug}/figures"),
    "counts": Row("/{slug}/counts"),
    "columns": Row("/{slug}/columns"),
    "filter": Row("/{slug}/filter"),
    "suggest": Row("/{slug}/suggest?q=a"),
    "views": Row("/{slug}/views"),
    "check": Row("/{slug}/check", "view", {"_field": "{field}", "{field}": "Otra"}),
    "new": Row("/{slug}/new", "add"),
    "export": Row("/{slug}/export", "export"),
    "bin": Row("/{slug}/bin", "delete"),
    "import": Row("/{slug}/import", "import"),
}
"""Screens without a row: the door alone decides."""

_LOG = "records_exportlog"
OF_ONE_KIND: Final[dict[str, tuple[str, Row]]] = {
    "records:board": ("pipeline.Opportunity", Row("/opportunities/board")),
    "pipeline:more": ("pipeline.Opportunity", Row("/opportunities/board/{stage}/more")),
    "directory:similar": ("directory.Party", Row("/parties/similar", "add", {"kind": "person", "name": "Rosa Prueba"})),
    "directory:duplicates": ("directory.Party", Row("/parties/duplicates/", "change")),
    "directory:duplicates_search": (
        "directory.Party",
        Row("/parties/duplicates/search", "change", {"now": "1"}, answer=302, effect="kernel_job"),
    ),
    "records:item": ("directory.Party", Row("/parties/item/phones")),
    "insight:summary": ("sales.Sale", Row("/summary/")),
    "insight:lines": ("sales.Sale", Row("/summary/lines")),
    "insight:export": (
        "sales.Sale",
        Row("/summary/export", "export", {"table": "sellers", "step": "run", "reason": "prueba"}, effect=_LOG),
    ),
    "catalog:demand": ("catalog.Product", Row("/products/demand")),
    "catalog:name_demand": ("directory.Party", Row("/products/demand/name?words=Moler", "change")),
    "directory:merge_picked": ("directory.Party", Row("/parties/do/merge_parties/", "merge", {"row": "x"}, answer=204)),
    "directory:new": (
        "directory.Party",
        Row("/parties/new", "add", {"quick": "1", "kind": "person", "name": "Paz"}, htmx=True, effect=JOURNAL),
    ),
    "pipeline:stage_list": ("pipeline.Stage", Row("/settings/stages/", "change")),
    "pipeline:stage_new": (
        "pipeline.Stage",
        Row("/settings/stages/new", "add", {"name": "Dudosa", "probability": "10"}, effect=JOURNAL),
    ),
    "pipeline:reason_new": (
        "pipeline.LossReason",
        Row("/settings/loss-reasons/new", "add", {"name": "Por lejos"}, effect=JOURNAL),
    ),
}
"""The same, of one kind of record only."""

_STAGE, _REASON = "/settings/stages/{ref}", "/settings/loss-reasons/{ref}"
_CARD = "/parties/{ref}"
_TASK = {"title": "Otra", "kind": "call", "priority": "2", "due_on": "2026-11-27"}
OF_A_ROW: Final[dict[str, tuple[str, Row]]] = {
    "pipeline:move": ("pipeline.Opportunity", write("/opportunities/{ref}/move", body={"to": "{stage}"})),
    "pipeline:win": ("pipeline.Opportunity", write("/opportunities/{ref}/win")),
    "pipeline:lose": ("pipeline.Opportunity", write("/opportunities/{ref}/lose", body={"reason": "{reason_pk}"})),
    "pipeline:lose, asked": ("pipeline.Opportunity", Row("/opportunities/{ref}/lose", "change")),
    "pipeline:reopen": ("pipeline.Opportunity", write("/opportunities/{ref}/reopen", given=_won)),
    "catalog:prices": ("catalog.Product", Row("/products/{ref}/prices")),
    "sales:lines": ("sales.Sale", Row("/sales/{ref}/whole")),
    "sales:give_back": ("sales.Sale", Row("/sales/{ref}/give-back", "add")),
    "pipeline:stages": ("pipeline.Opportunity", Row("/opportunities/{ref}/stages")),
    "pipeline:tasks_about": ("pipeline.Opportunity", Row("/opportunities/{ref}/tasks")),
    "pipeline:stage_edit": ("pipeline.Stage", Row(f"{_STAGE}/edit", "change")),
    "pipeline:stage_edit, sent": (
        "pipeline.Stage",
        write(f"{_STAGE}/edit", body={"name": "Otra etapa", "probability": "20"}),
    ),
    "pipeline:stage_move": ("pipeline.Stage", write(f"{_STAGE}/move", body={"way": "up"}, touches=False)),
    "pipeline:stage_remove": ("pipeline.Stage", write(f"{_STAGE}/remove", "delete")),
    "pipeline:reason_edit": ("pipeline.LossReason", Row(f"{_REASON}/edit", "change")),
    "pipeline:reason_edit, sent": ("pipeline.LossReason", write(f"{_REASON}/edit", body={"name": "Por caro"})),
    "pipeline:reason_remove": ("pipeline.LossReason", write(f"{_REASON}/remove", "delete")),
    "activities:edit": ("activities.Activity", Row("/activities/{ref}/edit", "change")),
    "activities:edit, sent": ("activities.Activity", write("/activities/{ref}/edit", body={"body": "Otra cosa"})),
    "activities:pin": ("activities.Activity", write("/activities/{ref}/pin")),
    "activities:discard": ("activities.Activity", write("/activities/{ref}/discard", "delete")),
    "activities:document": ("activities.Document", Row("/documents/{ref}/file")),
    "activities:task_edit": ("activities.Task", Row("/tasks/{ref}/edit", "change")),
    "activities:task_edit, sent": ("activities.Task", write("/tasks/{ref}/edit", body=_TASK)),
    "activities:complete": ("activities.Task", write("/tasks/{ref}/complete")),
    "activities:postpone": ("activities.Task", write("/tasks/{ref}/postpone", body={"to": "week"})),
    "activities:reassign": ("activities.Task", write("/tasks/{ref}/reassign", body={"to": "{heir}"})),
    "directory:card": ("directory.Party", Row(f"{_CARD}/")),
    "directory:merge": ("directory.Party", Row("/parties/merge?ref={ref}", "merge")),
    "directory:merge, sent": (
        "directory.Party",
        write("/parties/merge", "merge", {"ref": "{ref}", "other": TWIN, "kept": "{ref}"}, answer=302, given=_twin),
    ),
    "directory:unmerge": (
        "directory.Party",
        write(f"{_CARD}/unmerge", "merge", {"merged": TWIN}, answer=302, given=_merged),
    ),
    "directory:role": ("directory.Party", Row(f"{_CARD}/role", "change")),
    "directory:role, sent": ("directory.Party", write(f"{_CARD}/role", body={"role": "{other_role}"})),
    "directory:role_held": ("directory.Party", Row(f"{_CARD}/role/{{role}}", "change")),
    "directory:role_held, sent": ("directory.Party", write(f"{_CARD}/role/{{role}}", body={"end": "1"})),
    "directory:tag": ("directory.Party", write(f"{_CARD}/tag", body={"name": "Feria"})),
    "directory:observation": (
        "directory.Party",
        write(f"{_CARD}/observation/taste", body={"kind": "taste", "text": "Café largo"}),
    ),
    "directory:relate": ("directory.Party", Row(f"{_CARD}/relate", "change")),
    "directory:relate, sent": (
        "directory.Party",
        write(f"{_CARD}/relate", body={"type": "{relationship}", "other": "{neighbour}"}),
    ),
    "directory:apart": ("directory.Party", write(f"{_CARD}/apart", body={"other": "{twin}"})),
    "directory:consent": (
        "directory.Party",
        write(f"{_CARD}/consent", body={"decision": "objected", "basis": "consent", "on": "2026-11-20"}, touches=False),
    ),
    "directory:annul": ("directory.Party", write(f"{_CARD}/ledger/{{entry}}/annul", touches=False)),
    "directory:ledger": ("directory.Party", Row(f"{_CARD}/ledger")),
    "directory:photo": ("directory.Party", write(f"{_CARD}/photo", file="photo")),
    "directory:picture": ("directory.Party", Row(f"{_CARD}/picture")),
    "directory:vcard": ("directory.Party", Row(f"{_CARD}/vcard", "export", effect="records_exportlog")),
    "activities:card": ("directory.Party", Row(f"{_CARD}/card/next_step")),
}
"""Hand-made screens of one row."""

ON_A_CONTACT: Final[dict[str, tuple[str, Row]]] = {
    "activities:timeline": ("activities.Activity", Row(f"{_CARD}/timeline")),
    "activities:entry": ("activities.Activity", write(f"{_CARD}/entry", "add", {"line": "Pide precio"}, touches=False)),
    "activities:log": ("activities.Activity", Row(f"{_CARD}/log/call", "add")),
    "activities:log, sent": (
        "activities.Activity",
        write(f"{_CARD}/log/call", "add", {"text": "Llamó", "day": "2026-11-20", "direction": "in"}, touches=False),
    ),
    "activities:task_new": ("activities.Task", Row(f"{_CARD}/task", "add")),
    "activities:task_new, sent": ("activities.Task", write(f"{_CARD}/task", "add", _TASK, touches=False)),
    "activities:peace": ("activities.Silence", Row(f"{_CARD}/peace", "add")),
    "activities:peace, sent": (
        "activities.Silence",
        write(f"{_CARD}/peace", "add", {"until": "2099-01-11", "reason": "De viaje"}, touches=False),
    ),
    "activities:disturb": ("activities.Silence", write(f"{_CARD}/disturb", "delete", touches=False, effect=NOTHING)),
    "activities:document_new": ("activities.Document", Row(f"{_CARD}/document", "add")),
    "activities:document_new, sent": (
        "activities.Document",
        write(f"{_CARD}/document", "add", {"title": "Nota"}, touches=False, file="paper"),
    ),
    "pipeline:of_party": ("pipeline.Opportunity", Row(f"{_CARD}/opportunities")),
    "sales:of_party": ("sales.Sale", Row(f"{_CARD}/purchases")),
}
"""Pages of a contact that are about another kind of record: its door, then whether he sees the contact."""

IN_BULK: Final[dict[str, tuple[str, str]]] = {
    "directory.Party": ("website", "https://todas.example"),
    "pipeline.Opportunity": ("note", "Todas"),
    "activities.Task": ("note", "Todas"),
    "activities.Activity": ("outcome", "Todas"),
    "activities.Silence": ("reason", "Todas"),
    "directory.RoleType": ("objective", "Todas"),
    "pipeline.Stage": ("probability", "15"),
    "pipeline.LossReason": ("name", "Todas"),
    "catalog.Product": ("unit", "caja"),
    "sales.Sale": ("note", "Todas"),
}
"""A field that many rows may share, and its value; for other kinds their place in the list."""

SOMEBODY_THERE: Final = write(f"{_CARD}/person", "add", {"name": "Eva Pardo"}, touches=False, given=_a_company)
"""A new person who works at a company: adding one, and changing that company."""

ASKED_ELSEWHERE: Final = frozenset({"directory.merge_parties"})
"""Offered actions whose place in the list leads to a screen of their own, which has its row above."""

API: Final[dict[str, tuple[str, dict[str, Any], Callable[[Any, Any], Any] | None]]] = {
    "directory.merge_parties": ("directory.Party", {"others": [TWIN]}, _twin),
    "directory.give_roles": ("directory.Party", {"role": "{other_role}"}, None),
    "directory.end_roles": ("directory.Party", {"role": "{role}"}, None),
    "directory.add_tags": ("directory.Party", {"tag": "{other_tag}"}, None),
    "directory.remove_tags": ("directory.Party", {"tag": "{tag}"}, None),
    "directory.assign_owners": ("directory.Party", {"owner": "{heir}"}, None),
    "pipeline.win": ("pipeline.Opportunity", {}, None),
    "pipeline.lose": ("pipeline.Opportunity", {"reason": "{reason}"}, None),
    "pipeline.reopen": ("pipeline.Opportunity", {}, _won),
    "pipeline.move": ("pipeline.Opportunity", {"stage": "{stage}"}, None),
    "activities.complete_task": ("activities.Task", {}, None),
    "activities.reopen_task": ("activities.Task", {}, _done),
    "activities.postpone": ("activities.Task", {"until": "2027-01-11"}, None),
    "activities.reassign": ("activities.Task", {"assignee": "{heir}"}, None),
    "sales.return_all": ("sales.Sale", {}, None),
}
"""What each offered action is sent, by the API and by the dialogs of one row or many: its kind, arguments, before."""
