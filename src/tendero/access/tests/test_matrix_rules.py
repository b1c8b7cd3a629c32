"""The default matrix and the table that tells it in `docs/rules/permissions.md` say the same."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tendero.access.rules import matrix

TOLD = Path(settings.BASE_DIR).parents[1] / "docs/rules/permissions.md"
COLUMNS = (*matrix.BASIC_VERBS, "import")
RECORDS = {
    matrix.CONTACTS: "directory.Party",
    matrix.DEALS: "pipeline.Opportunity",
    matrix.GOODS: "catalog.Product",
    matrix.WORK: "activities.Task",
    matrix.LISTS: "directory.Tag",
    matrix.SETTINGS: "access.Profile",
}


def told() -> dict[tuple[str, str], list[str]]:
    """The rows of the table, by profile and kind."""
    lines = [line for line in TOLD.read_text().splitlines() if line.startswith("|") and "---" not in line]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert head == ["profile", "kind", *COLUMNS]
    return {(profile, kind): scopes for profile, kind, *scopes in rows}


def test_the_table_tells_the_matrix() -> None:
    kept = {
        (profile, kind): [matrix.default_scope(profile, key, verb) for verb in COLUMNS]
        for profile in matrix.PROFILES
        for kind, key in RECORDS.items()
    }
    assert told() == kept


def test_the_kinds_of_the_table_are_those_of_the_rules() -> None:
    assert {kind: matrix.family(key) for kind, key in RECORDS.items()} == {kind: kind for kind in RECORDS}
    assert {matrix.family(f"activities.{name}") for name in ("Task", "Activity", "Document")} == {matrix.WORK}


def test_verbs_of_a_record_follow_a_column() -> None:
    def scope(verb: str) -> str:
        return matrix.default_scope("comercial", "directory.Party", verb)

    assert [scope("win"), scope("merge"), scope("restore")] == [scope("change"), scope("delete"), scope("delete")]


def test_an_unknown_profile_may_nothing_and_colleagues_have_names() -> None:
    assert matrix.default_scope("nobody", "directory.Party", "view") == "none"
    assert {matrix.default_scope(profile, "identity.User", "view") for profile in matrix.PROFILES} == {"all"}
    assert matrix.default_scope("nobody", "identity.User", "view") == "none"
