"""``import``: bring a CSV or a workbook into a kind of record."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop, ngettext
from . import goods, import_doubts, joining, numbers, paths
from .failure import CommandFailed, json_fault
from .start import speak_of_company, start

SUMMARY = gettext_noop("bring a CSV or Excel file into contacts, opportunities, tasks...")

KEYS = "reference,tax_id,email,phone,name_birthday,name_city"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help=_("parties, sales, products, opportunities, tasks, activities"))
    parser.add_argument("file", type=paths.source)
    parser.add_argument(
        "--map", type=paths.source, help=_('JSON: {"column title, or its number": "target"}, "" leaves a column out')
    )
    beside = _("another table with a title in common, whose columns are put beside; may be repeated")
    parser.add_argument("--join", action="append", default=[], metavar="FILE:TITLE", help=beside)
    parser.add_argument("--match", help=_("kinds of keys, by comma: %s") % KEYS)
    parser.add_argument("--policy", choices=["fill", "update", "skip", "add"], default="fill")
    parser.add_argument("--binned", choices=["restore", "skip", "add"], default="restore")
    parser.add_argument("--owner", help=_("who answers for the new ones, if the file does not say"))
    parser.add_argument("--tags", help=_("tags for the new ones, by comma"))
    parser.add_argument("--source", default="", help=_("where the new ones come from"))
    parser.add_argument("--basis", choices=["none", "purchase", "other", "consent"], default="none")
    parser.add_argument("--country", default="", help=_("ISO code for telephones and tax ids without one"))
    parser.add_argument("--currency", default="", help=_("ISO code for amounts without one"))
    goods.configure(parser)
    parser.add_argument("--sheet")
    parser.add_argument("--header-row", type=numbers.row, help=_("row of the titles; 0 where there are none"))
    parser.add_argument("--encoding")
    parser.add_argument("--delimiter", type=_sign, help=_("one sign; \\t is a tab"))
    parser.add_argument("--skip-hidden", action="store_true", help=_("leave out the rows that the workbook hides"))
    bring = _("row to bring though it looks like a total; may be repeated")
    parser.add_argument("--bring", action="append", default=[], type=numbers.row, metavar="N", help=bring)
    parser.add_argument("--keep-capitals", action="store_true", help=_("leave SHOUTED names as they are"))
    parser.add_argument(
        "--doubts", choices=["ask", "same", "two"], default="ask",
        help=_("rows that may be somebody: new and marked, the same, or another"),
    )  # fmt: skip
    parser.add_argument("--doubts-report", type=Path, metavar="FILE", help=_("write those rows into this CSV"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen, write nothing"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))
    parser.add_argument("--user", help=_("as whom; without it, as the system itself"))


def _sign(text: str) -> str:
    """A tab is hard to type on a command line."""
    return "\t" if text == "\\t" else text


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once the file has been read, 2 when it was refused."""
    start(statement_timeout=3600)
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from tendero.kernel import permissions
    from tendero.records.exchange.refusal import Refused

    try:
        with translation.override(speak_of_company()):
            report = _import(options)
    except Refused as refused:
        raise CommandFailed(str(refused)) from refused
    except (permissions.Refused, permissions.Missing) as refused:
        raise CommandFailed(str(refused) or _("nobody of that profile may import it")) from refused
    except ValidationError as invalid:
        raise CommandFailed(" ".join(invalid.messages)) from invalid
    except OSError as problem:
        raise CommandFailed(
            _("%(file)s cannot be read: %(why)s") % {"file": options.file, "why": paths.why(problem)}
        ) from problem
    if options.json:
        print(json.dumps(report, ensure_ascii=False, default=str))
    else:
        _print(report)
    return 0


def _import(options: argparse.Namespace) -> dict[str, Any]:
    from tendero.records.exchange import decisions, intake, running
    from tendero.records.exchange.plan import Plan
    from tendero.records.exchange.reading import Choices

    record, by = _record(options.kind), _actor(options.user)
    values = _values(options, record)
    decisions.prove(Plan.from_dict(values))
    choices = Choices(
        options.sheet,
        options.header_row,
        options.encoding,
        options.delimiter,
        hidden="skip" if options.skip_hidden else None,
        bring=tuple(options.bring) or None,
    )
    with TemporaryDirectory() as folder:
        file = options.file
        if options.join:
            others = [joining.parts(text) for text in options.join]
            file, choices = joining.joined(file, others, Path(folder), choices), Choices(delimiter=",", header_row=1)
        with file.open("rb") as upload:
            batch = intake.begin(record, _Upload(upload, options.file.name), by=by, choices=choices)
    try:
        columns = list(batch.mapping["columns"])
        intake.decide(batch, Plan.from_dict(values, _mapped(options.map, batch, columns, by)))
        goods.settle(batch, options, by=by)
        doubtful = import_doubts.settle(batch, options.doubts, options.doubts_report, by=by)
        if options.dry_run:
            foreseen = running.foresee(batch, by=by)
            return {"file": batch.file_name, "dry_run": True, **_columns(batch), **foreseen, **_told(batch, foreseen)}
        job = running.start(batch, by=by)
    finally:
        if batch.editable:  # a trial, or refused: neither leaves a draft or an answer behind
            import_doubts.forget(batch, by=by)
            intake.discard(batch)
    return _run(batch, job) | {"doubts": doubtful}


def _run(batch: Any, job: Any) -> dict[str, Any]:
    from tendero.kernel.jobs.waiting import finish_here
    from tendero.records.exchange import running
    from tendero.records.models import Import

    job = finish_here(job, "import-command")
    batch.refresh_from_db()
    if batch.state != Import.State.DONE:
        raise CommandFailed(batch.problem or job.error or _("the import stopped"), code=1)
    problems = batch.outcomes.exclude(reason="").order_by("number")[: running.FIRST_PROBLEMS]
    return {
        "file": batch.file_name,
        "import": batch.ref,
        **_columns(batch),
        "counts": batch.counts,
        "also_made": batch.also_made,
        "tally": batch.tally,
        **_told(batch, {"counts": batch.counts, "also_made": batch.also_made, "tally": batch.tally}),
        "rows": batch.rows,
        "problems": [row.values() for row in problems],
    }


def _values(options: argparse.Namespace, record: Any) -> dict[str, Any]:
    """The decisions, proved as far as they can be without the file."""
    from tendero.records.exchange import importers

    importer = importers.of(record.key)
    match = [part.strip() for part in options.match.split(",") if part.strip()] if options.match else None
    _check_match(match, importer)
    tags = [part.strip() for part in (options.tags or "").split(",") if part.strip()]
    values = {
        "match": match, "policy": options.policy, "binned": options.binned, "owner": options.owner or "", "tags": tags,
        "source": options.source, "basis": options.basis, "country": options.country.upper(),
        "currency": options.currency.upper(), "repair": not options.keep_capitals,
    }  # fmt: skip
    given = {name for name in ("owner", "tags", "source", "country", "currency") if values[name]}
    given |= {name for name, usual in (("basis", "none"), ("repair", True)) if values[name] != usual}
    if idle := sorted(given - importer.heeds()):
        option = "--keep-capitals" if idle[0] == "repair" else f"--{idle[0]}"
        raise CommandFailed(
            _("%(option)s means nothing for %(kind)s: leave it out") % {"option": option, "kind": options.kind}
        )
    return values


def _check_match(match: list[str] | None, importer: Any) -> None:
    known = [str(kind) for kind, _label in importer.matches()]
    if match == []:
        raise CommandFailed(_("--match names no kind of key; known: %s") % ", ".join(known))
    wrong = [kind for kind in match or [] if kind not in known]
    if wrong:
        raise CommandFailed(
            _("cannot match by %(wrong)s; known: %(known)s") % {"wrong": ", ".join(wrong), "known": ", ".join(known)}
        )


def _mapped(path: Path | None, batch: Any, columns: list[str], by: Any) -> list[str]:
    """The columns' targets as the file `path` says, or as they are if there is none."""
    from tendero.records.exchange import importers, mapping

    if path is None:
        return columns
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        wrong = {"file": path, "why": json_fault(error)}
        raise CommandFailed(_("%(file)s is not a JSON file: %(why)s") % wrong) from error
    if not isinstance(told, dict):
        raise CommandFailed(_("%s must hold an object: column title to target") % path)
    targets = {target.key for target in importers.of(batch.record_key).targets(by)}
    return mapping.placed(told, batch.mapping["labels"], columns, targets)


def _record(slug: str) -> Any:
    from tendero.records import registry

    record = registry.find(slug)
    if record is None:
        known = ", ".join(known.slug for known in registry.every())
        raise CommandFailed(
            _("there is no kind of record “%(kind)s”; known: %(known)s") % {"kind": slug, "known": known}
        )
    return record


def _actor(name: str | None) -> Any:
    from tendero.identity.models import User
    from tendero.kernel.actor import Actor

    if name is None:
        return Actor.system("command")
    user = User.objects.filter(username__iexact=name, is_active=True).first()
    if user is None:
        raise CommandFailed(_("there is no active user “%s”") % name)
    return user.actor("command")


def _columns(batch: Any) -> dict[str, Any]:
    pairs = zip(batch.mapping["labels"], batch.mapping["columns"], strict=False)
    return {"columns": [{"title": title, "target": target} for title, target in pairs]}


def _told(batch: Any, result: dict[str, Any]) -> dict[str, Any]:
    """The figures in the words of the screens."""
    from tendero.records.exchange.showing import tallied, tally

    parts = tally(batch, result["counts"], result["also_made"])
    told = [{name: part[name] for name in ("key", "label", "count")} for part in parts]
    return {"told": told, "tallied": tallied(batch, result["tally"])}


def _print(report: dict[str, Any]) -> None:
    for column in report["columns"]:
        title = column["title"] or _("(no title)")
        print(f"  {title:<32} -> {column['target'] or '-'}")
    print(ngettext("%(count)s row", "%(count)s rows", report["rows"]) % {"count": report["rows"]})
    for part in report["told"]:
        print(f"  {part['count']:>8}  {part['label']}")
    for part in report["tallied"]:
        print(f"  {part['figure']:>16}  {part['label']}")
    for problem in report["problems"]:
        print("  " + _("row %s") % problem["number"] + f": {problem['reason']}", file=sys.stderr)


class _Upload:
    """A file on disk in the shape of an upload."""

    def __init__(self, file: Any, name: str) -> None:
        self.file, self.name = file, name

    def chunks(self) -> Any:
        while piece := self.file.read(1024 * 1024):
            yield piece
