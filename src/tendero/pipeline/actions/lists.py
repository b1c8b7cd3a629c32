"""Making the stages and the reasons of losses one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.permissions import require
from tendero.pipeline.models import LossReason, Opportunity, Stage

_STEP: Final = 10


@action(_("New stage"), record="pipeline.Stage", verb="add")
def add_stage(*, name: str, probability: int = 0, rotting_days: int | None = None, by: Actor) -> Stage:
    """A new open stage, the last before the closed ones."""
    require(by, "add", Stage.record_key)
    last = Stage.objects.filter(kind=Stage.Kind.OPEN).aggregate(last=Max("position"))["last"] or 0
    made = write.create(Stage(name=name.strip(), probability=probability, rotting_days=rotting_days, position=last + 1))
    _renumber(list(Stage.objects.order_by("position", "id")), Stage)
    return made


@action(_("Change a stage"), record="pipeline.Stage", verb="change")
def change_stage(stage: Stage, *, values: Mapping[str, Any], by: Actor) -> set[str]:
    """Rename a stage or set its probability and patience; open deals in it weigh anew from then on."""
    require(by, "change", stage)
    changed = write.change(stage, **values)
    if "probability" in changed:
        mine = Opportunity.objects.filter(stage=stage, status="open", probability=None)
        write.change_many(Opportunity, mine.values_list("pk", flat=True), chance=stage.probability)
    return changed


@action(_("Move a stage"), record="pipeline.Stage", verb="change")
def reorder_stages(ids: Sequence[int], *, by: Actor) -> None:
    """Put the open stages in the order of `ids`; closed ones stay last."""
    require(by, "change", Stage.record_key)
    known = {stage.pk: stage for stage in Stage.objects.order_by("position", "id")}
    wanted = [known.pop(pk) for pk in ids if pk in known]
    _renumber(sorted([*wanted, *known.values()], key=lambda stage: stage.kind != Stage.Kind.OPEN), Stage)


@action(_("Remove a stage"), record="pipeline.Stage", verb="delete")
def remove_stage(stage: Stage, *, by: Actor) -> None:
    """Bin an empty open stage. ValidationError while deals stand in it, and for won and lost."""
    require(by, "delete", stage)
    if stage.kind != Stage.Kind.OPEN:
        raise ValidationError(_("A company needs a stage for what is won and one for what is lost."))
    if Opportunity.everything.filter(stage=stage).exists():
        raise ValidationError(_("There are opportunities in “%(name)s”. Move them first."), params={"name": stage.name})
    write.to_bin([stage])


@action(_("New reason"), record="pipeline.LossReason", verb="add")
def add_reason(*, name: str, by: Actor) -> LossReason:
    """A new answer to "why was it lost?", the last one."""
    require(by, "add", LossReason.record_key)
    last = LossReason.objects.aggregate(last=Max("position"))["last"] or 0
    return write.create(LossReason(name=name.strip(), position=last + _STEP))


@action(_("Change a reason"), record="pipeline.LossReason", verb="change")
def rename_reason(reason: LossReason, *, name: str, by: Actor) -> None:
    """Say a reason in other words, for past losses too."""
    require(by, "change", reason)
    write.change(reason, name=name.strip())


@action(_("Remove a reason"), record="pipeline.LossReason", verb="delete")
def remove_reason(reason: LossReason, *, by: Actor) -> None:
    """Offer a reason no longer; past losses keep it."""
    require(by, "delete", reason)
    write.to_bin([reason])


def _renumber(rows: Sequence[Any], model: type[Any]) -> None:
    """Positions anew in this order, apart enough to put one between two."""
    write.change_rows(model, {row.pk: {"position": _STEP * place} for place, row in enumerate(rows, start=1)})
