"""``check``: are the configuration and the data whole?"""

from __future__ import annotations

import argparse
import os
import sys

from django.core.checks import CheckMessage

from .. import words
from ..words import gettext as _
from ..words import gettext_noop, ngettext
from .start import start, unanswered, unapplied

SUMMARY = gettext_noop("check configuration and integrity; the exit code tells")
UNSOUND = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help=_("configuration only, without reading the data"))


def run(options: argparse.Namespace) -> int:
    """Print every finding on stderr; exit 0 when there is no error, 1 otherwise.

    A room adds a check of its data with ``@checks.register("integrity", deploy=True)``.
    """
    start(statement_timeout=3600)
    if why := unanswered():
        print(_("error") + ": " + _("the database does not answer: %s") % why, file=sys.stderr)
        return UNSOUND
    from django.core import checks
    from django.db import DatabaseError
    from django.utils import translation

    from .. import soundness

    checks.register(soundness.reached_safely, checks.Tags.security, deploy=True)
    try:
        with translation.override(words.language(os.environ)):
            findings = _pending()
            deep = not options.quick and not findings
            findings += checks.run_checks(include_deployment_checks=deep, databases=["default"])
    except DatabaseError as error:
        print(_("error") + ": " + _("the database does not answer: %s") % error, file=sys.stderr)
        return UNSOUND
    told = [finding for finding in findings if not finding.is_silenced()]
    errors = sum(finding.level >= checks.ERROR for finding in told)
    for finding in told:
        _print(finding, _("error") if finding.level >= checks.ERROR else _("warning"))
    print(ngettext("%s error", "%s errors", errors) % errors if errors else _("well"))
    return UNSOUND if errors else 0


def _print(finding: CheckMessage, kind: str) -> None:
    """One finding and, below it, what to do."""
    place = f"{finding.obj}: " if finding.obj else ""
    print(f"{kind}: {place}{finding.msg} ({finding.id})", file=sys.stderr)
    if finding.hint:
        print(f"  {finding.hint}", file=sys.stderr)


def _pending() -> list[CheckMessage]:
    from django.core import checks

    missing = unapplied()
    if not missing:
        return []
    text = ngettext("%s migration is not applied", "%s migrations are not applied", missing) % missing
    return [checks.Error(text, hint=_("run: ./tendero migrate"), id="tendero.E001")]
