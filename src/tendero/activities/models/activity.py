"""What happened with a contact: the rows of the one historial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.models import RecordModel
from tendero.kernel.models.subject import SubjectFields

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry


class ActivityKind(models.TextChoices):
    """What it was. A milestone is a change that matters, written by the system."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    MESSAGE = "message", _("Message")
    MILESTONE = "milestone", _("Milestone")


CONTACT_KINDS: Final = ("call", "visit", "meeting", "email", "letter", "message")
"""Kinds in which somebody really spoke with the contact: what "last contact" counts."""


class Direction(models.TextChoices):
    """Who began it."""

    OUT = "out", _("We did")
    IN = "in", _("They did")


class Activity(SubjectFields, RecordModel):
    """One entry of the historial of a party.

    A milestone carries no prose: `code` names what changed and `facts` its values, told in the reader's language.
    """

    record_key = "activities.Activity"
    owner_field = "author"
    visible_through = "party"
    searched = ~Q(kind="milestone") & (~Q(title="") | ~Q(body=""))

    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind.choices, default=ActivityKind.NOTE)
    direction = models.CharField(_("who began it"), max_length=3, choices=Direction.choices, default=Direction.OUT)
    at = models.DateTimeField(_("when"), default=clock.now)
    party = models.ForeignKey(
        "directory.Party", on_delete=models.PROTECT, related_name="activities", verbose_name=_("contact")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    title = models.CharField(_("subject"), max_length=200, blank=True, default="")
    body = models.TextField(_("text"), blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=200, blank=True, default="")
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    private = models.BooleanField(_("only for me"), default=False)
    pinned = models.BooleanField(_("pinned"), default=False)
    code = models.CharField(max_length=40, blank=True, default="", editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index("party", models.F("at").desc(), "id", name="activity_party_at"),
            models.Index("author", models.F("at").desc(), name="activity_author_at"),
            models.Index(
                "subject_type",
                "subject_id",
                models.F("at").desc(),
                name="activity_subject",
                condition=Q(subject_id__isnull=False),
            ),
            models.Index(models.F("at").desc(), "id", name="activity_at"),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:80] or str(self.get_kind_display())

    @classmethod
    def private_rows(cls, actor: Actor) -> Q:
        """A private entry is its author's alone."""
        return Q(private=False) if actor.user_id is None else Q(private=False) | Q(author_id=actor.user_id)

    def party_reference(self) -> int | None:
        return self.party_id

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Keep the pulse of the parties, and whoever follows the subjects, in step."""
        from tendero.activities.models.pulse import refresh_around

        refresh_around(cls, ids)

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        return _search_entries(cls, ids)


def _search_entries(model: type[Activity], ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Notes and reports with words of their own, never milestones. Private ones too: rows show them to their author."""
    from tendero.kernel.search import SearchEntry

    rows = model.objects.filter(pk__in=ids).exclude(kind=ActivityKind.MILESTONE)
    for pk, title, body in rows.values_list("pk", "title", "body"):
        if title or body:
            yield SearchEntry(record_key=model.record_key, record_id=pk, title=title or body[:80], parts={"body": body})


class Mention(models.Model):
    """Somebody named with @ in an entry; it waits in his bell and in Hoy until he reads it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["activity", "user"], name="mention_once")]
        indexes = [
            models.Index("user", models.F("created").desc(), name="mention_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ← {self.activity_id}"
