"""``export``: rows of a kind of record to a CSV or Excel file."""

from __future__ import annotations

import argparse
import json
import shutil
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop
from . import paths
from .failure import CommandFailed, json_fault
from .start import speak_of_company, start

SUMMARY = gettext_noop("write contacts, opportunities, tasks... to a CSV or Excel file")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", help=_("parties, opportunities, tasks, activities"))
    parser.add_argument("file", type=paths.target, help=_("its ending says the format: .csv, .xlsx or .vcf"))
    parser.add_argument(
        "--filter", help=_('the filter language, as JSON: {"field": "city", "op": "eq", "value": "Sevilla"}')
    )
    parser.add_argument("--columns", help=_("names of fields, by comma; without it, all of them"))
    parser.add_argument("--comma", action="store_true", help=_("separate a CSV by comma instead of semicolon"))
    parser.add_argument("--vcard", choices=["4.0", "3.0"], default="4.0", help=_("version of a file of cards (.vcf)"))
    parser.add_argument("--user", help=_("as whom; without it, as the system itself"))


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once the file is written, 2 when it was refused."""
    start(statement_timeout=3600)
    from django.utils import translation

    from tendero.kernel.permissions import Missing, Refused

    try:
        with translation.override(speak_of_company()):
            count = _export(options)
    except (Refused, Missing) as refused:
        raise CommandFailed(str(refused) or _("nobody of that profile may export it")) from refused
    except OSError as problem:
        raise paths.cannot_write(options.file, problem) from problem
    print(_("%(count)s rows in %(file)s") % {"count": count, "file": options.file})
    return 0


def _export(options: argparse.Namespace) -> int:
    from tendero.kernel import permissions
    from tendero.records import filters
    from tendero.records.export import logging, write_export
    from tendero.records.rows import Rows

    from .import_file import _actor, _record

    record, by = _record(options.kind), _actor(options.user)
    permissions.require(by, "export", record.key)
    told = _filter(options.filter)
    try:
        chosen = filters.read(record, told, by) if told else None
        rows = Rows(record, by, chosen, verb="export")
    except filters.FilterError as wrong:
        raise CommandFailed(_("the filter is wrong: %s") % wrong) from wrong
    columns, format = _columns(record, options.columns, by), _format(options)
    final = options.file.resolve()
    draft = final.with_name(f".{final.name[:200]}.part")
    try:
        draft.touch()
        if final.exists():
            shutil.copymode(final, draft)  # who may read it stays as it was
        # It is logged now that it can be written: the log tells of nothing that never left.
        logging.log(record, rows.count().number, columns, final.suffix, {"filter": told}, "command", by=by)
        count = write_export(record, rows, columns, draft, format, by)
        draft.replace(final)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _format(options: argparse.Namespace) -> Any:
    from tendero.records.export import FORMATS

    if options.file.suffix.lower() == ".xlsx":
        if options.comma:
            raise CommandFailed(_("a workbook has no separator: --comma is for CSV files"))
        return FORMATS["xlsx"]
    if options.file.suffix.lower() == ".vcf":
        if options.kind != "parties":
            raise CommandFailed(_("only contacts leave as cards (.vcf)"))
        return FORMATS["vcf-3" if options.vcard == "3.0" else "vcf-4"]
    if options.file.suffix.lower() not in {".csv", ".txt"}:
        raise CommandFailed(_("the file must end in .csv, .xlsx or .vcf"))
    return FORMATS["csv-comma" if options.comma else "csv-semicolon"]


def _columns(record: Any, told: str | None, by: Any) -> list[str]:
    fields = {name: field for name, field in record.fields_for(by).items() if not field.seek_only}
    wanted = [name.strip() for name in told.split(",") if name.strip()] if told else list(fields)
    if not wanted:
        raise CommandFailed(_("--columns names no field; known: %s") % ", ".join(fields))
    unknown = [name for name in wanted if name not in fields]
    if unknown:
        raise CommandFailed(
            _("there is no field %(unknown)s; known: %(known)s")
            % {"unknown": ", ".join(unknown), "known": ", ".join(fields)}
        )
    return wanted


def _filter(text: str | None) -> dict[str, Any]:
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise CommandFailed(_("the filter is not JSON: %s") % json_fault(error)) from error
    if not isinstance(told, dict):
        raise CommandFailed(_("the filter must be a JSON object"))
    return told
