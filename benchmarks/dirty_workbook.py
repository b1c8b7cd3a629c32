"""How well the importer finds who is one in a dirty workbook of known truth: precision and recall of its pairs.

Run by ``python -m benchmarks.dirty_workbook`` on an empty database of its own; no clock is read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dirty_workbook")
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20240)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TENDERO_DATA"] = folder
        os.environ.pop("TENDERO_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tendero.config.settings")
        result = _measured(Path(folder), options.rows, options.seed)
    print(json.dumps(result) if options.json else _table(result))
    return 0


def _measured(folder: Path, rows: int, seed: int) -> dict[str, Any]:
    """Bring the workbook twice: as it comes, and with every question answered as it is in truth."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests import dirty_workbook

    path = folder / "clientes.xlsx"
    truth = dirty_workbook.write(path, rows=rows, seed=seed)
    batch, doubts = _foreseen(path)
    asked = {(one.other_number, one.number) for one in doubts}
    told = _answered(batch, truth)
    alone = _joined(path, {})
    whole = _joined(path, told)
    true = truth.pairs
    return {
        "rows": len(truth.who), "parties": truth.parties, "pairs": len(true), "questions": len(told),
        "questions_right": len(asked & true), "first_questions": len(asked),
        "alone": _scores(alone, true), "answered": _scores(whole, true),
    }  # fmt: skip


def _foreseen(path: Path) -> tuple[Any, list[Any]]:
    from tendero.kernel.actor import Actor
    from tendero.records.exchange import running

    batch = _begin(path)
    running.foresee(batch, by=Actor.system("bench"))
    return batch, list(batch.doubts.all())


def _begin(path: Path) -> Any:
    from tests import imports

    from tendero.kernel.actor import Actor

    return imports.begin(path.read_bytes(), by=Actor.system("bench"), name=path.name)


def _answered(batch: Any, truth: Any) -> dict[tuple[int, int], str]:
    """Every question's right answer, asked until there are none: `{(row, other row): answer}`."""
    from tendero.kernel.actor import Actor
    from tendero.records.exchange import asking, running

    by, told = Actor.system("bench"), {}
    for _round in range(6):
        doubts = list(batch.doubts.filter(answer=""))
        for doubt in doubts:
            same = truth.who[doubt.number] == truth.who[doubt.other_number]
            told[doubt.number, doubt.other_number] = "same" if same else "two"
            asking.answer([doubt], "same" if same else "two", by=by)
        if not doubts:
            break
        running.foresee(batch, by=by)
    return told


def _joined(path: Path, answers: dict[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Which rows went into one record, without answers or with them; nothing stays in the database."""
    from django.db import transaction
    from tests import imports
    from tests.dirty_workbook import pairs_of

    from tendero.kernel.actor import Actor
    from tendero.records.models import ImportAnswer, ImportRow

    with transaction.atomic():
        if not answers:
            ImportAnswer.objects.all().delete()
        batch = _begin(path)
        imports.run(batch, by=Actor.system("bench"))
        rows = ImportRow.objects.filter(batch=batch, record_id__isnull=False)
        found = pairs_of({number: pk for number, pk in rows.values_list("number", "record_id") if pk})
        transaction.set_rollback(True)
    return found


def _scores(told: set[tuple[int, int]], true: set[tuple[int, int]]) -> dict[str, float]:
    right = len(told & true)
    return {"precision": round(right / max(1, len(told)), 4), "recall": round(right / max(1, len(true)), 4)}


def _table(result: dict[str, Any]) -> str:
    """As people read it."""
    lines = [
        f"{result['rows']} rows of {result['parties']} customers, {result['pairs']} pairs of rows are one",
        f"questions: {result['questions']}, of the first {result['first_questions']} "
        f"{result['questions_right']} were the same",
    ]
    for name, words in (("alone", "by itself"), ("answered", "with its questions answered")):
        score = result[name]
        lines.append(f"{words:<28} precision {score['precision']:.4f}  recall {score['recall']:.4f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
