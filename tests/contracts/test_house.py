"""Sizes and habits of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

from tests.contracts.house import ROOT, SOURCE, files

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 80
FORBIDDEN_NAMES = {"services.py", "utils.py", "helpers.py"}
UNSAFE = re.compile(
    r"\|\s*safe\b|{%\s*autoescape\s+off|\bhx-on|\bstyle=|<script(?![^>]*nonce)|\bon(?:click|change|submit)="
)


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def offered(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of the module and methods of its classes; not what stands inside a function."""
    body = ast.parse(path.read_text("utf-8")).body
    inside = [node for each in body if isinstance(each, ast.ClassDef) for node in each.body]
    return [node for node in (*body, *inside) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_modules_stay_small() -> None:
    sizes = {name(path): path.read_text("utf-8").count("\n") for _room, path in files("*.py")}
    assert {file: lines for file, lines in sizes.items() if lines > LONGEST_MODULE} == {}


def test_functions_stay_small() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for _room, path in files("*.py")
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_templates_stay_small() -> None:
    sizes = {name(path): path.read_text("utf-8").count("\n") for _room, path in files("*.html")}
    assert {file: lines for file, lines in sizes.items() if lines > LONGEST_TEMPLATE} == {}


def test_no_room_has_a_drawer_for_odds_and_ends() -> None:
    assert [name(path) for _room, path in files("*.py") if path.name in FORBIDDEN_NAMES] == []


def test_templates_hold_no_script_style_or_trusted_text() -> None:
    found = {name(path): UNSAFE.findall(path.read_text("utf-8")) for _room, path in files("*.html")}
    assert {file: marks for file, marks in found.items() if marks} == {}


def test_every_action_says_what_it_does() -> None:
    silent = [
        f"{name(path)} {node.name}"
        for _room, path in files("*.py")
        if "actions" in path.parts
        for node in offered(path)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_room_says_what_it_owns() -> None:
    for room in (*settings.ROOMS, "config"):
        tree = ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))
        assert ast.get_docstring(tree), room


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    places = re.compile(r"(?<![\w.])/(?:home|Users|root)/\w")
    texts = [path for kind in ("*.py", "*.html", "*.ts", "*.md", "*.toml") for path in ROOT.glob(f"docs/**/{kind}")]
    texts += [path for kind in ("*.py", "*.html") for _room, path in files(kind, tests=True)]
    assert [path.name for path in texts if places.search(path.read_text("utf-8"))] == []
