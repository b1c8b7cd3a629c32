"""How sales are imported: where columns may go, and what the titles of other programs mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from tendero.directory.models import Party
from tendero.directory.rules.import_labels import guess_target
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.money import from_scaled
from tendero.records import registry
from tendero.records.exchange import importers
from tendero.records.exchange.generic import FieldImporter
from tendero.records.exchange.importers import Session, Tallied, Target
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.rows import ID
from tendero.records.fields import Text
from tendero.sales.actions.importing import SalesSession
from tendero.sales.actions.importing.reading import stated_amount
from tendero.sales.actions.importing.targets import CUSTOMER, DAY, FIGURES, WHO
from tendero.sales.models import Sale
from tendero.sales.rules.file_titles import guess
from tendero.ui import words

_DOCUMENT: Final = _("Document")
_LINE: Final = _("What was sold")
_BUYER: Final = _("Who bought")
_OURS: Final = _("Files that we exported")
_FIXED: Final = (
    Target("date", DAY, _DOCUMENT),
    Target("hour", _("Hour"), _DOCUMENT),
    Target("number", _("Number of ticket or invoice"), _DOCUMENT, effect=_("Rows of one number and day are one sale")),
    Target("kind", _("Sale or return"), _DOCUMENT),
    Target("currency", _("Currency"), _DOCUMENT),
    Target("channel", _("Channel"), _DOCUMENT, effect=_("Creates those that are missing")),
    Target("store", _("Shop"), _DOCUMENT, effect=_("Creates those that are missing")),
    Target("payment", _("Means of payment"), _DOCUMENT, effect=_("Creates those that are missing")),
    Target("seller", _("Seller"), _DOCUMENT),
    Target("note", _("Note"), _DOCUMENT),
    Target("product_code", _("Product code"), _LINE, effect=_("Finds or creates the product")),
    Target("product", _("Product"), _LINE, effect=_("Finds or creates the product")),
    Target("family", _("Family of the product"), _LINE, effect=_("Of the new ones")),
    Target("text", _("Description"), _LINE),
    Target("quantity", FIGURES["quantity"], _LINE),
    Target("price", FIGURES["price"], _LINE),
    Target("discount", FIGURES["discount"], _LINE),
    Target("tax", FIGURES["tax"], _LINE),
    Target("amount", FIGURES["amount"], _LINE, effect=_("Counts as it stands")),
    Target("tax_amount", FIGURES["tax_amount"], _LINE),
    Target("total", FIGURES["total"], _LINE, effect=_("Counts as it stands; the tax comes off")),
    Target("cost", FIGURES["cost"], _LINE),
    Target("unit_cost", FIGURES["unit_cost"], _LINE),
    Target("margin", FIGURES["margin"], _LINE),
)
_GUARDED: Final = {"cost": "cost", "unit_cost": "cost", "margin": "margin"}
"""Targets that say what a hidden field of the sale would."""

_MADE: Final = (
    ("documents", _("Sales (documents)")),
    ("customers", _("New customers")),
    ("products", _("New products")),
)


class SaleImporter(FieldImporter):
    """Implements `records.exchange.importers.Importer` for sales: a file of ours goes the way of all records."""

    def targets(self, actor: Actor) -> Sequence[Target]:
        """Where a column may go, without what this actor may not know of or not write, the customer's card included."""
        closed = _closed(actor, Sale.record_key)
        hides = closed & {"cost", "margin"}
        fixed = [
            t for t in _FIXED if t.key not in closed and not (hides and t.key in _GUARDED)
        ]  # fmt: skip
        buyers = {target.key: target for target in importers.of(Party.record_key).targets(actor)}
        who = [
            Target(f"{CUSTOMER}{key}", found.label, _BUYER, found.many, found.effect)
            for key in WHO
            if (found := buyers.get(key)) is not None and "party" not in closed
        ]
        taken = {target.key for target in fixed}
        ours = [replace(t, group=_OURS) for t in super().targets(actor) if t.key not in taken]
        return [*fixed, *who, *ours]

    def guess(self, label: str) -> str:
        """A title of sales first; else one of contacts, whoever bought; a bare code may be a supplier's."""
        if told := guess(label):
            return told
        key = guess_target(label)
        return f"{CUSTOMER}{key}" if key in WHO and key not in ("reference", "id") else ""

    def matches(self) -> Sequence[tuple[str, Text]]:
        """Number and day, or all that the row says."""
        return [("document", _("Number and day; without number, the whole row"))]

    def also(self) -> Text:
        """Told by `tallied`."""
        return ""

    def tallied(self, tally: Mapping[str, int]) -> Sequence[Tallied]:
        """Documents, customers and products made; what the file comes to beside what is stored, by currency."""
        named = (
            ("documents", _("Sales (documents)")),
            ("customers", _("New customers")),
            ("products", _("New products")),
        )
        told = [Tallied(key, label, words.number(tally[key])) for key, label in named if tally.get(key)]
        for name in sorted(tally):
            if name.startswith("file:"):
                currency = name.removeprefix("file:")
                stored = tally.get(f"stored:{currency}", 0)
                told += [
                    Tallied(name, _("The file adds up to"), words.amount(from_scaled(tally[name]), currency)),
                    Tallied(f"stored:{currency}", _("Stored of it"), words.amount(from_scaled(stored), currency),
                            doubt=stored != tally[name]),
                ]  # fmt: skip
        if "stated" in tally and len(currencies := [name for name in tally if name.startswith("file:")]) == 1:
            currency = currencies[0].removeprefix("file:")
            figure = words.amount(from_scaled(tally["stated"]), currency)
            doubt = tally["stated"] != tally[currencies[0]]
            told.append(Tallied("stated", _("Total that the file itself states"), figure, doubt=doubt))
        return told

    def stated(self, plan: Plan, formats: Formats, cells: Sequence[str]) -> int | None:
        """The figure of its row of totals under the column that counts: the amount, else the one with tax."""
        key = next((key for key in ("amount", "total") if key in plan.columns), "")
        at = plan.columns.index(key) if key else len(cells)
        return stated_amount(cells[at], formats) if at < len(cells) and cells[at] else None

    def heeds(self) -> frozenset[str]:
        """What concerns new customers, and the currency of a file that says none."""
        return frozenset({"owner", "tags", "source", "country", "currency", "repair"})

    def session(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> Session:
        """One of lines and tickets; of whole records where the file bears our references."""
        if ID not in plan.columns:
            return SalesSession(plan, formats, by=by, origin=origin)
        anew = plan.match is not None and "document" not in plan.match
        return super().session(replace(plan, match=() if anew else None), formats, by=by, origin=origin)


def _closed(actor: Actor, record_key: str) -> frozenset[str]:
    return permissions.hidden_fields(actor, record_key) | permissions.readonly_fields(actor, record_key)


importers.declare(Sale.record_key, SaleImporter(registry.get(Sale.record_key)))
