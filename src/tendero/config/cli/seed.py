"""``seed``: a synthetic company, for measuring."""

from __future__ import annotations

import argparse
import json
import sys

from .start import start

SUMMARY = "fill the database with a synthetic Spanish company, for measuring"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parties", type=int, default=1000)
    parser.add_argument("--activities", type=int, default=0)
    parser.add_argument("--opportunities", type=int, default=0)
    parser.add_argument("--seed", type=int, default=2026, help="the same number makes the same company")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    start(statement_timeout=3600)
    from tendero.demo.actions.synthetic import seed

    from .migrate import bring_up_to_date

    bring_up_to_date()
    done = seed(
        parties=options.parties,
        activities=options.activities,
        opportunities=options.opportunities,
        chance_seed=options.seed,
        say=lambda text: print(f"tendero: {text}", file=sys.stderr, flush=True),
    )
    rate = round(done.parties / done.party_seconds) if done.party_seconds else 0
    if options.json:
        print(json.dumps({"parties": done.parties, "seconds": round(done.seconds, 1), "parties_per_s": rate}))
    else:
        print(f"{done.parties} parties, {rate} a second; everything in {done.seconds:.1f} s")
    return 0
