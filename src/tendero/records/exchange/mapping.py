"""Columns find their place by themselves: by their title, then by what they hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.records.exchange.importers import Importer
from tendero.records.exchange.reading.cells import content, is_blank
from tendero.records.exchange.refusal import Refused
from tendero.records.models.imports import ImportTemplate

_EMAIL: Final = re.compile(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")


def propose(
    importer: Importer,
    labels: Sequence[str],
    samples: Sequence[Sequence[str]],
    *,
    actor: Actor,
    template: ImportTemplate | None = None,
) -> list[str]:
    """A target for each column, "" where none fits. `samples` are the first rows; a template's word comes first."""
    targets = {target.key: target for target in importer.targets(actor)}
    guessed = [importer.guess(label) for label in labels]
    arrange = getattr(importer, "arrange", None)
    guessed = arrange(labels, guessed) if arrange is not None else guessed
    found: list[str] = []
    for index, label in enumerate(labels):
        kept = (template.mapping if template else {}).get(label)
        key = kept if kept is not None else guessed[index] or _by_content(samples, index)
        found.append(key if _free(key, found, targets) else "")
    return found


def placed(
    told: Mapping[str, Any], labels: Sequence[str], columns: Sequence[str], targets: Collection[str]
) -> list[str]:
    """The columns with the targets told by title, or by number from the left where there is none; the others stay.

    Refused for a title or a target that there is not.
    """
    found = list(columns)
    for title, target in told.items():
        at = _place(title, labels)
        if at is None:
            known = ", ".join(filter(None, labels))
            raise Refused("title", _("The file has no column «{title}»; it has: {known}."), title=title, known=known)
        key = str(target or "")
        if key and key not in targets and base(key) not in targets:
            known = ", ".join(sorted(targets))
            raise Refused("target", _("A column cannot go to «{target}»; it can to: {known}."), target=key, known=known)
        found[at] = key
    return found


def _place(title: str, labels: Sequence[str]) -> int | None:
    """Which column a title names; where the file has none, its number from the left does."""
    if title in labels:
        return labels.index(title)
    at = int(title) - 1 if title.isdecimal() and len(title) < 5 else -1
    return at if 0 <= at < len(labels) and not labels[at] else None


def template_for(record_key: str, labels: Sequence[str]) -> ImportTemplate | None:
    """The template whose titles are those of this file, the last used first."""
    wanted = sorted(label for label in labels if label)
    for template in ImportTemplate.objects.filter(record_key=record_key)[:50]:
        if wanted and sorted(template.titles) == wanted:
            return template
    return None


def base(key: str) -> str:
    """The target without what follows its colon: ``phone:work`` is a ``phone``."""
    return key.partition(":")[0]


def _free(key: str, taken: Collection[str], targets: Mapping[str, object]) -> bool:
    """Whether the target exists for this actor and may be given (again)."""
    target = targets.get(key) or targets.get(base(key))
    if not key or target is None:
        return False
    return bool(getattr(target, "many", False)) or key not in taken


def _by_content(samples: Sequence[Sequence[str]], index: int) -> str:
    """Without a telling title only addresses of e-mail speak for themselves."""
    cells = [content(row[index]) for row in samples if index < len(row) and not is_blank(row[index])]
    return "email" if cells and all(_EMAIL.match(cell) for cell in cells) else ""
