"""``seed``: a synthetic company, for measuring."""

from __future__ import annotations

import argparse
import json
import sys

from .. import words
from ..words import gettext as _
from ..words import gettext_noop
from . import numbers
from .start import start

SUMMARY = gettext_noop("fill the database with a synthetic Spanish company, for measuring")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parties", type=numbers.rows, default=1000)
    parser.add_argument("--activities", type=numbers.rows, default=0)
    parser.add_argument("--opportunities", type=numbers.rows, default=0)
    parser.add_argument("--sales", type=numbers.rows, default=0, help=_("lines of sales, in three years"))
    parser.add_argument("--seed", type=numbers.whole, default=2026, help=_("the same number makes the same company"))
    parser.add_argument("--json", action="store_true", help=_("print the figures as JSON"))


def run(options: argparse.Namespace) -> int:
    start(statement_timeout=3600)
    from tendero.demo.actions.synthetic import seed

    from .migrate import bring_up_to_date

    bring_up_to_date()
    told = words.of_room("demo")
    done = seed(
        parties=options.parties,
        activities=options.activities,
        opportunities=options.opportunities,
        sales=options.sales,
        chance_seed=options.seed,
        say=lambda text, **values: print(f"tendero: {told(text) % values}", file=sys.stderr, flush=True),
    )
    rate = round(done.parties / done.party_seconds) if done.party_seconds else 0
    if options.json:
        print(json.dumps({"parties": done.parties, "seconds": round(done.seconds, 1), "parties_per_s": rate}))
    else:
        print(
            _("%(count)s contacts, %(rate)s a second; everything in %(seconds)s s")
            % {"count": done.parties, "rate": rate, "seconds": f"{done.seconds:.1f}"}
        )
    return 0
