"""Background work of this room."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tendero.demo.actions import load_example as load
from tendero.demo.actions import remove_example as remove
from tendero.kernel.jobs import Job, task

STEPS = 4


def _teller(job: Job) -> Callable[[str], None]:
    """Each step moves the bar on, in the language of whoever asked."""
    steps = iter(range(STEPS + 1))

    def say(text: str) -> None:
        with override(job.actor.language):
            job.progress(min(next(steps), STEPS), STEPS, note=_(text))

    return say


@task("demo.load_example", queue="long", label=gettext_lazy("Opening the example shop"))
def load_example(job: Job) -> dict[str, int]:
    """Fill the shop; an interrupted loading begins anew."""
    return {"records": load(by=job.actor, say=_teller(job))}


@task("demo.remove_example", queue="long", label=gettext_lazy("Removing the example shop"))
def remove_example(job: Job) -> dict[str, int]:
    """Take the example away; done twice, nothing is left to do."""
    return {"records": remove(by=job.actor, say=_teller(job))}
