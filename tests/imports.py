"""Short ways for stories about imports: a file as text in, its outcome out."""

from __future__ import annotations

import io
from typing import Any

from tendero.kernel import jobs
from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.exchange import intake, reverting, running
from tendero.records.exchange.plan import Plan
from tendero.records.models import Import


class Upload(io.BytesIO):
    """A file under a name, as a browser sends it."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def begin(text: str | bytes, *, by: Actor, slug: str = "parties", name: str = "file.csv", **options: Any) -> Import:
    """An import ready to run."""
    data = text.encode() if isinstance(text, str) else text
    batch = intake.begin(registry.by_slug(slug), Upload(data, name), by=by)
    intake.decide(batch, Plan.from_dict(options, batch.mapping["columns"]))
    return batch


def run(batch: Import, *, by: Actor) -> dict[str, int]:
    """Run it in this process; its counts without the zeros."""
    running.start(batch, by=by)
    jobs.run_due(raise_errors=True)
    batch.refresh_from_db()
    return {name: count for name, count in batch.counts.items() if count}


def bring(text: str | bytes, *, by: Actor, **options: Any) -> dict[str, int]:
    """Begin and run."""
    return run(begin(text, by=by, **options), by=by)


def foresee(text: str | bytes, *, by: Actor, **options: Any) -> Any:
    """What a dry run says, in counts."""
    return running.foresee(begin(text, by=by, **options), by=by)["counts"]


def revert(batch: Import, *, by: Actor) -> Import:
    """Undo it, or bring it back."""
    reverting.start(batch, by=by)
    jobs.run_due(raise_errors=True)
    batch.refresh_from_db()
    return batch
