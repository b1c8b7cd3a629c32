"""Keeping papers with a contact."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.activities.models import Document
from tendero.directory.models import Party
from tendero.kernel import files, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import RecordModel
from tendero.kernel.permissions import require


@action(_("Attach a document"), record="activities.Document", verb="add")
def attach_document(
    party: Party, *, upload: Any, by: Actor, title: str = "", subject: RecordModel | None = None
) -> Document:
    """Keep an uploaded file with a contact, under `title` or its own name.

    Whoever sees the contact may read it. ValidationError as `kernel.files.store` says (size, kind of file).
    """
    document = Document(party=party, author_id=by.user_id, title=(title.strip() or str(upload.name))[:200])
    if subject is not None:
        require(by, "view", subject)
        document.subject_type, document.subject_id = subject.key(), subject.pk
    require(by, "add", document)
    document.file = files.store(upload, by=by, record=(Party.record_key, party.pk))
    return write.create(document)


@action(_("Rename a document"), record="activities.Document", verb="change")
def rename_document(document: Document, *, title: str, by: Actor) -> None:
    """Call a document something else."""
    require(by, "change", document)
    if not title.strip():
        raise ValidationError({"title": _("A document needs a name.")})
    write.change(document, title=title.strip()[:200])
