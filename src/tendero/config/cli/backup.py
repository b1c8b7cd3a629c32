"""``backup``: everything in one file."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING

from ..words import gettext as _
from ..words import gettext_noop
from . import copying, paths
from .failure import CommandFailed
from .start import start, unapplied

if TYPE_CHECKING:
    from tendero.kernel import backup

SUMMARY = gettext_noop("copy everything, documents too, into one file; the program may go on working")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=paths.target, help=_("the copy to make, such as copy.zip"))
    parser.add_argument("--force", action="store_true", help=_("write over a file that is there"))
    copying.configure_output(parser)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once the copy is on the disk, 2 when it was refused; a file that was there stays until then."""
    if options.file.exists() and not options.force:
        raise CommandFailed(_("%s is there already; --force writes over it") % options.file)
    start(statement_timeout=3600)
    copying.refuse_without_database()
    from django.db import connection

    from tendero.kernel import backup
    from tendero.kernel.backup import keeping

    if not connection.introspection.table_names():
        raise CommandFailed(_("there is nothing to copy: the database is empty; run: ./tendero migrate"))
    begun = time.monotonic()
    with copying.in_words(options.file):
        written = backup.write(options.file.absolute(), say=copying.Steps(quiet=options.quiet or options.json))
    if not unapplied():
        keeping.noted()
    tell(written, time.monotonic() - begun, options)
    return 0


def tell(written: backup.Written, seconds: float, options: argparse.Namespace) -> None:
    """What was made, in a line or as JSON; documents that the disk has lost are told in any case."""
    manifest = written.manifest
    if manifest.lost:
        lost = _("documents that are not on the disk any more, and not in the copy: %s")
        print(f"tendero: {lost % ', '.join(manifest.lost[:20])}", file=sys.stderr)
    if options.json:
        told = {"file": str(written.path), "size": written.size, "seconds": round(seconds, 1), "rows": manifest.rows}
        told |= {"documents": len(manifest.files), "lost": manifest.lost, "moment": manifest.moment}
        print(json.dumps(told, ensure_ascii=False))
    elif not options.quiet:
        line = _("%(file)s: %(size)s, %(rows)s rows and %(documents)s documents in %(seconds)s s")
        values = {"file": written.path, "size": copying.size(written.size), "rows": manifest.rows}
        print(line % (values | {"documents": len(manifest.files), "seconds": f"{seconds:.1f}"}))
