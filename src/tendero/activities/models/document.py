"""A paper kept with a contact: a quote signed by hand, the photo of a broken machine."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel.models import RecordModel
from tendero.kernel.models.subject import SubjectFields


class Document(SubjectFields, RecordModel):
    """A stored file with a name people know it by."""

    record_key = "activities.Document"
    owner_field = "author"
    visible_through = "party"

    party = models.ForeignKey(
        "directory.Party", on_delete=models.PROTECT, related_name="documents", verbose_name=_("contact")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    title = models.CharField(_("name"), max_length=200)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            models.Index(fields=["party", "-created"], name="document_party"),
            models.Index(
                "subject_type", "subject_id", name="document_subject", condition=models.Q(subject_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def party_reference(self) -> int | None:
        return self.party_id
