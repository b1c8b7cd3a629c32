"""What is no record: settings, one's own things, imports, views kept by people. Each route has its row here."""

from __future__ import annotations

from typing import Any, Final

from tests.contracts.matrix.routes import JOURNAL, Row, write

PUBLIC: Final = frozenset(
    "livez healthz metrics nothing accept account_login account_logout account_inactive account_reset_password "
    "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done "
    "mfa_authenticate logo first_run begin".split()
)
"""Open to anybody."""

_USER, _PROFILE, _SETTING = "identity.User", "access.Profile", "kernel.Setting"
_COPIES = "kernel.Backup"
_PERSON = {"name": "Pablo Otro", "email": "pablo@montoro.example", "profile": "comercial"}
_START = {
    "company_name": "Otra",
    "company_country": "ES",
    "company_currency": "EUR",
    "company_language": "es",
    "company_sells_to": "both",
}
_COMPANY = _START | {"company_time_zone": "Europe/Madrid"}


def _made(path: str, verb: str = "change", body: dict[str, str] | None = None, **more: Any) -> Row:
    """A POST whose change the journal tells."""
    return write(path, verb, body, touches=False, **more)


SETTINGS: Final[dict[str, tuple[str, Row]]] = {
    "company": (_SETTING, Row("/settings/company/", "change")),
    "company, sent": (_SETTING, _made("/settings/company/", body=_COMPANY, answer=302)),
    "logo_change": (_SETTING, _made("/settings/company/logo", file="photo")),
    "example": (_SETTING, Row("/settings/example/", "change")),
    "example_remove": (_SETTING, Row("/settings/example/remove", "change")),
    "example_remove, sent": (_SETTING, Row("/settings/example/remove", "change", {}, answer=302, effect="kernel_job")),
    "welcome": (_SETTING, Row("/welcome/", "change")),
    "welcome, sent": (_SETTING, _made("/welcome/", body=_START, answer=302)),
    "welcome_part": (_SETTING, Row("/welcome/part/preview", "change", {})),
    "week": (_SETTING, Row("/welcome/week/close", "change", {}, answer=204, effect="kernel_setting")),
    "welcome_team": (_USER, Row("/welcome/team", "change")),
    "welcome_team, sent": (_USER, _made("/welcome/team", body={"emails": "eva@montoro.example", "profile": "lectura"})),
    "people": (_USER, Row("/settings/people/", "change")),
    "invite": (_USER, Row("/settings/people/invite", "change")),
    "invite, sent": (_USER, _made("/settings/people/invite", body={"name": "Eva", "profile": "lectura"})),
    "team_new": (_USER, Row("/settings/people/teams/new", "change")),
    "team_new, sent": (_USER, _made("/settings/people/teams/new", body={"name": "Teruel"})),
    "profiles": (_PROFILE, Row("/settings/profiles/", "change")),
    "profile_new": (_PROFILE, Row("/settings/profiles/new", "change")),
    "profile_new, sent": (
        _PROFILE,
        _made("/settings/profiles/new", body={"name": "Almacén", "source": "lectura"}, answer=302),
    ),
    "copies": (_COPIES, Row("/settings/copies/", "change")),
    "copy_make": (_COPIES, _made("/settings/copies/make", answer=302)),
    "copies_keep": (_COPIES, _made("/settings/copies/keep", body={"keep": "3"}, answer=302)),
    "mail_resume": (_COPIES, _made("/settings/mail/resume", answer=302)),
    "audit": ("kernel.ChangeSet", Row("/settings/audit/")),
    "own_fields": (_SETTING, Row("/settings/fields/", "change")),
    "own_field_new": (_SETTING, Row("/settings/fields/parties/new/", "change")),
    "own_field_new, sent": (
        _SETTING,
        _made("/settings/fields/parties/new/", body={"label": "Aforo", "kind": "number"}, answer=302),
    ),
}
"""Settings without a row, and the right that opens them."""

SETTINGS_OF_ONE: Final[dict[str, tuple[str, Row, str]]] = {
    "copy_take": (_COPIES, Row("/settings/copies/{ref}/take", "export"), "copy"),
    "copy_take, sent": (
        _COPIES,
        _made("/settings/copies/{ref}/take", "export", body={"reason": "La caja fuerte"}),
        "copy",
    ),
    "invited_profile": (
        _USER,
        _made("/welcome/team/{ref}/profile", body={"profile": "mostrador"}, answer=204),
        "invitation",
    ),
    "invited_link": (_USER, _made("/welcome/team/{ref}/link"), "invitation"),
    "withdraw": (_USER, _made("/settings/people/invitations/{ref}/withdraw"), "invitation"),
    "team_edit": (_USER, Row("/settings/people/teams/{ref}/edit", "change"), "team"),
    "team_edit, sent": (_USER, _made("/settings/people/teams/{ref}/edit", body={"name": "Monegros"}), "team"),
    "person_edit": (_USER, Row("/settings/people/{ref}/edit", "change"), "person"),
    "person_edit, sent": (_USER, _made("/settings/people/{ref}/edit", body=_PERSON), "person"),
    "person_deactivate": (_USER, _made("/settings/people/{ref}/deactivate"), "person"),
    "person_reactivate": (_USER, _made("/settings/people/{ref}/reactivate"), "gone"),
    "person_reset": (_USER, _made("/settings/people/{ref}/reset"), "person"),
    "profile": (_PROFILE, Row("/settings/profiles/{ref}/", "change"), "profile"),
    "profile, sent": (
        _PROFILE,
        _made("/settings/profiles/{ref}/", body={"directory.Party view": "team"}, answer=302),
        "profile",
    ),
    "profile_rename": (_PROFILE, Row("/settings/profiles/{ref}/rename", "change"), "profile"),
    "profile_rename, sent": (
        _PROFILE,
        _made("/settings/profiles/{ref}/rename", body={"name": "Taller"}, answer=302),
        "profile",
    ),
    "profile_remove": (_PROFILE, _made("/settings/profiles/{ref}/remove", answer=302), "profile"),
    "own_field_edit": (_SETTING, Row("/settings/fields/{ref}/edit/", "change"), "field"),
    "own_field_edit, sent": (
        _SETTING,
        _made("/settings/fields/{ref}/edit/", body={"label": "Cubiertos"}, answer=302),
        "field",
    ),
    "own_field_archive": (_SETTING, _made("/settings/fields/{ref}/archive/", answer=302), "field"),
    "own_field_unarchive": (_SETTING, _made("/settings/fields/{ref}/unarchive/", answer=302), "archived"),
    "own_field_move": (_SETTING, _made("/settings/fields/{ref}/move/", body={"way": "down"}, answer=302), "field"),
}
"""Settings of one thing: the right that opens them, and which thing."""

OPEN: Final[dict[str, Row]] = {
    "today": Row("/"),
    "read_mentions": Row("/mentions/read", body={}, answer=204, effect="activities_mention"),
    "read_mention": Row("/activities/{entry}/read", body={}, answer=204, effect="activities_mention"),
    "account": Row("/settings/account/"),
    "account, sent": _made(
        "/settings/account/", body={"name": "Yo", "language": "es", "time_zone": "Europe/Lisbon"}, answer=302
    ),
    "token_new": Row("/settings/account/tokens/new"),
    "token_new, sent": _made("/settings/account/tokens/new", body={"name": "Otra"}),
    "mfa_index": Row("/settings/account/"),
    "search": Row("/search?q=luis"),
    "opened": Row("/search/opened", body={"record": "parties", "ref": "x"}, answer=204),
    "gallery": Row("/ui/"),
    "gallery_dialog": Row("/ui/dialog/", htmx=True),
    "settings": Row("/settings/"),
    "waiting": Row("/ui/waiting/"),
    "theme": Row("/ui/theme/", body={"theme": "dark"}, answer=204, effect="identity_user"),
    "language": Row("/ui/language/", body={"language": "en"}, answer=302, effect="identity_user"),
    "token": Row("/ui/token/"),
    "jobs": Row("/jobs/"),
    "account_reauthenticate": Row("/accounts/reauthenticate/"),
    "account_change_password": Row("/accounts/password/"),
    "mfa_activate_totp": Row("/accounts/2fa/totp/activate/", answer=302),
    "mfa_reauthenticate": Row("/accounts/2fa/reauthenticate/", answer=302),
    "mfa_deactivate_totp": Row("/accounts/2fa/totp/deactivate/", answer=404),
    "mfa_view_recovery_codes": Row("/accounts/2fa/codes/", answer=404),
    "mfa_generate_recovery_codes": Row("/accounts/2fa/codes/new/", answer=302),
}
"""Open to whoever has signed in; nobody here has a second factor yet, so there is none to take away or to show."""

OWN: Final[dict[str, tuple[Row, str, str]]] = {
    "token_revoke": (_made("/settings/account/tokens/{ref}/revoke", answer=204), "token", ""),
    "session_end": (
        Row("/settings/account/sessions/{ref}/end", body={}, answer=204, effect="access_opensession"),
        "session",
        "",
    ),
    "undo": (_made("/undo/{ref}", answer=302), "change_set", "kernel.ChangeSet change"),
    "job": (Row("/jobs/{ref}/"), "job", "kernel.ChangeSet view"),
    "job_cancel": (Row("/jobs/{ref}/cancel/", body={}, effect="kernel_job"), "job", "kernel.ChangeSet view"),
    "bulk_result": (Row("/parties/bulk/result?job={ref}", htmx=True), "job", ""),
}
"""What belongs to one person: a row, whose thing it is, and the right that opens those of others ("": none)."""

_IMPORT: Final = "/parties/import/{ref}/"
IMPORTS: Final[dict[str, tuple[Row, str]]] = {
    "import_columns": (Row(_IMPORT, "import", effect="records_import"), "draft"),
    "import_plan": (Row(f"{_IMPORT}plan/", "import", {"policy": "add"}, effect="records_import"), "draft"),
    "import_reading": (Row(f"{_IMPORT}reading/", "import", {}, effect="records_import"), "draft"),
    "import_field": (Row(f"{_IMPORT}field/", "import"), "draft"),
    "import_doubts": (Row(f"{_IMPORT}doubts/", "import"), "draft"),
    "import_answer": (Row(f"{_IMPORT}doubts/answer/", "import", {"answer": "two:"}, answer=302), "draft"),
    "import_run": (Row(f"{_IMPORT}run/", "import", {"policy": "add"}, answer=302, effect="kernel_job"), "draft"),
    "import_discard": (Row(f"{_IMPORT}discard/", "import", {}, answer=302, effect="records_import"), "draft"),
    "import_result": (Row(f"{_IMPORT}result/", "import"), "done"),
    "import_rows": (Row(f"{_IMPORT}rows/", "import"), "done"),
    "import_failed": (Row(f"{_IMPORT}failed.csv", "import"), "done"),
    "import_file": (Row(f"{_IMPORT}file", "import"), "done"),
    "import_revert": (Row(f"{_IMPORT}revert/", "import", {}, answer=302, effect="kernel_job"), "done"),
}
"""An import is its maker's, and of whoever may delete any record of that kind."""

_NAMES: Final = "/sales/import/{ref}/names"
_SAID: Final = {"key": "name:molino", "answer": ""}
IMPORTS_OF_SALES: Final[dict[str, tuple[Row, str]]] = {
    "sales:import_names": (Row(_NAMES, "import"), "draft"),
    "sales:import_answer": (Row(f"{_NAMES}/answer", "import", _SAID, effect="records_import"), "draft"),
    "sales:import_pick": (Row(f"{_NAMES}/pick?key=name:molino", "import"), "draft"),
}
"""What an import of sales asks about its names of products."""

VIEWS: Final[dict[str, Row]] = {
    verb: Row(
        "/parties/views",
        body={"do": f"{verb}:{{ref}}", "name-{ref}": "Otra"},
        answer=answer,
        effect=JOURNAL,
    )
    for verb, answer in (("overwrite", 302), ("rename", 200), ("pin", 200), ("share", 200), ("delete", 302))
}
"""What may be done to a view of a list; the names of its own verbs."""
KEEP_VIEW: Final = Row("/parties/views", body={"do": "save", "name": "Mías"}, answer=302, effect=JOURNAL)

ELSEWHERE: Final[dict[str, str]] = {
    "views": "tests/contracts/test_permission_matrix_of_people.py::test_views_that_people_keep",
    "person": "tests/contracts/test_permission_matrix.py::test_every_way_to_a_row",
    "bulk": "tests/contracts/test_permission_matrix.py::test_every_way_to_a_row",
    "act": "tests/contracts/test_permission_matrix.py::test_every_way_to_a_row",
    "restore": "tests/contracts/test_permission_matrix.py::test_every_way_to_a_row",
}
"""Routes whose cells are made by a test of their own, and its name: without that test, this table is wrong."""
