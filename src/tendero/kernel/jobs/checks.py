"""Start-up checks: what is enqueued by name exists."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from tendero.kernel.jobs import registry


@register("jobs")
def check_tasknames_enqueued(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Every literal name in an `enqueue("...")` and every scheduled task is declared somewhere."""
    known = {task.name for task in registry.tasks()}
    wanted = [(turn.task, f"schedule {turn.name}") for turn in registry.turns()]
    wanted += [
        pair
        for config in apps.get_app_configs()
        if config.name.startswith("tendero.")
        for pair in _enqueued(config.path)
    ]
    return [
        Error(f"{where} names the task “{name}”, which no room declares.", id="kernel.E101")
        for name, where in wanted
        if name not in known
    ]


def _enqueued(folder: str) -> Iterator[tuple[str, str]]:
    for file in sorted(Path(folder).rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        source = file.read_text(encoding="utf-8")
        if "enqueue(" in source:
            yield from ((name, f"{file.name}:{line}") for name, line in names_enqueued(ast.parse(source)))


def names_enqueued(tree: ast.AST) -> Iterable[tuple[str, int]]:
    """Every literal name given to `enqueue`, with its line."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "enqueue" and isinstance(node.args[0].value, str):
            yield node.args[0].value, node.lineno
