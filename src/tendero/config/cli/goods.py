"""What a file of sales calls products, on the command line: told in a file of its own, answered there, or joined."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

from ..words import gettext as _
from ..words import ngettext
from . import paths
from .failure import CommandFailed

TITLES = ("name", "code", "lines", "amount", "like", "why", "answer", "key")
"""Columns of the file of names; what is answered stands in `answer`."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `import sales` about names of products."""
    told = _("names of products like one that is known: ask (stop, and list them), new (products), join (the likest)")
    parser.add_argument("--goods", choices=["ask", "new", "join"], help=told)
    listed = _("CSV of those names: written by ask; its answers (yes, new, or the name of a product) are read")
    parser.add_argument("--goods-file", type=Path, metavar="FILE", help=listed)


def settle(batch: Any, options: argparse.Namespace, *, by: Any) -> None:
    """Give the import the answers that the options say. CommandFailed where names are left and they say `ask`."""
    if options.goods is None and options.goods_file is None:
        return
    from tendero.records.exchange import importers, running
    from tendero.sales.actions.importing.answering import answer_names, proposed

    if not isinstance(importers.of(batch.record_key), importers.Asker):
        raise CommandFailed(
            _("%(option)s means nothing for %(kind)s: leave it out") % {"option": "--goods", "kind": options.kind}
        )
    running.foresee(batch, by=by)
    path = options.goods_file
    said_before = _said(path) if path is not None and path.exists() else {}
    if said_before:
        answer_names(batch, _answers(batch, said_before, by), by=by)
    if options.goods == "join":
        answer_names(batch, proposed(batch), by=by)
    if options.goods == "ask" and (left := len(proposed(batch))):
        if path is not None:
            _write(batch, path, said_before)
        said = ngettext(
            "%(count)s name may be a product you have: answer it in %(file)s and run this again",
            "%(count)s names may be products you have: answer them in %(file)s and run this again",
            left,
        )
        raise CommandFailed(said % {"count": left, "file": path or "--goods-file FILE"})


def _said(path: Path) -> dict[str, str]:
    """What the file answers, as it stands there, by the key of each name."""
    with paths.source(str(path)).open(encoding="utf-8-sig", newline="") as file:
        cells = ((row.get("key") or "", (row.get("answer") or "").strip()) for row in csv.DictReader(file))
        return {key: text for key, text in cells if text}


def _answers(batch: Any, said: dict[str, str], by: Any) -> dict[str, str]:
    """The answers that these cells mean; names that the import does not ask about are passed over."""
    from tendero.sales.actions.importing.answering import asked

    known = {one["key"]: one for one in asked(batch)}
    return {key: _answer(known[key], text, by) for key, text in said.items() if key in known}


def _answer(one: dict[str, Any], text: str, by: Any) -> str:
    """The answer that a cell means: yes, new, or the name or code of a product."""
    from tendero.catalog.models import Product
    from tendero.kernel.text import fold
    from tendero.sales.actions.importing.answering import as_product

    if fold(text) in ("si", "yes", "=") and "like" in one:
        return str(one["like"]["answer"])
    if fold(text) in ("nuevo", "new"):
        return "new"
    rows = Product.objects.visible_to(by)
    found = list(rows.filter(code_folded=fold(text))[:2]) or Product.called(rows, text)
    if len(found) != 1:
        raise CommandFailed(_("“%(text)s” is no product, or could be several (of “%(name)s”)")
                            % {"text": text, "name": one["name"]})  # fmt: skip
    return as_product(found[0])


def _write(batch: Any, path: Path, said: dict[str, str]) -> None:
    """Every doubtful name with what it is likest to, and the answers so far beside it."""
    from tendero.kernel.money import from_scaled
    from tendero.records.exchange.formulas import shield
    from tendero.sales.actions.importing.answering import asked, doubtful
    from tendero.sales.queries.naming import REASONS

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for one in filter(doubtful, asked(batch)):
            came_to = " + ".join(f"{from_scaled(total)} {currency}" for currency, total in one["money"].items())
            why = str(REASONS.get(one["like"]["reason"], ""))
            told = one["name"], one["code"], one["lines"], came_to, one["like"]["name"], why
            row = *(shield(str(cell)) for cell in told), said.get(one["key"], ""), one["key"]
            writer.writerow(row)
