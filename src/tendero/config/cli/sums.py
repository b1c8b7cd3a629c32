"""``sums``: all that is kept of the sales, worked out anew."""

from __future__ import annotations

import argparse
import json
import time

from ..words import gettext as _
from ..words import gettext_noop
from .start import start

SUMMARY = gettext_noop("work out anew what is kept of the sales: sums, and how often customers buy")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print the figures as JSON"))


def run(options: argparse.Namespace) -> int:
    """Exit 0. Nothing is lost by it: sums and rhythms follow from the sales alone."""
    start(statement_timeout=3600)
    from tendero.insight import actions as insight
    from tendero.metrics import actions as metrics

    started = time.perf_counter()
    contacts = metrics.recompute_all()
    middle = time.perf_counter()
    sums = insight.rebuild()
    done = {
        "contacts": contacts,
        "contacts_s": round(middle - started, 1),
        "sums": sums,
        "sums_s": round(time.perf_counter() - middle, 1),
    }
    if options.json:
        print(json.dumps(done))
    else:
        print(
            _("%(contacts)s customers in %(contacts_s)s s, %(sums)s sums in %(sums_s)s s")
            % {name: str(value) for name, value in done.items()}
        )
    return 0
