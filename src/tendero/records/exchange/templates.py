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


def remember(batch: Import, name: str, *, by: Actor) -> ImportTemplate:
    """Keep the import's mapping and options under `name`, not what was answered; the same name is written over."""
    labels = batch.mapping["labels"]
    values: dict[str, Any] = {
        "titles": [label for label in labels if label],
        "mapping": {label: key for label, key in zip(labels, batch.mapping["columns"], strict=False) if label},
        "options": {name: value for name, value in batch.options.items() if name != "answers"},
        "owner_id": by.user_id,
        "used": clock.now(),
    }
    name = " ".join(name.split())[:80] or suggested_name(batch)
    found, _made = ImportTemplate.objects.update_or_create(record_key=batch.record_key, name=name, defaults=values)
    return found
