"""What the columns screen shows: plain values for its templates."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from tendero.identity.models import User
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records.custom.actions import SETTING
from tendero.records.exchange import asides, importers, intake, mapping
from tendero.records.exchange.importers import Asker, Importer, Target
from tendero.records.exchange.reading import Preview, Reading
from tendero.records.exchange.reading.cells import content, is_blank, shown
from tendero.records.exchange.reading.encoding import OFFERED
from tendero.records.exchange.templates import suggested_name
from tendero.records.models.imports import ALSO_MADE, OUTCOMES, Import
from tendero.records.registry import RecordType
from tendero.ui.words import number

DELIMITERS = ((",", ","), (";", ";"), ("\t", "Tab"), ("|", "|"), (":", ":"))
ENCODING_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16 BE",
    "iso8859_15": "ISO 8859-15", "cp850": "DOS", "mac_roman": "Mac",
}  # fmt: skip


def describe(record: RecordType[Any], batch: Import, actor: Actor) -> dict[str, Any]:
    """Everything the screen needs; the number of queries does not depend on the file."""
    reading = Reading.from_dict(batch.reading)
    seen = intake.look(batch, reading)
    importer = importers.of(record.key)
    targets = importer.targets(actor)
    plan = intake.plan_of(batch)
    kinds = [(str(kind), label) for kind, label in importer.matches()]
    return {
        "reading": reading,
        "readings": _choices(reading),
        "test": _reading_test(seen, reading),
        "columns": [
            _column(i, label, batch, seen, reading, targets) | {"whole": str(i) in plan.whole}
            for i, label in enumerate(batch.mapping["labels"])
        ],
        "may_make": permissions.may(actor, "change", SETTING),
        "groups": [(group, list(items)) for group, items in groupby(targets, key=lambda target: target.group)],
        "plan": plan,
        "matches": [(kind, label, plan.match is None or kind in plan.match) for kind, label in kinds],
        "tags": ", ".join(plan.tags),
        "heeds": importer.heeds(),
        "people": list(User.objects.active()) if "owner" in importer.heeds() else [],
        "has_consent": any(key.startswith("consent:") for key in plan.columns),
        "foreseen": foreseen(batch),
        "asking": asking(importer, batch, actor),
        "template_name": suggested_name(batch),
        "program": importer.program(batch.mapping["labels"]),
        "aside": set_aside(batch, reading),
    }


def set_aside(batch: Import, reading: Reading) -> dict[str, Any]:
    """Rows that are nobody's, each with its reason, and those that come in though they looked so."""
    told = batch.staged.get("told", [])
    rows = [{"number": number, "why": asides.why(code), "text": text} for number, code, text in told]
    count = batch.staged.get("aside", 0)
    return {"count": count, "rows": rows, "more": count - len(rows), "brought": reading.bring}


def foreseen(batch: Import) -> dict[str, Any]:
    """The counts as the aside shows them, with their share for the bar; empty while nothing has been counted."""
    counts = batch.foreseen.get("counts", {})
    if not counts:
        return {}
    total = max(1, sum(counts.values()))
    parts = tally(batch, counts, batch.foreseen.get("also_made", 0))
    return {
        "parts": parts,
        "bar": [part | {"weight": _weight(part["count"], total)} for part in parts if part["key"] in OUTCOMES],
        "problems": batch.foreseen.get("problems", []),
        "first": batch.foreseen.get("first", [])[:8],
        "repeats": batch.foreseen.get("repeats", [])[:10],
        "shows": batch.foreseen.get("shows", {}),
        "doubts": batch.foreseen.get("doubts", 0),
        "tallied": tallied(batch, batch.foreseen.get("tally", {})),
    }


def asking(importer: Importer, batch: Import, actor: Actor) -> dict[str, Any]:
    """What the dry run would have somebody decide: a template with all it needs; empty where there is nothing."""
    told = importer.asks(batch, actor) if isinstance(importer, Asker) else None
    return {"template": importer.asks_with, **told} if isinstance(importer, Asker) and told else {}


def tally(batch: Import, counts: Mapping[str, int], also_made: int) -> list[dict[str, Any]]:
    """What became, or would become, of the rows, and what else was made: the same words wherever they are said."""
    words = outcome_words() | {ALSO_MADE: (str(importers.of(batch.record_key).also()), "new")}
    told = {**{key: counts.get(key, 0) for key in OUTCOMES}, ALSO_MADE: also_made}
    order = ("created", ALSO_MADE, *OUTCOMES[1:])
    return [
        {"key": key, "label": words[key][0], "tone": words[key][1], "count": told[key]} for key in order if told[key]
    ]


def tallied(batch: Import, tally: Mapping[str, int]) -> list[dict[str, Any]]:
    """What else was, or would be, made and added up, in words."""
    importer = importers.of(batch.record_key)
    if tally and (cells := batch.staged.get("total")):
        stated = importer.stated(intake.plan_of(batch), intake.formats_of(batch), cells)
        tally = {**tally, "stated": stated} if stated is not None else tally
    told = importer.tallied(tally) if tally else ()
    return [{"key": one.key, "label": str(one.label), "figure": one.figure, "doubt": one.doubt} for one in told]


def outcome_words() -> dict[str, tuple[str, str]]:
    """Each outcome's words and tone."""
    return {
        "created": (_("New, from a row of the file"), "new"),
        "updated": (_("There already: completed"), "fill"),
        "unchanged": (_("There already: nothing to change"), "fill"),
        "repeated": (_("Repeated in the file: grouped"), "repeat"),
        "skipped": (_("Left out"), "skip"),
        "failed": (_("With a mistake"), "failed"),
    }


def _weight(count: int, total: int) -> int:
    """Twentieths of the bar, at least one."""
    return max(1, round(20 * count / total))


def _choices(reading: Reading) -> dict[str, Any]:
    encodings = dict.fromkeys((reading.encoding, *OFFERED))
    delimiters = dict(DELIMITERS)
    delimiters.setdefault(reading.delimiter, reading.delimiter)
    return {
        "sheets": [(name, _sheet(name, reading)) for name in reading.sheets],
        "encodings": [(name, ENCODING_NAMES.get(name, name)) for name in encodings],
        "delimiters": list(delimiters.items()),
        "header_rows": range(max(10, reading.header_row) + 1),
        "dates": [("dmy", _("day/month/year")), ("mdy", _("month/day/year")), ("ymd", _("year-month-day"))],
        "decimals": [(",", "1.234,50"), (".", "1,234.50")],
    }


def _sheet(name: str, reading: Reading) -> str:
    """Its name, how many rows it has, and whether the workbook hides it."""
    rows = number(reading.sizes.get(name, 0))
    if name in reading.hidden_sheets:
        return _("%(name)s (%(rows)s, hidden)") % {"name": name, "rows": rows}
    return f"{name} ({rows})"


def _reading_test(seen: Preview, reading: Reading) -> list[str]:
    """Words by which a person sees at once whether the file reads well: those with accents or signs first."""
    words = [shown(cell, reading.decimal).strip() for _n, cells in seen.rows for cell in cells if not is_blank(cell)]
    short = [word for word in dict.fromkeys(words) if 2 < len(word) <= 30]
    telling = [word for word in short if not word.isascii()]
    return [*telling, *(word for word in short if word.isascii())][:4]


def _column(index: int, label: str, batch: Import, seen: Preview, reading: Reading, targets: Any) -> dict[str, Any]:
    cells = [cells[index] for _n, cells in seen.rows if index < len(cells)]
    samples = dict.fromkeys(shown(cell, reading.decimal).strip() for cell in cells if not is_blank(cell))
    key = batch.mapping["columns"][index] if index < len(batch.mapping["columns"]) else ""
    target: Target | None = next((t for t in targets if t.key in (key, mapping.base(key))), None)
    filled = sum(1 for cell in cells if content(cell).strip())
    return {
        "index": index,
        "label": label or _("Column %(number)s") % {"number": index + 1},
        "hidden": index in reading.hidden_columns,
        "samples": " · ".join(list(samples)[:2]),
        "target": key,
        "known": any(t.key == key for t in targets),
        "splits": target is not None and target.splits,
        "place": key.partition(":")[2],
        "effect": (target.effect or (_("Filled in %(n)s of the first %(m)s") % {"n": filled, "m": len(cells)}))
        if target
        else "",
    }
