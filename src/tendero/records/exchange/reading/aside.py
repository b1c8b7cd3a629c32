"""Rows of a listing that are nobody: totals, rows where only sums stand, titles repeated on each page, page marks.

They are set aside, never dropped: each stays in the staged table with the reason, and a person may bring it all the
same. One pass, constant memory.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from tendero.kernel.text import fold
from tendero.records.exchange.reading.cells import NUMBER, content, is_blank, kind_of
from tendero.records.exchange.reading.text_table import Record

TOTAL, SUMS, TITLES, PAGE, HIDDEN = "total", "sums", "titles", "page", "hidden"
ASIDE: Final = frozenset({TOTAL, SUMS, TITLES, PAGE, HIDDEN})
LEARN: Final = 3
_MAYBE: Final = re.compile(
    r"total|sum|p[aá]g|registros|records|clientes|contactos|filas|rows|impres|emi[ts]|printed|carried|saldo|"
    r"n[ºo.°]|n[uú]m|- *\d+ *-",
    re.IGNORECASE,
)
"""A quick look before the close one: nearly every row ends here."""
_WHOLE: Final = frozenset([
    "total", "totales", "totals", "subtotal", "subtotales", "sub total", "suma", "sumas", "suma y sigue",
    "suma anterior",
    "sumas y saldos", "total general", "grand total", "gran total", "total listado", "total pagina", "suma total",
    "total acumulado", "importe total", "suman", "saldo total", "total euros", "total eur", "totales generales",
    "total informe", "suma pagina", "sum", "total importe", "total a pagar", "running total", "carried forward",
])  # fmt: skip
_OPENS: Final = re.compile(r"^(?:sub ?)?(?:total(?:es|s)?|sumas?|numero|n|no|nro|num)\b(?: de| of| del| por| for)?\b ?")
_THINGS: Final = frozenset([
    "clientes", "cliente", "registros", "registro", "contactos", "contacto", "general", "generales", "pagina",
    "listado",
    "proveedores", "lineas", "ventas", "facturas", "tickets", "documentos", "articulos", "empresas", "personas",
    "filas",
    "records", "customers", "contacts", "rows", "sales", "invoices", "lines", "items", "page", "report", "socios",
    "altas",
    "zona", "grupo", "provincia", "comercial", "vendedor", "familia", "mes", "ano", "dia", "fecha", "tipo", "serie",
])  # fmt: skip
_COUNTED: Final = re.compile(
    r"^(?:registros|records|clientes|contactos|filas|rows)\s*(?:listados|impresos)?\s*[:=]\s*\d"
)
_PAGE: Final = re.compile(
    r"^(?:pag(?:ina)?\.?|page)\s*:?\s*n?\d+(?:\s*(?:de|of|/)\s*\d+)?$|^-\s*\d+\s*-$|"
    r"^(?:fecha de impresion|fecha de emision|impreso|emitido|listado emitido|printed)\b"
)
_NUMBER: Final = re.compile(
    r"^[-+(]?\s*[€$]?\s?\d{1,3}(?:[.,' ]?\d{3})*(?:[.,]\d+)?\s?(?:[€$%)]|EUR|USD)?$|^\d+(?:[.,]\d+)?$"
)
_LONG: Final = re.compile(r"^\+?\d{9,}$")


class Sieve:
    """Says of each row below the titles whether it is set aside, and why. `bring`: rows that come in all the same."""

    def __init__(self, titles: Sequence[str], *, skip_hidden: bool = False, bring: Collection[int] = ()) -> None:
        self.titles = [" ".join(title.split()) for title in titles]
        self.skip_hidden, self.bring = skip_hidden, frozenset(bring)
        self.last: Sequence[str] = ()
        self.named: list[bool] = []
        self.rows = 0

    def why(self, record: Record) -> str:
        """A code of `ASIDE`, or nothing for a row like the others."""
        cells = record.cells
        found = ""
        if record.number not in self.bring:
            if record.hidden and self.skip_hidden:
                return HIDDEN
            found = self._repeated(cells) or self._total(cells) or self._sums(cells)
        if not found:
            self._learn(cells)
        return found

    def _repeated(self, cells: Sequence[str]) -> str:
        """The titles again, at the head of the next page."""
        if not self.titles or not cells:
            return ""
        same = 0
        for at, cell in enumerate(cells):
            if cell and not cell.isspace():
                if at >= len(self.titles) or not self.titles[at] or " ".join(cell.split()) != self.titles[at]:
                    return ""
                same += 1
        wanted = sum(1 for title in self.titles if title)
        return TITLES if same >= 2 and same * 2 >= wanted else ""

    def _total(self, cells: Sequence[str]) -> str:
        """A word that says total beside nothing but figures; or a line of the page's foot alone in its row."""
        texts: list[str] = []
        for cell in cells:
            if cell and not cell.isspace() and not _figure(cell):
                texts.append(cell)
                if len(texts) > 2:
                    return ""
        if not texts or not any(_MAYBE.search(content(text)) for text in texts):
            return ""
        told = [_words(text) for text in texts]
        if any(_is_total(words, self.before) for words in told) and len(told) == 1:
            return TOTAL
        if len(told) == 2 and _is_total(told[0], self.before) and told[1] in self.before:
            return TOTAL
        filled = sum(1 for cell in cells if not is_blank(cell))
        bare = fold(content(texts[0])).strip()
        return PAGE if len(told) == 1 and filled <= 2 and (_PAGE.match(bare) or _COUNTED.match(bare)) else ""

    def _sums(self, cells: Sequence[str]) -> str:
        """No word at all where every row before had one: only figures, none of them a telephone."""
        if self.rows < LEARN or not any(self.named):
            return ""
        figures = 0
        for cell in cells:
            if cell and not cell.isspace():
                if not _figure(cell) or _LONG.match(content(cell).strip()):
                    return ""
                figures += 1
        return SUMS if figures else ""

    def _learn(self, cells: Sequence[str]) -> None:
        """Which columns have had a word in every row, and what the last row said."""
        if not any(cell and not cell.isspace() for cell in cells):
            return
        if self.rows <= 50:
            words = [bool(cell) and not cell.isspace() and not _figure(cell) for cell in cells]
            if self.rows == 0:
                self.named = words
            else:
                self.named = [was and at < len(words) and words[at] for at, was in enumerate(self.named)]
        self.rows += 1
        self.last = cells

    @property
    def before(self) -> frozenset[str]:
        """The words of the last row: what a subtotal under it may be of."""
        return frozenset(_words(cell) for cell in self.last if not is_blank(cell))


def _words(cell: str) -> str:
    """Small letters without signs nor the figures behind: «TOTAL CLIENTES: 312» → «total clientes»."""
    told = re.sub(r"[^a-z0-9ñ ]+", " ", fold(content(cell)))
    return re.sub(r"(?:\s+[\d ]+)$", "", " ".join(told.split())).strip()


def _is_total(words: str, before: Collection[str]) -> bool:
    """«Total», «Total clientes», «Total Zaragoza» under rows of Zaragoza; not «Total Energías»."""
    if words in _WHOLE:
        return True
    opened = _OPENS.match(words)
    if opened is None:
        return False
    rest = words[opened.end() :].strip()
    parts = rest.split()
    if not parts:
        return False
    return rest in before or (parts[0] in _THINGS and (len(parts) == 1 or " ".join(parts[1:]) in before
                                                      or set(parts) <= _THINGS))  # fmt: skip


def _figure(cell: str) -> bool:
    """An amount, a count: typed by a workbook or written so. Days are no figures."""
    if cell[0].isalpha():
        return False
    letter = kind_of(cell)
    if letter:
        return letter == NUMBER
    return bool(_NUMBER.match(cell.strip()))
