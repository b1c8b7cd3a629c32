"""From an upload to an import ready to run: kept, read, mapped, staged."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from tendero.kernel import clock, files, kept, permissions
from tendero.kernel.actor import Actor
from tendero.records.exchange import importers, mapping
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.reading import Choices, Preview, Reading, Staged, detect, foreign, preview, stage
from tendero.records.exchange.reading.sniffing import MAX_FILE
from tendero.records.exchange.refusal import Refused
from tendero.records.exchange.templates import options_for
from tendero.records.models.imports import Import
from tendero.records.registry import RecordType

SAMPLE_ROWS = 20
OWNER_KEY = "records.Import"


def begin(record: RecordType[Any], upload: Any, *, by: Actor, choices: Choices | None = None) -> Import:
    """Keep the file and find out how to read it. Refused when it is no table; then nothing is kept."""
    permissions.require(by, "import", record.key)
    permissions.require(by, "add", record.key)
    with transaction.atomic():
        stored = files.store(upload, by=by, record=(OWNER_KEY, 0), max_size=MAX_FILE)
        batch = Import.objects.create(
            record_key=record.key, user_id=by.user_id, user_name=by.name, file=stored, file_name=stored.name
        )
        stored.record_id = batch.pk
        stored.save(update_fields=["record_id"])
    try:
        with kept.held():  # every title asks for the company's own fields
            read(batch, choices or Choices(), by=by)
    except Exception:
        discard(batch)
        raise
    return batch


def read(batch: Import, choices: Choices, *, by: Actor) -> Preview:
    """Find out how to read the file under these choices and map its columns anew; returns the first rows."""
    importer = importers.of(batch.record_key)
    reading = detect(files.path_of(batch.file), folder(batch), choices, known=lambda label: bool(importer.guess(label)))
    if reading.is_foreign and foreign.holds(reading.format) != batch.record_key:
        raise Refused("kind", gettext("A file of contact cards is brought in under Contacts."))
    shown = look(batch, reading)
    if not shown.rows:
        stage(files.path_of(batch.file), reading, folder(batch), staged_path(batch))  # says why there are none
    template = mapping.template_for(batch.record_key, shown.labels)
    columns = mapping.propose(importer, shown.labels, [cells for _n, cells in shown.rows], actor=by, template=template)
    batch.choices = {name: value for name, value in _as_dict(choices).items() if value is not None}
    batch.reading, batch.staged, batch.foreseen = reading.to_dict(), {}, {}
    batch.mapping = {"labels": shown.labels, "columns": columns}
    if template is not None and not batch.options:
        batch.options = options_for(template, shown.labels)
    staged_path(batch).unlink(missing_ok=True)
    batch.save()
    return shown


def adjust(batch: Import, *, hidden: str | None = None, bring: int | None = None, leave: int | None = None) -> None:
    """Hidden rows "skip" or "bring"; a row set aside comes in (`bring`), or not after all (`leave`). Columns stay."""
    reading = Reading.from_dict(batch.reading)
    brought = ({*reading.bring} | {bring} if bring is not None else {*reading.bring}) - {leave}
    told = Choices.from_dict(
        {**batch.choices, "hidden": hidden or batch.choices.get("hidden"), "bring": sorted(brought)}
    )
    reading = replace(reading, skip_hidden=told.hidden == "skip", bring=tuple(sorted(brought)))
    batch.choices = {name: value for name, value in _as_dict(told).items() if value not in (None, ())}
    batch.reading, batch.staged, batch.foreseen = reading.to_dict(), {}, {}
    staged_path(batch).unlink(missing_ok=True)
    batch.save(update_fields=["choices", "reading", "staged", "foreseen"])


def look(batch: Import, reading: Reading | None = None) -> Preview:
    """The first rows as they read."""
    reading = reading or Reading.from_dict(batch.reading)
    return preview(files.path_of(batch.file), reading, folder(batch), SAMPLE_ROWS)


def staged(batch: Import, beat: Callable[[int], None] | None = None) -> Staged:
    """The whole file as a staged table, made on first need (and again if the disk has lost it)."""
    target = staged_path(batch)
    if batch.staged and target.exists():
        return Staged(**batch.staged)
    reading = Reading.from_dict(batch.reading)
    made = stage(files.path_of(batch.file), reading, folder(batch), target, beat=beat)
    batch.staged = made.to_dict()
    batch.mapping["columns"] = _fitted(batch.mapping.get("columns", []), made.width)
    batch.mapping["labels"] = made.labels
    batch.save(update_fields=["staged", "mapping"])
    return made


def plan_of(batch: Import) -> Plan:
    """The import's decisions."""
    return Plan.from_dict(batch.options, batch.mapping.get("columns", []))


def formats_of(batch: Import) -> Formats:
    """How the file writes numbers and dates."""
    return Formats(batch.reading.get("decimal", ","), batch.reading.get("dates", "dmy"))


def decide(batch: Import, plan: Plan) -> None:
    """Keep the decisions; what was foreseen under others no longer holds."""
    batch.options = plan.to_dict()
    batch.mapping = {**batch.mapping, "columns": list(plan.columns)}
    batch.foreseen = {}
    batch.save(update_fields=["options", "mapping", "foreseen"])


def keep_answers(batch: Import, answers: Mapping[str, str]) -> None:
    """Keep answers to the questions of a dry run, "" taking one back. What it counted no longer holds; they still do.

    Refused once the import has begun.
    """
    with transaction.atomic():
        fresh = Import.objects.select_for_update().get(pk=batch.pk)
        if not fresh.editable:
            raise Refused("started", gettext("This import has started already."))
        kept = {**plan_of(fresh).answers, **answers}
        batch.options = {**plan_of(fresh).to_dict(), "answers": {key: text for key, text in kept.items() if text}}
        batch.foreseen = {name: told for name, told in fresh.foreseen.items() if name == "questions"}
        batch.save(update_fields=["options", "foreseen"])


def check(batch: Import, *, by: Actor) -> Plan:
    """The plan, if it can run; Refused otherwise. Targets are asked again: rights may have changed since."""
    plan = plan_of(batch)
    importer = importers.of(batch.record_key)
    allowed = {target.key for target in importer.targets(by)}
    columns = tuple(key if key in allowed or mapping.base(key) in allowed else "" for key in plan.columns)
    if not any(columns):
        raise Refused("no_columns", gettext("No column of the file goes anywhere: choose where at least one goes."))
    return replace(plan, columns=columns)


def forget(batch: Import) -> None:
    """Forget a draft, with its file. Refused once it has begun, and while a job is trying it."""
    with transaction.atomic():
        fresh = Import.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        if not fresh.editable:
            raise Refused("started", gettext("This import has started already."))
        if fresh.job is not None and not fresh.job.over:
            raise Refused(
                "tried", gettext("The file is being tried right now: wait until that is done, then forget it.")
            )
        discard(batch)


def discard(batch: Import) -> None:
    """Forget an import that never ran, with its file."""
    shutil.rmtree(folder(batch), ignore_errors=True)
    with transaction.atomic():
        stored = batch.file
        batch.delete()
        files.delete(stored)


def folder(batch: Import) -> Path:
    """Where this import keeps unpacked sheets and its staged table; all of it can be made again."""
    path = Path(settings.DATA_DIR) / "imports" / batch.ref
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def staged_path(batch: Import) -> Path:
    """The staged table's file."""
    return folder(batch) / "staged.csv"


def finished(batch: Import, state: str, problem: str = "") -> None:
    """The import is over, one way or the other."""
    batch.state, batch.problem, batch.finished = state, problem[:500], clock.now()
    batch.save(update_fields=["state", "problem", "finished"])


def _fitted(columns: list[str], width: int) -> list[str]:
    return [*columns[:width], *[""] * (width - len(columns))]


def _as_dict(choices: Choices) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(choices)
