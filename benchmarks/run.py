"""The whole benchmark: seed, serve, measure, compare. Run by `./tendero bench`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import files, limits, screens, target
from benchmarks.client import Client
from benchmarks.target import Target

TIMES = 60
IMPORT_ROWS = 100_000


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tendero bench")
    parser.add_argument("--json", action="store_true", help="one JSON object a line per engine")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the company; 1 is the size of the README")
    parser.add_argument("--engine", choices=sorted(target.SIZES), help="only this engine")
    parser.add_argument("--keep", action="store_true", help="leave PostgreSQL's database there, to look closer at it")
    options = parser.parse_args(arguments)
    engines = [options.engine] if options.engine else ["postgresql", "sqlite"]
    if not os.environ.get("TENDERO_TEST_POSTGRES"):
        engines = [engine for engine in engines if engine != "postgresql"]
        print("bench: PostgreSQL is left out; set TENDERO_TEST_POSTGRES to a server's address", file=sys.stderr)
    for engine in engines:
        first = first_sales(engine, options.scale)
        with (
            tempfile.TemporaryDirectory() as folder,
            target.made(engine, options.scale, Path(folder), options.keep) as found,
        ):
            result = measured(found, Path(folder), options.scale) | first
        print(json.dumps(result) if options.json else table(result), flush=True)
    return 0


def measured(found: Target, folder: Path, scale: float) -> dict[str, Any]:
    """Everything about one engine."""
    parties, activities, opportunities, sales = found.size
    say(f"{found.engine}: seeding {parties:,} parties, {activities:,} activities, {sales:,} lines of sales")
    counts = ["--parties", parties, "--activities", activities, "--opportunities", opportunities, "--sales", sales]
    seeded = json.loads(found.run("seed", *map(str, counts), "--json"))
    say(f"{found.engine}: working out what is kept of the sales")
    kept = json.loads(found.run("sums", "--json"))
    facts = found.ask(screens.PREPARE)
    with target.served(found):
        say(f"{found.engine}: asking the screens")
        client = Client(found.port, facts["sessions"]["beto"], screens.CSRF)
        director = Client(found.port, facts["sessions"]["ana"], screens.CSRF)
        timed = screens.Screens(client, facts, TIMES, director).all()
        bounds = limits.limits(found, client, TIMES)
        memory = found.web_rss_mb()
    rows = max(1000, int(IMPORT_ROWS * scale))
    say(f"{found.engine}: importing {rows:,} rows")
    return {
        "engine": found.engine,
        "size": {"parties": parties, "activities": activities, "opportunities": opportunities, "sales": sales},
        "screens": [asdict(screen) for screen in timed],
        "limits": bounds,
        "import_rows_per_s": import_rate(found, "parties", files.contacts(folder / "contacts.csv", rows), rows),
        "kept": kept,
        "seed_parties_per_s": seeded["parties_per_s"],
        "web_rss_mb": memory,
    }


def first_sales(engine: str, scale: float) -> dict[str, Any]:
    """The first file of a company's sales, a quarter of the lines of the benchmark, into an empty database."""
    with tempfile.TemporaryDirectory() as folder, target.made(engine, scale, Path(folder)) as found:
        lines = max(3000, found.size[3] // 4)
        say(f"{engine}: importing {lines:,} lines of sales into an empty database")
        found.run("migrate")
        rate = import_rate(found, "sales", files.tickets(Path(folder) / "sales.csv", lines), lines)
    return {"sales_lines": lines, "sales_lines_per_s": rate}


def import_rate(found: Target, kind: str, file: Path, count: int) -> int:
    """Rows a second of a CSV through the command, all that follows from them included."""
    started = time.perf_counter()
    found.run("import", kind, str(file), "--json")
    return round(count / (time.perf_counter() - started))


def table(result: dict[str, Any]) -> str:
    """The figures as people read them."""
    size = result["size"]
    lines = [
        f"\n{result['engine']}: {size['parties']:,} parties, {size['activities']:,} activities, {size['sales']:,} lines"
    ]
    lines.append(f"  {'screen':<38}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}")
    lines += [
        f"  {row['name']:<38}{row['p50_ms']:>8}{row['p95_ms']:>8}{row['queries']:>9}" for row in result["screens"]
    ]
    for row in result["limits"]:
        figures = f"{row['p50_ms']:>8}{row['p95_ms']:>8}" if "p50_ms" in row else f"{row['rows_per_s']:>8,}"
        lines.append(f"  limit: {row['name']:<31}{figures}")
    lines.append(
        f"  import {result['import_rows_per_s']:,} rows a second; seed {result['seed_parties_per_s']:,} a second"
    )
    lines.append(f"  first {result['sales_lines']:,} lines of sales: {result['sales_lines_per_s']:,} a second")
    kept = result["kept"]
    lines.append(f"  rhythms of {kept['contacts']:,} customers in {kept['contacts_s']} s")
    lines.append(f"  {kept['sums']:,} sums of their sales in {kept['sums_s']} s")
    lines.append(f"  web process {result['web_rss_mb']} MB")
    return "\n".join(lines)


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
