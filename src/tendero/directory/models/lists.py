"""The short lists each company makes its own: roles, tags, sources, kinds of relationship."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.kernel import changes, jobs
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import RecordModel

ALIVE = Q(binned_at__isnull=True)
WORKS_AT: Final = "works_at"
"""Code of the kind of relationship that ties people to firms."""


class NamedList(RecordModel):
    """A row with a name and a place in its list."""

    name = models.CharField(_("name"), max_length=80)
    name_folded = FoldedField(source="name")
    name_sort = SortKeyField(source="name")
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        abstract = True
        ordering = ["position", "name_sort", "id"]

    def __str__(self) -> str:
        return self.name


class RoleType(NamedList):
    """What somebody may be to the company: prospect, prescriber, distributor, supplier..."""

    record_key = "directory.RoleType"

    code = models.SlugField(_("code"), max_length=40, blank=True, default="")
    objective = models.CharField(_("objective"), max_length=200, blank=True, default="")
    target = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role to reach")
    )

    class Meta(NamedList.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="roletype_name", condition=ALIVE)]


class Tag(NamedList):
    """A word the company sorts its contacts by."""

    record_key = "directory.Tag"

    class Meta(NamedList.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="tag_name", condition=ALIVE)]

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Contacts are found by the names of their tags: a worker writes their words again."""
        used = list(cls.everything.filter(pk__in=ids, given__isnull=False).values_list("pk", flat=True).distinct())
        if used:
            jobs.enqueue("directory.reindex_tagged", by=changes.require_current().actor, tags=used)


class Source(NamedList):
    """Where contacts come from: a directory, the chamber of commerce, a club, a fair, the web, a raffle..."""

    record_key = "directory.Source"

    code = models.SlugField(_("code"), max_length=40, blank=True, default="")

    class Meta(NamedList.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="source_name", condition=ALIVE)]


class RelationshipType(NamedList):
    """A relationship read from one side (`name`: works at) and from the other (`inverse`: has working here)."""

    record_key = "directory.RelationshipType"

    code = models.SlugField(_("code"), max_length=40, blank=True, default="")
    inverse = models.CharField(_("read from the other side"), max_length=80)

    class Meta(NamedList.Meta):
        verbose_name = _("kind of relationship")
        verbose_name_plural = _("kinds of relationship")
        constraints = [models.UniqueConstraint(fields=["name_folded"], name="relationshiptype_name", condition=ALIVE)]
