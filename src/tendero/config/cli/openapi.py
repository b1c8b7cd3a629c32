"""``openapi``: the document of the API, printed or written to ``docs/openapi.json``."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from . import paths
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop("print the OpenAPI document of the API, write it (--write) or compare it (--check)")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help=_("write docs/openapi.json"))
    parser.add_argument("--check", action="store_true", help=_("fail when docs/openapi.json is another"))
    parser.add_argument("--file", type=paths.target, default=Path("docs/openapi.json"))


def run(options: argparse.Namespace) -> int:
    """Exit 0, or 1 when the file compared is another."""
    start()
    from tendero.records.rest import document

    text = document.text()
    if options.write:
        paths.write(options.file, text)
    elif options.check:
        if not options.file.exists() or options.file.read_bytes() != text.encode():
            raise CommandFailed(_("%s is not up to date: run `tendero openapi --write`") % options.file)
    else:
        print(text, end="")
    return 0
