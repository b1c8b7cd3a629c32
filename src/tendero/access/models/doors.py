"""The ways in: invitations, API tokens, and the sessions that are open."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tendero.identity.models import Team
from tendero.kernel import clock
from tendero.kernel.fields import RefField


class Invitation(models.Model):
    """A link with which one person, once, makes his own account. Only the hash of its secret is kept."""

    RECORD_KEY: ClassVar[str] = "access.Invitation"

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    profile = models.SlugField(_("profile"), max_length=40)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email or self.name

    @property
    def is_first(self) -> bool:
        """Whether it is the one that an empty place gives to its first person: of nobody, and for nobody by name."""
        return self.invited_by_id is None and not self.email and not self.name

    def is_open(self, on: datetime) -> bool:
        """Whether it can still be used at that moment."""
        return self.accepted_at is None and self.revoked_at is None and on < self.expires


class ApiToken(models.Model):
    """A key for programs, with its person's rights. Only its hash is kept; the key is shown once."""

    RECORD_KEY: ClassVar[str] = "access.ApiToken"

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("ends in"), max_length=4)
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name

    def is_usable(self, on: datetime) -> bool:
        """Whether it opens anything at that moment; whether its person may is asked apart."""
        return self.revoked_at is None and (self.expires is None or on < self.expires)


class OpenSession(models.Model):
    """Which session belongs to whom, so that a person, or whoever deactivates him, can end it."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(_("browser"), max_length=80, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering: ClassVar = ["-since"]

    def __str__(self) -> str:
        return self.browser or str(self.pk)
