"""The one upward pointer: a row of any room, named by its record key and number, without a foreign key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.kernel.models.base import Journaled, RecordModel


class Subject:
    """The row itself behind the pointer, or None. It can be prefetched as a foreign key's can: a query for each kind.

    Whoever shows it asks first whether the reader may see it, and whether it lies in the bin.
    """

    cache: str = "subject"

    def __get__(self, row: Any, owner: type[Any]) -> Self | Any:
        if row is None:
            return self
        if not self.is_cached(row):
            self._keep([row])
        return row._state.fields_cache[self.cache]

    def __set__(self, row: Any, subject: RecordModel | None) -> None:
        row.subject_type = subject.key() if subject is not None else ""
        row.subject_id = subject.pk if subject is not None else None
        row._state.fields_cache[self.cache] = subject

    def is_cached(self, row: Any) -> bool:
        """Whether it is in hand, as Django's prefetching asks; who stands in for one out of sight has no key."""
        known = row._state.fields_cache.get(self.cache)
        pk = getattr(known, "pk", None)
        is_stand_in = known is not None and pk is None
        return self.cache in row._state.fields_cache and (is_stand_in or pk == row.subject_id)

    def get_prefetch_querysets(self, instances: Sequence[Any], querysets: Any = None) -> tuple[Any, ...]:
        """What Django's prefetching wants of a relation to one row."""
        found = self._find(instances)

        def wanted(row: Any) -> Any:
            return row.subject_type, row.subject_id

        def is_it(subject: RecordModel) -> Any:
            return subject.key(), subject.pk

        return found, is_it, wanted, True, self.cache, False

    def _keep(self, rows: Sequence[Any]) -> None:
        known = {(subject.key(), subject.pk): subject for subject in self._find(rows)}
        for row in rows:
            row._state.fields_cache[self.cache] = known.get((row.subject_type, row.subject_id))

    def _find(self, rows: Sequence[Any]) -> list[RecordModel]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            if row.subject_id is not None:
                wanted[row.subject_type].add(row.subject_id)
        known = {model.key(): model for model in apps.get_models() if issubclass(model, RecordModel)} if wanted else {}
        return [
            subject
            for key, ids in wanted.items()
            if key in known
            for subject in known[key].everything.filter(pk__in=ids)
        ]


def model_behind(row: Any) -> type[RecordModel] | None:
    """The kind of record that the pointer of `row` leads to; None where it leads nowhere."""
    key = getattr(row, "subject_type", "")
    found = (one for one in apps.get_models() if issubclass(one, RecordModel) and one.key() == key) if key else ()
    return next(iter(found), None)


class SubjectFields(models.Model):
    """What a row is about beside its party, e.g. an opportunity. Empty type and no id: about the party alone."""

    subject_type = models.CharField(_("about what"), max_length=60, blank=True, default="", editable=False)
    subject_id = models.BigIntegerField(_("about which"), null=True, blank=True, editable=False)

    subject = Subject()
    subject_words: ClassVar[str] = ""
    """The column in which the name of the subject may stand, copied there or typed; "" where there is none."""

    class Meta:
        abstract = True

    @classmethod
    def points_at(cls, model: type[Journaled]) -> Sequence[tuple[models.Q, str]]:
        """At its subject."""
        return [(models.Q(subject_type=model.key()), "subject_id")]

    def about(self, record_key: str) -> int | None:
        """The id of the subject if it is a `record_key`, else None."""
        return self.subject_id if self.subject_type == record_key else None
