"""A workbook as an owner keeps it for ten years, and the truth about it: who each row is, and which rows are nobody.

Everybody in it is invented by the demo's rules (`demo.rules.folk`). The same seed gives the same workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import xlsxwriter

from tendero.demo.rules import folk, words
from tendero.demo.rules.folk import Folk

TITLES: Final = (
    "Cliente", "NIF", "Teléfonos", "E-mail", "Dirección", "C.P.", "Población", "Persona de contacto", "Cargo",
    "Etiquetas", "Publicidad",
)  # fmt: skip
HEAD: Final = 3
"""The titles stand in this row of the sheet, below what the sheet is called and a blank one."""
PAGE: Final = 55
_BARE: Final = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")
DAMAGED: Final = "6,55E+08"


@dataclass
class Truth:
    """`who` gives the party of each row of the sheet by number; `nobody` are the rows of no customer.

    `objects` are the parties of whom some row says no to advertising; `firms` those that bring a person of their own.
    """

    rows: int = 0
    who: dict[int, int] = field(default_factory=dict)
    nobody: set[int] = field(default_factory=set)
    objects: set[int] = field(default_factory=set)
    with_contact: int = 0
    damaged: set[int] = field(default_factory=set)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Every two rows of one party, the first one first."""
        return pairs_of(self.who)

    @property
    def parties(self) -> int:
        """How many customers there are in truth."""
        return len(set(self.who.values()))


def pairs_of(groups: dict[int, int]) -> set[tuple[int, int]]:
    """Every two rows of one group."""
    by_group: dict[int, list[int]] = {}
    for row in sorted(groups):
        by_group.setdefault(groups[row], []).append(row)
    return {(one, other) for rows in by_group.values() for at, one in enumerate(rows) for other in rows[at + 1 :]}


def write(path: Path, *, rows: int = 3000, seed: int = 20240) -> Truth:
    """Write the workbook; `rows` are those of customers."""
    chance, truth = Random(seed), Truth()
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("Clientes")
    sheet.write(0, 0, "LISTADO DE CLIENTES")
    sheet.write_row(HEAD - 1, 0, TITLES)
    number = HEAD
    for told, cells in _lines(chance, rows, truth):
        if told and len(truth.who) and len(truth.who) % PAGE == 0:
            number = _page_end(sheet, number, truth)
        number += 1
        if not told:
            continue  # a blank row
        sheet.write_row(number - 1, 0, cells)
        truth.who[number] = told
        if cells[10] in ("N", "No", "NO"):
            truth.objects.add(told)
        if DAMAGED in cells[2]:
            truth.damaged.add(number)
    number += 1
    sheet.write_row(number - 1, 0, ["TOTAL CLIENTES", len(truth.who)])
    truth.nobody.add(number)
    truth.rows = number
    book.close()
    return truth


def _page_end(sheet: Any, number: int, truth: Truth) -> int:
    """At the end of a page its sum, and at the head of the next the titles again."""
    sheet.write_row(number, 0, ["Total página", PAGE])
    sheet.write_row(number + 1, 0, TITLES)
    truth.nobody |= {number + 1, number + 2}
    return number + 2


def _lines(chance: Random, rows: int, truth: Truth) -> Iterator[tuple[int, list[str]]]:
    """Each row's party (0 for a blank row) and its cells; some parties come again, spoilt, within the next rows."""
    waiting: list[tuple[int, Folk]] = []
    made, party = 0, 0
    last = None
    while made < rows:
        if waiting and chance.random() < 0.12:
            told, someone = waiting.pop(chance.randrange(len(waiting)))
            yield told, _cells(chance, _spoilt(chance, someone), truth, again=True)
        else:
            party += 1
            someone = _somebody(chance, last)
            last = someone
            yield party, _cells(chance, someone, truth)
            waiting += [(party, someone)] * chance.choices((0, 1, 2), (86, 11, 3))[0]
        made += 1
        if chance.random() < 0.02:
            yield 0, []


def _somebody(chance: Random, last: Folk | None) -> Folk:
    """A person or a company; now and then somebody of the family of the last, or another of the same name elsewhere."""
    someone = (folk.company if chance.random() < 0.3 else folk.person)(chance, words.ARAGON)
    if last is not None and not someone.organisation and not last.organisation:
        if chance.random() < 0.02:  # a family: the telephone and the address are the same
            someone.phone, someone.phone_shown = last.phone, last.phone_shown
            someone.street, someone.postal_code, someone.city = last.street, last.postal_code, last.city
        elif chance.random() < 0.01:  # another of the same name
            for name in ("name", "first_name", "last_name", "second_last_name"):
                setattr(someone, name, getattr(last, name))
    return someone


def _spoilt(chance: Random, someone: Folk) -> Folk:
    """The same party as somebody else typed it years later: every time something else is wrong or missing."""
    other = replace(someone)
    if chance.random() < 0.35:
        other.phone_shown = f"{chance.randrange(600, 700)} {chance.randrange(1000):03d} {chance.randrange(1000):03d}"
    if chance.random() < 0.45:
        other.email = ""
    if chance.random() < 0.5:
        other.tax_id = ""
    if chance.random() < 0.5:
        _typo(chance, other)
    if chance.random() < 0.25:
        other.second_last_name = ""
    if chance.random() < 0.2:
        other.street = other.postal_code = ""
    if not other.organisation:
        other.name = " ".join(part for part in (other.first_name, other.last_name, other.second_last_name) if part)
    return other


def _typo(chance: Random, someone: Folk) -> None:
    """One letter left out, doubled or turned round with the next, in the longest word of the name."""
    field_name = "name" if someone.organisation else "last_name"
    text = getattr(someone, field_name)
    word = max(text.split(), key=len)
    if len(word) < 4:
        return
    at = chance.randrange(1, len(word) - 2)
    slip = chance.randrange(3)
    if slip == 0:
        wrong = word[:at] + word[at + 1 :]
    elif slip == 1:
        wrong = word[:at] + word[at] + word[at:]
    else:
        wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    setattr(someone, field_name, text.replace(word, wrong, 1))


def _cells(chance: Random, someone: Folk, truth: Truth, *, again: bool = False) -> list[str]:
    """One row, written in one of the many ways of ten years."""
    contact, job = "", ""
    if someone.organisation and not again and chance.random() < 0.25:
        contact = folk.person(chance, words.ARAGON).name
        job = chance.choice(words.POSITIONS)
        truth.with_contact += 1
    street, code, city = _place(chance, someone)
    publicity = chance.choices(("", "S", "Sí", "N", "No"), (70, 15, 5, 7, 3))[0]
    tags = chance.choices(("", "vip", "vip, mayorista", "hostelería; moroso"), (80, 10, 5, 5))[0]
    return [
        _name(chance, someone), _tax_id(chance, someone), _phones(chance, someone, again), _emails(chance, someone),
        street, code, city, contact, job, tags, publicity,
    ]  # fmt: skip


def _name(chance: Random, someone: Folk) -> str:
    """As it is said, surnames first, SHOUTED, without accents, with its legal form."""
    name = someone.name
    if someone.organisation:
        name = someone.legal_name if chance.random() < 0.4 and someone.name in someone.legal_name else name
    elif chance.random() < 0.3:
        surnames = f"{someone.last_name} {someone.second_last_name}".strip()
        name = f"{surnames}, {someone.first_name}"
    if chance.random() < 0.35:
        name = name.upper()
    if chance.random() < 0.15:
        name = name.translate(_BARE)
    return f"  {name} " if chance.random() < 0.05 else name


def _tax_id(chance: Random, someone: Folk) -> str:
    """With points, with a dash, or not at all."""
    told = someone.tax_id
    if not told or chance.random() < 0.45:
        return ""
    if chance.random() < 0.15:
        return f"{told[:-1]}-{told[-1]}"
    return told.lower() if chance.random() < 0.1 else told


def _phones(chance: Random, someone: Folk, again: bool) -> str:
    """One, two with a note, without spaces, or damaged by Excel."""
    told = someone.phone_shown
    if chance.random() < 0.01 and not again:
        return DAMAGED
    if chance.random() < 0.08:
        return ""
    if chance.random() < 0.12:
        more = f"{chance.randrange(976_000_000, 976_999_999)}"
        return f"{told} / {more} ({chance.choice(words.WOMEN)})"
    return told.replace(" ", "") if chance.random() < 0.5 else told


def _emails(chance: Random, someone: Folk) -> str:
    """One, two, in capitals, or none."""
    if not someone.email or chance.random() < 0.35:
        return ""
    if chance.random() < 0.06:
        return f"{someone.email}; otro.{someone.email}"
    return someone.email.upper() if chance.random() < 0.1 else someone.email


def _place(chance: Random, someone: Folk) -> tuple[str, str, str]:
    """In three columns, or all in the first one."""
    if not someone.street:
        return "", "", someone.city if chance.random() < 0.7 else ""
    if chance.random() < 0.15 and someone.postal_code:
        return f"{someone.street}, {someone.postal_code} {someone.city} ({someone.province})", "", ""
    city = someone.city.upper() if chance.random() < 0.2 else someone.city
    return someone.street, someone.postal_code, city
