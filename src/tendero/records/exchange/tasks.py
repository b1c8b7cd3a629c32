"""Imports in the background."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tendero.kernel.jobs import GiveUp, Job, task
from tendero.records.exchange import reverting, running
from tendero.records.exchange.refusal import Refused
from tendero.records.models.imports import Import


@task(running.TASK, queue="long", lease=120, label=_("Import"))
def run_import(job: Job, *, ref: str) -> dict[str, int]:
    """Runs an import from where its checkpoint says."""
    return running.run(job, Import.objects.select_related("file").get(ref=ref))


@task(running.FORESEE_TASK, queue="long", lease=120, label=_("Trial"))
def foresee_import(job: Job, *, ref: str) -> dict[str, Any]:
    """Says what an import would do."""
    batch = Import.objects.select_related("file").get(ref=ref)
    try:
        return dict(running.foresee(batch, by=job.actor, job=job))
    except Refused as refused:
        raise GiveUp(str(refused)) from refused


@task(reverting.TASK, queue="long", lease=120, label=_("Undoing an import"))
def revert_import(job: Job, *, ref: str) -> dict[str, Any]:
    """Undoes an import, or brings an undone one back."""
    return reverting.run(job, Import.objects.select_related("file").get(ref=ref))
