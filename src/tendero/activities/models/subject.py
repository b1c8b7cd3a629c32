"""The one upward pointer: a row of any room, named by its record key and number, without a foreign key."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel.models.base import Journaled


class SubjectFields(models.Model):
    """What a row is about beside its party, e.g. an opportunity. Empty type and no id: about the party alone."""

    subject_type = models.CharField(_("about what"), max_length=60, blank=True, default="", editable=False)
    subject_id = models.BigIntegerField(_("about which"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def points_at(cls, model: type[Journaled]) -> Sequence[tuple[models.Q, str]]:
        """At its subject."""
        return [(models.Q(subject_type=model.key()), "subject_id")]

    def about(self, record_key: str) -> int | None:
        """The id of the subject if it is a `record_key`, else None."""
        return self.subject_id if self.subject_type == record_key else None
