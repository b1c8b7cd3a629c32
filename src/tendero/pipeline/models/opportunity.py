"""A deal that may come about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.activities.models import TaskKind
from tendero.kernel import clock
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import RecordModel
from tendero.kernel.money import AmountField, CurrencyField, Money
from tendero.pipeline.models.stage import LossReason, Stage
from tendero.pipeline.rules import rotting, worth

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry

OPEN = Q(status="open", binned_at__isnull=True)


class Status(models.TextChoices):
    """What the stage means for the deal; kept in step with `stage.kind` by the actions."""

    OPEN = "open", pgettext_lazy("opportunity", "Open")
    WON = "won", pgettext_lazy("opportunity", "Won")
    LOST = "lost", pgettext_lazy("opportunity", "Lost")


def top_place() -> int:
    """Above every card placed so far: the newest first."""
    return -int(clock.now().timestamp() * 1_000_000)


class Opportunity(RecordModel):
    """A sale to be made: to whom, how much, how near.

    `probability` is set by hand or empty; `chance` is what counts: one's own, else the stage's. `status`, `chance`,
    `moved_at`, `closed_at` follow from the stage on every way in. `next_*` and `touched_at` are computed from the
    tasks and activities about it, so that the board is one index scan.
    """

    _stood: dict[str, Any] | None = None
    record_key = "pipeline.Opportunity"
    owner_field = "owner"
    told_in_search = "party"
    searched = Q()
    mechanics = frozenset({"position"})
    journal_skip = frozenset({"next_on", "next_time", "next_title", "next_kind", "next_task_id", "touched_at"})

    name = models.CharField(_("opportunity"), max_length=200)
    name_folded = FoldedField(source="name")
    name_sort = SortKeyField(source="name")
    party = models.ForeignKey(
        "directory.Party", on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("contact")
    )
    contact = models.ForeignKey(
        "directory.Party",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("stage"))
    status = models.CharField(_("status"), max_length=4, choices=Status.choices, default=Status.OPEN, editable=False)
    amount = AmountField(_("amount"), default=0)
    currency = CurrencyField(_("currency"))
    probability = models.PositiveSmallIntegerField(
        _("probability"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent. Empty: that of its stage."),
    )
    chance = models.PositiveSmallIntegerField(_("probability that counts"), default=0, editable=False)
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")

    moved_at = models.DateTimeField(_("in this stage since"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    reason = models.ForeignKey(
        LossReason,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("reason"),
    )
    reason_note = models.CharField(_("in other words"), max_length=300, blank=True, default="", editable=False)
    competitor = models.CharField(_("competitor"), max_length=120, blank=True, default="", editable=False)
    position = models.BigIntegerField(_("place in its column"), default=top_place, editable=False)

    next_on = models.DateField(_("next step"), null=True, blank=True, editable=False)
    next_time = models.TimeField(_("hour of the next step"), null=True, blank=True, editable=False)
    next_title = models.CharField(_("what comes next"), max_length=200, blank=True, default="", editable=False)
    next_kind = models.CharField(max_length=8, choices=TaskKind.choices, blank=True, default="", editable=False)
    next_task_id = models.BigIntegerField(null=True, blank=True, editable=False)
    touched_at = models.DateTimeField(_("last movement"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            models.CheckConstraint(condition=Q(chance__lte=100), name="opportunity_chance"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True) | ~Q(status="open") & Q(closed_at__isnull=False),
                name="opportunity_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="opportunity_name"),
            models.Index(fields=["party", "status", "id"], name="opportunity_party"),
            models.Index(fields=["stage", "position", "id"], name="opportunity_board", condition=OPEN),
            models.Index(fields=["owner", "stage", "position", "id"], name="opportunity_mine", condition=OPEN),
            models.Index(fields=["owner", "next_on", "id"], name="opportunity_next", condition=OPEN),
            models.Index(
                fields=["owner", "touched_at", "id"], name="opportunity_adrift", condition=OPEN & Q(next_on=None)
            ),
            models.Index(fields=["status", "-closed_at", "id"], name="opportunity_closed"),
            models.Index(fields=["amount", "id"], name="opportunity_amount"),
            models.Index(
                fields=["stage", "currency", "next_on", "amount", "chance", "owner"],
                name="opportunity_sums",
                condition=OPEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def money(self) -> Money | None:
        """None on a row whose amount is hidden from whoever it is shown to."""
        return None if self.amount is None else Money(self.amount, self.currency)

    @property
    def weighted(self) -> Money:
        """Amount by probability, to the cent."""
        return Money(worth.weighted(self.amount, self.chance), self.currency)

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    def rotting(self, today: dt.date) -> int:
        """Days it has stood still, once past its stage's limit; else 0."""
        if not self.is_open:
            return 0
        return rotting.rotting(self.touched_at.date(), limit=self.stage.rotting_days, today=today)

    def party_reference(self) -> int | None:
        return self.party_id

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> None:
        """Bring the history of stages, the next step and the last movement up to date."""
        from tendero.pipeline.models.pace import refresh_pace
        from tendero.pipeline.models.steps import record_steps

        record_steps(ids)
        refresh_pace(ids)

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """Name, and the party's name beside it."""
        from tendero.kernel.search import SearchEntry

        rows = cls.objects.filter(pk__in=ids).select_related("party")
        for row in rows:
            yield SearchEntry(record_key=cls.record_key, record_id=row.pk, title=row.name, subtitle=row.party.name)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        """Remember how the row stood, so that `derive` sees what is new."""
        row = super().from_db(db, field_names, values, **options)
        row._stood = {name: value for name, value in zip(field_names, values, strict=True) if name in _WATCHED}
        return row

    def derive(self) -> None:
        """Status, chance and moments that follow from the stage, on every way in: board, form, bulk edit, import.

        ValidationError when an existing row is moved to the lost stage without a reason.
        """
        stood = self._stood
        moved = stood is None or stood.get("stage_id", self.stage_id) != self.stage_id
        if not moved and stood is not None and stood.get("probability", self.probability) == self.probability:
            return
        if moved:
            self._arrive(stood)
        self.chance = worth.effective_probability(self.stage.probability, self.probability if self.is_open else None)

    def _arrive(self, stood: dict[str, Any] | None) -> None:
        self.status = self.stage.kind
        if self.is_open:
            self.closed_at = None
        elif self.closed_at is None:
            self.closed_at = clock.now()
        if self.status != Status.LOST:
            self.reason, self.reason_note, self.competitor = None, "", ""
        elif stood is not None and self.reason_id is None:
            raise ValidationError({"stage": _("Say why it was lost: use “Lost” on its page or drag it on the board.")})
        if stood is not None and stood.get("moved_at") == self.moved_at:
            self.moved_at = clock.now()
        if stood is not None and stood.get("position") == self.position:
            self.position = top_place()


_WATCHED = frozenset({"stage_id", "probability", "moved_at", "position"})


class StageChange(models.Model):
    """One step of an opportunity: from where to where, who, when. Written by `steps`, never by hand."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="stage_changes")
    from_stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        indexes = [models.Index(fields=["opportunity", "-at"], name="stagechange_opportunity")]

    def __str__(self) -> str:
        return f"{self.from_stage_id} → {self.to_stage_id}"
