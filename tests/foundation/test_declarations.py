"""A declaration that says what is not so stops start-up; ours say only what is."""

from __future__ import annotations

from typing import Any

import pytest

from tendero.directory.records import TagRecord
from tendero.records import checks, parameters, registry
from tendero.records.fields import Field, Kind, Related
from tendero.records.registry import Board, Section


def test_our_declarations_say_what_is_so() -> None:
    assert checks.declarations(None) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"list_columns": ["ghost"]}, "list_columns names 'ghost'"),
        ({"quick_fields": ["ghost"]}, "quick_fields names 'ghost'"),
        ({"sections": [Section("Who", ["ghost"])]}, "section Who names 'ghost'"),
        ({"order": "ghost"}, "order 'ghost'"),
        ({"board": Board(by="ghost")}, "board names 'ghost'"),
        ({"fields": ["name", Field(name="x", label="X", kind=Kind.TEXT, path="no__where")]}, "path 'no__where'"),
        ({"fields": ["name", Field(name="x", label="X", kind=Kind.TEXT, path="name", sort="nope")]}, "sort 'nope'"),
        ({"fields": ["name", Field(name="x", label="X", kind=Kind.RECORD, path="name", target="a.B")]}, "target 'a.B'"),
        ({"fields": ["name", Field(name="x", label="X", kind=Kind.CHOICE, path="name")]}, "without options"),
        ({"fields": ["name", Field(name="x", label="X", kind=Kind.LIST, read=len)]}, "a group without fields"),
        (
            {"fields": ["name", Field(name="x", label="X", kind=Kind.TEXT, path="name", only_if=("ghost", "1"))]},
            "only_if names 'ghost'",
        ),
        ({"related": [Related(name="x", label="X", record="a.B", path="y")]}, "there is no record 'a.B'"),
    ],
)
def test_what_is_not_so_is_named(said: dict[str, Any], fault: str) -> None:
    wrong = type("WrongRecord", (TagRecord,), said)()
    assert any(fault in found for found in checks.faults(wrong)), list(checks.faults(wrong))


def test_every_offered_action_can_be_asked_for() -> None:
    for record in registry.every():
        for info in record.actions():
            assert all(parameter.field.label for parameter in parameters.parameters(info).values())
