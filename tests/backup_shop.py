"""A small shop to be copied, and what it holds.

python -m tests.backup_shop furnish     puts it into the database of the environment
python -m tests.backup_shop facts       what the tables and documents there are now, as JSON
python -m tests.backup_shop left        how many rows of what no copy holds
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any


def facts() -> dict[str, Any]:
    """Rows and digest of every table that a copy holds, and the digest of every document that the rows name."""
    from django.db import transaction

    from tendero.kernel import files
    from tendero.kernel.backup import tables
    from tendero.kernel.backup.writing import digest_of
    from tendero.kernel.db.whole import whole
    from tendero.kernel.models import StoredFile

    with transaction.atomic():
        found: dict[str, Any] = {table.label: digest_of(whole(), table) for table in tables.kept()}
    for stored in StoredFile.objects.order_by("pk"):
        found[stored.ref] = hashlib.sha256(files.path_of(stored).read_bytes()).hexdigest()
    return found


def left_out() -> dict[str, int]:
    """How many rows there are of what a copy does not hold: search, sessions and the like."""
    from django.apps import apps

    from tendero.kernel.backup import tables

    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if not tables.is_kept(model)}


def furnish() -> None:
    """A few contacts, sales and documents, with all that makes copies hard: ñ, quotes, line ends, nothing, money."""
    from django.core.files.base import ContentFile

    from tendero.activities.actions import attach_document, log_activity
    from tendero.directory.models import Party
    from tendero.kernel.actor import Actor
    from tests.world import World

    luis, by = Party.objects.order_by("pk").first() or World().don_luis, Actor.system("test")
    log_activity(luis, by=by, kind="note", text='Ñandú "con comillas"\\ y\nuna línea más\t€ 🧉')
    for number in range(3):
        upload = ContentFile(f"albarán {number}\n".encode() * 500, name=f"albarán {number}.txt")
        attach_document(luis, by=by, upload=upload, title="")


def main(what: str) -> None:
    from tendero.config.cli.start import start

    start()
    if what == "furnish":
        furnish()
    else:
        sys.stdout.write(json.dumps(left_out() if what == "left" else facts()))


if __name__ == "__main__":
    main(sys.argv[1])
