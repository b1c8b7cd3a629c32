"""Files to import, as other programs write them: synthetic contacts, and tickets with their lines."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

LINES_A_TICKET: Final = 3
LINES_A_CUSTOMER: Final = 25
PRODUCTS: Final = 1_200
DAYS: Final = 800
_CHANNELS: Final = ("Tienda", "Web", "Teléfono")
_PAYMENTS: Final = ("Efectivo", "Tarjeta", "Transferencia", "Bizum")


def contacts(path: Path, count: int) -> Path:
    """A CSV of so many people with what reaches them; the file."""
    titles = ["nombre", "apellidos", "email", "teléfono", "NIF", "dirección", "código postal", "ciudad"]
    return _written(path, titles, _contacts(count), ",")


def tickets(path: Path, lines: int) -> Path:
    """A CSV with a row for each of so many lines sold, three a ticket, up to today; the file."""
    titles = ["Ticket", "Fecha", "Cliente", "NIF", "Código", "Artículo", "Cantidad", "Precio", "% IVA", "Importe",
              "Canal", "Forma de pago"]  # fmt: skip
    return _written(path, titles, _tickets(lines), ";")


def _written(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(titles)
        writer.writerows(rows)
    return path


def _contacts(count: int) -> Iterator[Sequence[object]]:
    from tendero.demo.rules import folk, words

    chance = Random(7)
    for number in range(count):
        one = folk.person(chance, words.SPAIN)
        surnames, email = f"{one.last_name} {one.second_last_name}", one.email.replace("@", f".{number}@")
        yield one.first_name, surnames, email, one.phone_shown, one.tax_id, one.street, one.postal_code, one.city


def _tickets(lines: int) -> Iterator[Sequence[object]]:
    from tendero.demo.rules import folk, words

    chance, first = Random(7), dt.datetime.now(dt.UTC).date() - dt.timedelta(days=DAYS)
    people = [folk.person(chance, words.SPAIN) for _ in range(max(1, lines // LINES_A_CUSTOMER))]
    goods = [(f"P{at:04}", f"Artículo {at}", chance.randrange(100, 30_000)) for at in range(PRODUCTS)]
    for line in range(lines):
        ticket = line // LINES_A_TICKET
        if line % LINES_A_TICKET == 0:
            one, channel, payment = chance.choice(people), chance.choice(_CHANNELS), chance.choice(_PAYMENTS)
            who = f"{one.first_name} {one.last_name} {one.second_last_name}", one.tax_id
            day = first + dt.timedelta(days=line * DAYS // lines)
        (code, name, cents), quantity = chance.choice(goods), chance.randint(1, 3)
        sold = code, name, quantity, _euros(cents), 21, _euros(cents * quantity)
        yield f"T-{ticket:07}", f"{day:%d/%m/%Y}", *who, *sold, channel, payment


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
