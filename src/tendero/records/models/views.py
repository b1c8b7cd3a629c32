"""Views that people keep: a filter, an order, columns and a layout under a name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.fields import RefField
from tendero.kernel.kept import touch

KEPT = "views"
"""Tabs and columns of the lists, as each process keeps them (`kernel.kept`)."""


class ViewScope(models.TextChoices):
    """Who sees it."""

    PRIVATE = "private", _("Only me")
    TEAM = "team", _("My team")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about views."""

    def seen_by(self, actor: Actor, record: str = "") -> SavedViewQuerySet:
        """His own and those of his team, pinned ones first; of one record type if said."""
        found = self.filter(Q(owner=actor.user_id) | _of_team(actor)) if actor.user_id else self.none()
        return found.filter(record=record) if record else found

    def update(self, **kwargs: Any) -> int:
        changed = super().update(**kwargs)
        touch(KEPT)
        return changed


class SavedView(models.Model):
    """A tab of a list. The audit tells its changes and nothing reverts them: what it shows is checked as it runs."""

    RECORD_KEY: ClassVar[str] = "records.SavedView"
    Scope = ViewScope

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("whose")
    )
    team = models.ForeignKey(
        "identity.Team", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    record = models.CharField(_("record type"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("who sees it"), max_length=7, choices=ViewScope.choices, default=ViewScope.PRIVATE)
    pinned = models.BooleanField(_("pinned"), default=False)
    is_default = models.BooleanField(_("opens first"), default=False)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    order = models.CharField(_("order"), max_length=100, blank=True, default="")
    columns = models.JSONField(_("columns"), default=list, blank=True)
    layout = models.CharField(_("layout"), max_length=12, default="table")
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering = ["-pinned", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "record"], name="savedview_one_default", condition=Q(is_default=True)
            ),
            models.CheckConstraint(
                condition=Q(scope="private", team__isnull=True) | Q(scope="team"), name="savedview_scope"
            ),
        ]
        indexes = [models.Index(fields=["record", "team"], name="savedview_team")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        touch(KEPT)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        touch(KEPT)
        return gone

    def state(self) -> dict[str, Any]:
        """What the list's address holds for it."""
        return {"filter": self.filter, "order": self.order, "columns": self.columns, "layout": self.layout}


def _of_team(actor: Actor) -> Q:
    """Views of his team; of everyone where somebody without a team shares them."""
    return Q(scope=ViewScope.TEAM) & (Q(team__isnull=True) | Q(team=actor.team_id or 0))
