"""Profiles: what each kind of person in the company may do.

None of these rows is journaled by `kernel.write`: a change of rights is audited (`access.trail`) but never revertible.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.access.rules.matrix import SCOPES
from tendero.kernel.fields import RefField


class Profile(models.Model):
    """A named row of the permission matrix. People carry its code, so that no floor below needs this table."""

    RECORD_KEY: ClassVar[str] = "access.Profile"

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    system = models.BooleanField(_("comes with Tendero"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """How far one verb on one record type reaches for a profile. No row means `none`."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="grants", verbose_name=_("profile"))
    record = models.CharField(_("record type"), max_length=60)
    verb = models.CharField(_("verb"), max_length=60)
    scope = models.CharField(_("scope"), max_length=4, choices=[(scope, scope) for scope in SCOPES])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "record", "verb"], name="access_grant_once"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="access_grant_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.verb} {self.scope}"


class FieldRule(models.Model):
    """A field that a profile must not know of, or must not write."""

    class Mode(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        READONLY = "readonly", _("Read only")

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="field_rules", verbose_name=_("profile"))
    record = models.CharField(_("record type"), max_length=60)
    field = models.CharField(_("field"), max_length=100)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "record", "field"], name="access_fieldrule_once"),
            models.CheckConstraint(condition=Q(mode__in=["hidden", "readonly"]), name="access_fieldrule_mode"),
        ]

    def __str__(self) -> str:
        return f"{self.record}.{self.field} {self.mode}"
