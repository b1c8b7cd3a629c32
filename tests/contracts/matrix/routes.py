"""Every route of the program has its row here: how it is asked, for which verb, of which record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Row:
    """One way to ask: `path` with {ref}; `body` makes it a POST."""

    path: str
    verb: str = "view"
    body: dict[str, Any] | None = None
    htmx: bool = False


ENGINE: Final[dict[str, Row]] = {
    "detail": Row("/{slug}/{ref}/"),
    "panel": Row("/{slug}/{ref}/panel"),
    "history": Row("/{slug}/{ref}/history", htmx=True),
    "edit": Row("/{slug}/{ref}/edit", "change"),
    "edit, sent": Row("/{slug}/{ref}/edit", "change", {"_field": "{field}", "{field}": "Otra cosa", "title": "Otra"}),
    "cell": Row("/{slug}/{ref}/field/{field}", "change", {"{field}": "Otra cosa"}, htmx=True),
    "to_bin": Row("/{slug}/{ref}/to_bin", "delete", {}),
    "restore_value": Row("/{slug}/{ref}/history/restore", "change", {"change": "1", "field": "{field}"}),
}
"""Screens of one row that every record type has."""

LISTS: Final[dict[str, Row]] = {
    "list": Row("/{slug}/?layout=table"),
    "figures": Row("/{slug}/figures"),
    "counts": Row("/{slug}/counts"),
    "columns": Row("/{slug}/columns"),
    "filter": Row("/{slug}/filter"),
    "suggest": Row("/{slug}/suggest?q=a"),
    "new": Row("/{slug}/new", "add"),
    "export": Row("/{slug}/export", "export"),
    "bin": Row("/{slug}/bin", "delete"),
    "import": Row("/{slug}/import", "import"),
}
"""Screens without a row: the door alone decides."""

OF_A_ROW: Final[dict[str, tuple[str, Row]]] = {
    "pipeline:move": ("pipeline.Opportunity", Row("/opportunities/{ref}/move", "change", {"to": "{stage}"})),
    "pipeline:win": ("pipeline.Opportunity", Row("/opportunities/{ref}/win", "change", {})),
    "pipeline:lose": ("pipeline.Opportunity", Row("/opportunities/{ref}/lose", "change", {})),
    "pipeline:reopen": ("pipeline.Opportunity", Row("/opportunities/{ref}/reopen", "change", {})),
    "pipeline:stages": ("pipeline.Opportunity", Row("/opportunities/{ref}/stages")),
    "pipeline:tasks_about": ("pipeline.Opportunity", Row("/opportunities/{ref}/tasks")),
    "pipeline:stage_edit": ("pipeline.Stage", Row("/settings/stages/{ref}/edit", "change")),
    "pipeline:stage_remove": ("pipeline.Stage", Row("/settings/stages/{ref}/remove", "delete", {})),
    "pipeline:reason_edit": ("pipeline.LossReason", Row("/settings/loss-reasons/{ref}/edit", "change")),
    "pipeline:reason_remove": ("pipeline.LossReason", Row("/settings/loss-reasons/{ref}/remove", "delete", {})),
    "activities:edit": ("activities.Activity", Row("/activities/{ref}/edit", "change")),
    "activities:pin": ("activities.Activity", Row("/activities/{ref}/pin", "change", {})),
    "activities:discard": ("activities.Activity", Row("/activities/{ref}/discard", "delete", {})),
    "activities:document": ("activities.Document", Row("/documents/{ref}/file")),
    "activities:task_edit": ("activities.Task", Row("/tasks/{ref}/edit", "change")),
    "activities:complete": ("activities.Task", Row("/tasks/{ref}/complete", "change", {})),
    "activities:postpone": ("activities.Task", Row("/tasks/{ref}/postpone", "change", {})),
    "activities:reassign": ("activities.Task", Row("/tasks/{ref}/reassign", "change", {"to": "{person}"})),
    "directory:card": ("directory.Party", Row("/parties/{ref}/")),
    "directory:role": ("directory.Party", Row("/parties/{ref}/role", "change")),
    "directory:tag": ("directory.Party", Row("/parties/{ref}/tag", "change")),
    "directory:observation": ("directory.Party", Row("/parties/{ref}/observation/taste", "change")),
    "directory:relate": ("directory.Party", Row("/parties/{ref}/relate", "change")),
    "directory:consent": ("directory.Party", Row("/parties/{ref}/consent", "change")),
    "directory:ledger": ("directory.Party", Row("/parties/{ref}/ledger")),
    "directory:photo": ("directory.Party", Row("/parties/{ref}/photo", "change")),
    "activities:timeline": ("directory.Party", Row("/parties/{ref}/timeline")),
    "activities:card": ("directory.Party", Row("/parties/{ref}/card/next_step")),
}
"""Hand-made screens of one row."""

PUBLIC: Final = frozenset(
    "livez healthz metrics nothing accept account_login account_logout account_inactive account_reset_password "
    "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done "
    "mfa_authenticate".split()
)
"""Open to anybody."""

SIGNED_IN: Final = frozenset(
    "today read_mentions read_mention account token_new token_revoke session_end mfa_index account_reauthenticate "
    "account_change_password mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes "
    "mfa_generate_recovery_codes search opened undo gallery gallery_dialog settings waiting theme language token jobs "
    "job job_cancel".split()
)
"""Open to whoever has signed in; each shows only what is his."""

SETTINGS: Final[dict[str, tuple[str, str, str]]] = {
    "company": ("kernel.Setting", "change", "/settings/company/"),
    "people": ("identity.User", "change", "/settings/people/"),
    "invite": ("identity.User", "change", "/settings/people/invite"),
    "team_new": ("identity.User", "change", "/settings/people/teams/new"),
    "profiles": ("access.Profile", "change", "/settings/profiles/"),
    "profile_new": ("access.Profile", "change", "/settings/profiles/new"),
    "profile": ("access.Profile", "change", "/settings/profiles/comercial/"),
    "profile_rename": ("access.Profile", "change", "/settings/profiles/comercial/rename"),
    "audit": ("kernel.ChangeSet", "view", "/settings/audit/"),
    "own_fields": ("kernel.Setting", "change", "/settings/fields/"),
    "own_field_new": ("kernel.Setting", "change", "/settings/fields/parties/new/"),
    "stage_list": ("pipeline.Stage", "change", "/settings/stages/"),
    "stage_new": ("pipeline.Stage", "add", "/settings/stages/new"),
    "reason_new": ("pipeline.LossReason", "add", "/settings/loss-reasons/new"),
}
"""Settings without a row, and the right that opens them."""

ELSEWHERE: Final[dict[str, str]] = {
    "withdraw": "src/tendero/access/tests/test_people.py",
    "team_edit": "settings: the same door as people",
    "person_edit": "settings: the same door as people",
    "person_deactivate": "src/tendero/access/tests/test_people.py",
    "person_reactivate": "settings: the same door as people",
    "person_reset": "src/tendero/access/tests/test_attacks.py",
    "profile_remove": "settings: the same door as profiles",
    "own_field_edit": "tests/foundation/test_own_fields.py",
    "own_field_archive": "tests/foundation/test_own_fields.py",
    "own_field_unarchive": "tests/foundation/test_own_fields.py",
    "own_field_move": "tests/foundation/test_own_fields.py",
    "import_columns": "an import is its maker's: tests/contracts/test_permission_matrix.py",
    "import_plan": "an import is its maker's",
    "import_reading": "an import is its maker's",
    "import_field": "an import is its maker's",
    "import_run": "an import is its maker's",
    "import_discard": "an import is its maker's",
    "import_result": "an import is its maker's",
    "import_rows": "an import is its maker's",
    "import_failed": "an import is its maker's",
    "import_file": "an import is its maker's",
    "import_revert": "an import is its maker's",
    "views": "tests/foundation/test_saved_views.py",
    "check": "shows nothing that the form does not: tests/screens/test_forms.py",
    "item": "an empty group of inputs: tests/screens/test_forms.py",
    "similar": "src/tendero/directory/tests",
    "bulk": "rows swapped for foreign ones: below",
    "act": "rows swapped for foreign ones: below",
    "bulk_result": "a job is its starter's: tests/screens/test_bulk.py",
    "restore": "rows swapped for foreign ones: below",
    "board": "lists what the list lists: tests/screens/test_board.py",
    "more": "lists what the board lists: src/tendero/pipeline/tests",
    "of_party": "the panel of a card: src/tendero/pipeline/tests",
    "stage_move": "settings: the same door as stages",
    "entry": "adding to a contact: below",
    "log": "adding to a contact: below",
    "task_new": "adding to a contact: below",
    "document_new": "adding to a contact: below",
    "person": "adding to a contact: below",
    "role_held": "the same door as role",
    "annul": "the same door as consent",
    "picture": "the same door as card",
}
"""Routes whose cells stand in another test, and where."""
