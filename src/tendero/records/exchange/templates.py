"""Mappings worth keeping: the next file of the same program finds its columns mapped."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.records.models.imports import Import, ImportTemplate


def suggested_name(batch: Import) -> str:
    """«clientes_gestion_2026.xlsx» → «Clientes gestion 2026»."""
    stem = batch.file_name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").strip()
    return (stem[:1].upper() + stem[1:])[:80] or _("Template")


def whole_titles(batch: Import) -> list[str]:
    """The titles of the columns that are kept whole: the next file may have them in another order."""
    labels = batch.mapping["labels"]
    return [labels[int(at)] for at in batch.options.get("whole", ()) if int(at) < len(labels) and labels[int(at)]]


def options_for(template: ImportTemplate, labels: list[str]) -> dict[str, Any]:
    """The kept options, for a file with these titles. What was settled of single names was of that file."""
    whole = [str(at) for at, label in enumerate(labels) if label in template.options.get("whole", ())]
    return {**template.options, "whole": whole, "settled": {}}


def remember(batch: Import, name: str, *, by: Actor) -> ImportTemplate:
    """Keep the import's mapping and options under `name`, not what was answered; the same name is written over."""
    labels = batch.mapping["labels"]
    values: dict[str, Any] = {
        "titles": [label for label in labels if label],
        "mapping": {label: key for label, key in zip(labels, batch.mapping["columns"], strict=False) if label},
        "options": {name: value for name, value in batch.options.items() if name != "answers"}
        | {"whole": whole_titles(batch)},
        "owner_id": by.user_id,
        "used": clock.now(),
    }
    name = " ".join(name.split())[:80] or suggested_name(batch)
    found, _made = ImportTemplate.objects.update_or_create(record_key=batch.record_key, name=name, defaults=values)
    return found
