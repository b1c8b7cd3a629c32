"""``restore``: a copy back into an empty place."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from ..words import gettext as _
from ..words import gettext_noop, ngettext
from . import copying, paths
from .start import start

if TYPE_CHECKING:
    from tendero.kernel import backup

SUMMARY = gettext_noop("put a copy back into an empty place; outgoing mail stays off until a person says go")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=paths.source, help=_("a copy made by tendero backup"))
    parser.add_argument("--check", action="store_true", help=_("only look whether the copy is whole"))
    copying.configure_output(parser)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once everything is in its place (or found whole), 2 when refused: then nothing has been written."""
    start(statement_timeout=86_400)
    from tendero.kernel import backup

    begun = time.monotonic()
    with copying.in_words(options.file):
        copy = backup.check(options.file)
        if not options.check:
            copying.refuse_without_database()
            forgotten = _restore(copy, options)
    if options.json:
        manifest = copy.manifest
        told = {"rows": manifest.rows, "documents": len(manifest.files), "moment": manifest.moment}
        print(json.dumps(told | {"tables": {name: part.rows for name, part in manifest.tables.items()}}))
    elif not options.quiet:
        _tell(copy, time.monotonic() - begun, forgotten=None if options.check else forgotten)
    return 0


def _restore(copy: backup.Copy, options: argparse.Namespace) -> int:
    """How many second factors could not be kept."""
    from django.conf import settings

    from tendero.access.actions import after_restore
    from tendero.kernel import backup
    from tendero.kernel.actor import Actor

    same_key = backup.key_mark(settings.SECRET_KEY) == copy.manifest.key
    forgotten: list[int] = []

    def finish() -> None:
        by = Actor.system("command")
        forgotten.append(after_restore(moment=copy.manifest.moment, same_key=same_key, by=by))

    backup.restore(copy, finish=finish, say=copying.Steps(quiet=options.quiet or options.json))
    return forgotten[0]


def _tell(copy: backup.Copy, seconds: float, *, forgotten: int | None) -> None:
    manifest = copy.manifest
    line = _("%(file)s: whole; a copy of %(moment)s with %(rows)s rows and %(documents)s documents")
    values = {"file": copy.path, "moment": manifest.moment[:16].replace("T", " ") + " UTC", "rows": manifest.rows}
    print(line % (values | {"documents": len(manifest.files)}))
    if forgotten is None:
        return
    print(_("restored in %s s; every table and document is as in the copy") % f"{seconds:.1f}")
    print(_("no mail leaves until you say so, in the settings or with: ./tendero mail --resume"))
    if forgotten:
        text = ngettext(
            "%s second factor was sealed with another secret key and is gone: its owner sets it up again",
            "%s second factors were sealed with another secret key and are gone: their owners set them up again",
            forgotten,
        )
        print(text % forgotten)
