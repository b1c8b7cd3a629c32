"""What the shop remembers of a party: roles, relationships, tastes, needs, tags, who looks after what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.lists import WORKS_AT, RelationshipType, RoleType, Tag
from tendero.directory.models.party import Party
from tendero.directory.models.reach import of_party
from tendero.kernel import clock
from tendero.kernel.fields import FoldedField
from tendero.kernel.models import ChildModel, SubjectFields
from tendero.kernel.text import fold

NAMES_SOMETHING = Q(subject_id__isnull=False)
_IN_ORDER = Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since"))


class PartyRole(ChildModel):
    """A role given to a party, from a day and perhaps until another. Several may hold at once."""

    parent_field = "party"
    journal_skip = frozenset({"current"})

    party = of_party("roles")
    role = models.ForeignKey(RoleType, on_delete=models.PROTECT, related_name="given", verbose_name=_("role"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    target = models.ForeignKey(
        RoleType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role to reach")
    )
    current = models.ForeignKey(
        RoleType, on_delete=models.PROTECT, null=True, blank=True, related_name="holders", editable=False
    )

    class Meta:
        ordering = ["role__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "role"], name="partyrole_once", condition=Q(until__isnull=True)),
            models.CheckConstraint(condition=_IN_ORDER, name="partyrole_dates"),
        ]
        indexes = [
            models.Index(fields=["party", "id"], name="partyrole_party"),
            models.Index(fields=["role", "party"], name="partyrole_role"),
            models.Index(fields=["current", "party"], name="partyrole_current"),
            models.Index(fields=["until", "id"], name="partyrole_until", condition=Q(current__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.role)

    @property
    def holds(self) -> bool:
        """Whether it holds today."""
        today = clock.today()
        return (self.until is None or self.until >= today) and (self.since is None or self.since <= today)

    def join(self, there: Sequence[PartyRole]) -> dict[str, Any] | None:
        """A role that he holds is held once; one that he held stands beside it."""
        mine = (self.role_id, self.since, self.until)
        held = self.until is None and any(one.until is None and one.role_id == self.role_id for one in there)
        return None if held or any((one.role_id, one.since, one.until) == mine for one in there) else {}

    def derive(self) -> None:
        """`current` repeats the role while it holds, so that filters find those who have it and not who had it."""
        self.current_id = self.role_id if self.holds else None


class Relationship(ChildModel):
    """`party` <type> `other`: Rosa works at the café. Read from the other side by the type's inverse."""

    parent_field = "party"

    party = of_party("relationships")
    other = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="related_from", verbose_name=_("with whom"))
    type = models.ForeignKey(
        RelationshipType, on_delete=models.PROTECT, related_name="+", verbose_name=_("relationship")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("position or note"), max_length=120, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(party=F("other")), name="relationship_with_another"),
            models.CheckConstraint(condition=_IN_ORDER, name="relationship_dates"),
        ]
        indexes = [
            models.Index(fields=["party", "id"], name="relationship_party"),
            models.Index(fields=["other", "type", "id"], name="relationship_other"),
        ]

    def __str__(self) -> str:
        return str(self.type)  # whom, only where the reader may see them: a history tells nobody's name

    def join(self, there: Sequence[Relationship]) -> dict[str, Any] | None:
        """Nobody is related to himself, nor twice in the same way to the same one."""
        mine = (self.party_id, self.other_id, self.type_id)
        again = any((one.party_id, one.other_id, one.type_id) == mine for one in there)
        return None if again or self.party_id == self.other_id else {}

    def told_need(self, field: str) -> str:
        """The firm stays for who works there, anybody for who is related to him."""
        at_work = field == "other" and self.type.code == WORKS_AT
        text = gettext("%(name)s works here") if at_work else gettext("%(name)s is related to it")
        return text % {"name": self.party}


class Observation(SubjectFields, ChildModel):
    """Something noticed: a taste or a need, with the day and where it was learnt.

    Its `subject` is what of another room it names: a product, sold or not. All of them are of one kind, since filters
    read the number alone.
    """

    class Kind(models.TextChoices):
        TASTE = "taste", _("Likes")
        NEED = "need", _("Needs")

    parent_field = "party"
    mechanics = frozenset({"subject_type"})
    subject_words = "text"

    party = of_party("observations")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    text = models.CharField(_("what"), max_length=200)
    text_folded = FoldedField(source="text")
    on = models.DateField(_("when"), default=clock.today)
    origin = models.CharField(_("how we know"), max_length=120, blank=True, default="")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["party", "-on", "id"], name="observation_party"),
            models.Index(fields=["text_folded", "party"], name="observation_text"),
            models.Index(fields=["subject_id", "party"], name="observation_subject", condition=NAMES_SOMETHING),
        ]

    def __str__(self) -> str:
        return self.text

    def join(self, there: Sequence[Observation]) -> dict[str, Any] | None:
        """The same noticed twice is noticed once."""
        mine = (self.kind, fold(self.text))
        return None if any((one.kind, fold(one.text)) == mine for one in there) else {}

    def told_need(self, field: str) -> str:
        """The product stays for whoever likes or needs it."""
        return gettext("%(name)s likes or needs it") % {"name": self.party}


class PartyTag(ChildModel):
    """A tag on a party."""

    parent_field = "party"

    party = of_party("tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="given", verbose_name=_("tag"))

    class Meta:
        ordering = ["tag__name_sort", "id"]
        constraints = [models.UniqueConstraint(fields=["party", "tag"], name="partytag_once")]
        indexes = [models.Index(fields=["tag", "party"], name="partytag_tag")]

    def __str__(self) -> str:
        return str(self.tag)

    def join(self, there: Sequence[PartyTag]) -> dict[str, Any] | None:
        """Each tag once."""
        return None if any(one.tag_id == self.tag_id for one in there) else {}


class Responsible(ChildModel):
    """Who else looks after a party, and for what: Sara, invoices."""

    parent_field = "party"

    party = of_party("responsibles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    topic = models.CharField(_("for what"), max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["party", "user", "topic"], name="responsible_once")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.user}"

    def join(self, there: Sequence[Responsible]) -> dict[str, Any] | None:
        """Each one for each topic once."""
        mine = (self.user_id, fold(self.topic))
        return None if any((one.user_id, fold(one.topic)) == mine for one in there) else {}
