"""How the milestones of this room and of the directory read, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tendero.activities.models import Task
from tendero.activities.ports import Telling, add_teller

_BORN = {"import": "file-input", "api": "globe", "screen": "user-plus"}


def owner_assigned(facts: Mapping[str, Any]) -> Telling:
    before = _("before, %(name)s") % {"name": facts["before"]} if facts.get("before") else ""
    if not facts.get("owner"):
        return Telling(_("Nobody answers for this contact"), before, icon="user-x")
    return Telling(_("Responsible: %(name)s") % {"name": facts["owner"]}, before, icon="user-check")


def role_given(facts: Mapping[str, Any]) -> Telling:
    return Telling(_("Role: %(name)s") % {"name": facts["role"]}, icon="tag")


def role_ended(facts: Mapping[str, Any]) -> Telling:
    return Telling(_("No longer has the role of %(name)s") % {"name": facts["role"]}, icon="tag")


def task_done(facts: Mapping[str, Any]) -> Telling:
    return Telling(_("Task done: %(title)s") % {"title": facts["title"]}, icon="list-checks", good=True)


def born(facts: Mapping[str, Any]) -> Telling:
    """How the contact came to be here: `origin` is that of its change set."""
    origin = facts.get("origin", "")
    said = {"import": _("Came with an import"), "api": _("Came from another program")}
    return Telling(said.get(origin, _("Written down as a contact")), icon=_BORN.get(origin, "user-plus"))


def add_tellings() -> None:
    """Give them to the historial; called once, when reactions are read."""
    for teller, field in ((owner_assigned, "owner"), (role_given, "roles"), (role_ended, "roles"), (born, "")):
        add_teller(teller.__name__, teller, of="directory.Party", field=field)
    add_teller(task_done.__name__, task_done, of=Task.record_key)
