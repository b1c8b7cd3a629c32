"""What a newcomer has on his desk: the workbook of his customers and that of his sales, and whom he should call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter
from openpyxl import load_workbook

from tests import dirty_workbook
from tests.dirty_workbook import HEAD, Truth

ROWS: Final = 120
SEED: Final = 8
"""Of this seed three rows look like another one: one is the same customer, two are not."""
LATE: Final = ((110, 90, 70, 50), (96, 76, 56, 36), (141, 111, 81, 51))
"""How many days ago each of the late customers bought; the first has most at stake."""
STEADY: Final = (65, 45, 25, 5)
ONCE: Final = (30,)


@dataclass(frozen=True)
class Customer:
    """A customer as the file of contacts has him, on one row alone and typed well."""

    name: str
    tax_id: str


@dataclass(frozen=True)
class Desk:
    """Both files, what is true of the first, and what the second comes to; `late` by money at stake."""

    contacts: Path
    sales: Path
    truth: Truth
    late: tuple[Customer, ...]
    steady: Customer
    lines: int
    tickets: int
    total: Decimal


def lay(folder: Path, today: dt.date) -> Desk:
    """Write both files."""
    contacts, sales = folder / "clientes.xlsx", folder / "ventas 2026.xlsx"
    truth = dirty_workbook.write(contacts, rows=ROWS, seed=SEED)
    first, second, third, steady, once = _typed_well(contacts, truth)[:5]
    bought = [(first, LATE[0], "410.30"), (second, LATE[1], "238.55"), (third, LATE[2], "95.20")]
    bought += [(steady, STEADY, "500"), (once, ONCE, "1234.50")]
    lines, tickets, total = _write(sales, bought, today)
    return Desk(contacts, sales, truth, (first, second, third), steady, lines, tickets, total)


def _typed_well(path: Path, truth: Truth) -> list[Customer]:
    """Whoever has one row only, and on it a tax id and a name without a comma or shouting."""
    rows = load_workbook(path).worksheets[0].iter_rows(min_row=HEAD + 1, values_only=True)
    parties = list(truth.who.values())
    found = []
    for number, (name, tax_id, *_rest) in enumerate(rows, HEAD + 1):
        alone = number in truth.who and parties.count(truth.who[number]) == 1
        if alone and tax_id and str(tax_id).isalnum() and "," not in str(name) and str(name).istitle():
            found.append(Customer(str(name), str(tax_id).upper()))
    return found


def _write(path: Path, bought: list[tuple[Customer, tuple[int, ...], str]], today: dt.date) -> tuple[int, int, Decimal]:
    """Below a title, amounts as Spain writes them, a ticket of two lines for each purchase, and the sum at the foot."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Ventas")
    sheet.write(0, 0, "LISTADO DE VENTAS")
    sheet.write_row(2, 0, ["Fecha", "Ticket", "Cliente", "NIF", "Artículo", "Cantidad", "Base imponible", "% IVA"])
    row, ticket, total = 3, 0, Decimal()
    for customer, days, coffee in bought:
        for ago in days:
            ticket += 1
            day = (today - dt.timedelta(days=ago)).strftime("%d/%m/%Y")
            for product, amount in (("Café en grano", coffee), ("Portes", "4.50")):
                total += Decimal(amount)
                head = [day, f"T-{ticket:04d}", customer.name.upper(), customer.tax_id]
                sheet.write_row(row, 0, [*head, product, 1, spanish(Decimal(amount)), 10])
                row += 1
    sheet.write_row(row, 0, ["TOTAL", "", "", "", "", "", spanish(total)])
    book.close()
    return row - 3, ticket, total


def spanish(amount: Decimal) -> str:
    """1.234,50."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
