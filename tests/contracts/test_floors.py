"""The floors the import linter cannot see: keys, templates, components, names of jobs."""

from __future__ import annotations

import ast
import re
import tomllib

from django.apps import apps

from tendero.kernel import jobs
from tendero.kernel.jobs import registry
from tendero.kernel.jobs.checks import names_enqueued
from tests.contracts.house import ROOT, SOURCE, files, floors, may_see

TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+["']([\w-]+)/""")
IN_PYTHON = re.compile(r"""["'](\w+)/[\w./-]+\.html["']""")
COMPONENT = re.compile(r"<c-([\w.-]+)")


def room_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("tendero.") else ""


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        room = room_of(model.__module__)
        for field in model._meta.concrete_fields:
            target = room_of(field.related_model.__module__) if field.is_relation else ""
            if room and target and not may_see(room, target):
                wrong.append(f"{model.__name__}.{field.name} → {target}")
    assert wrong == []


def test_templates_use_rooms_below() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} → {other}"
        for room, path in [*files("*.html"), *files("*.py")]
        for other in (TEMPLATE if path.suffix == ".html" else IN_PYTHON).findall(path.read_text("utf-8"))
        if other in floors() and not may_see(room, other)
    ]
    assert wrong == []


def test_components_live_in_rooms_below() -> None:
    owners: dict[str, set[str]] = {}
    for room, path in files("*.html"):
        parts = path.relative_to(SOURCE / room / "templates").with_suffix("").parts if "templates" in path.parts else ()
        if parts[:1] == ("cotton",):
            owners.setdefault(".".join(part.replace("_", "-") for part in parts[1:]), set()).add(room)
    wrong = []
    for room, path in files("*.html"):
        for name in COMPONENT.findall(path.read_text("utf-8")):
            where = owners.get(name.replace("_", "-"), owners.get(f"{name}.index", set()))
            if name not in {"slot", "vars"} and not any(may_see(room, owner) for owner in where):
                wrong.append(f"{path.relative_to(SOURCE)} → <c-{name}>")
    assert wrong == []


def test_every_job_asked_for_exists_and_belongs_to_a_room_below() -> None:
    jobs.discover()
    known = {task.name for task in registry.tasks()}
    wrong = [
        f"{path.relative_to(SOURCE)}:{line} → {name}"
        for room, path in files("*.py")
        for name, line in names_enqueued(ast.parse(path.read_text("utf-8")))
        if name not in known or not may_see(room, name.partition(".")[0])
    ]
    assert wrong == []


PUBLIC_FACE = {"models", "actions", "queries", "events", "ports", "records", "rules"}
OF_DJANGO = {"__init__", "__pycache__", "apps", "migrations", "tests"}


def test_the_private_parts_of_each_room_are_listed() -> None:
    """A new module of a room is private unless it is one of the names that others may import."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    listed = {module for one in config if one["type"] == "protected" for module in one["protected_modules"]}
    private = {
        f"tendero.{room}.{part.stem}"
        for room in floors().keys() - {"kernel", "ui", "records", "config"}
        for part in (SOURCE / room).iterdir()
        if (part.suffix == ".py" or (part / "__init__.py").exists()) and part.stem not in PUBLIC_FACE | OF_DJANGO
    }
    assert private == listed
