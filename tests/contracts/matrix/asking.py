"""Asking one cell: the request, what it answered, and every statement with which it wrote to the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tendero.kernel import db
from tests.contracts.matrix.routes import JOURNAL, NOTHING, Row

BOOKKEEPING: Final = frozenset({"django_session", "config_cache", "access_opensession", "access_apitoken"})
"""What any request may write whatever it is answered: who is signed in, since when, and how often he asks."""
WRITES: Final = re.compile(
    r"(?<!FOR )(?<!DO )\b(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM|COPY|TRUNCATE) \"?(\w+)\"?"
)


class Cells:
    """Remembers the cells that were asked, and the wrong ones."""

    def __init__(self) -> None:
        self.asked = 0
        self.wrong: list[str] = []

    def check(self, what: str, wanted: object, found: object) -> None:
        self.asked += 1
        if wanted != found:
            self.wrong.append(f"{what}: {found}, not {wanted}")

    def done(self) -> None:
        assert self.wrong == [], "\n".join([f"{len(self.wrong)} of {self.asked} cells are wrong", *self.wrong[:60]])


class Written:
    """The tables that were written to, seen as statements go to the database: nothing escapes it, whatever it is."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.tables.update(WRITES.findall(sql))
        return execute(sql, *rest)


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables written to inside, which is then taken back: the next cell finds the company as it was."""
    seen, straight = Written(), db.bulk_insert

    def bulk_insert(model: Any, *rest: Any, **more: Any) -> int:
        seen.tables.add(model._meta.db_table)
        return straight(model, *rest, **more)

    with transaction.atomic():
        with connection.execute_wrapper(seen), patch.object(db, "bulk_insert", bulk_insert):  # past the cursor
            yield seen.tables
        transaction.set_rollback(True)


def told(status: int) -> str:
    """A denial by its name; anything else by its number, so that an allowed cell has to answer what it should."""
    return {404: "missing", 403: "refused"}.get(status, str(status))


def proof(row: Row, tables: set[str]) -> str:
    """What was really done of that which the row promises; a page that only shows must write nothing."""
    if row.effect == NOTHING:
        wrote = sorted(tables - BOOKKEEPING)
        return f"wrote {', '.join(wrote)}" if wrote else NOTHING
    return row.effect if row.effect in tables else f"only {sorted(tables)}"


def ask(client: Client, row: Row, **names: str) -> int:
    """The status of the answer."""
    path = row.path.format(**names)
    headers = {"HX-Request": "true"} if row.htmx else {}
    if row.body is None:
        return client.get(path, headers=headers).status_code
    body: dict[str, Any] = {key.format(**names): value.format(**names) for key, value in row.body.items()}
    if row.file:
        body["file" if row.file != "photo" else "photo"] = PAPERS[row.file]()
    return client.post(path, body, headers=headers).status_code


def call(client: Client, method: str, path: str, body: Mapping[str, Any] | None) -> int:
    """The status of the API's answer."""
    if body is None:
        return getattr(client, method)(path).status_code  # type: ignore[no-any-return]
    return getattr(client, method)(path, body, content_type="application/json").status_code  # type: ignore[no-any-return]


def _png() -> bytes:
    import io

    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(held, "PNG")
    return held.getvalue()


PICTURE: Final = _png()
PAPERS: Final = {
    "photo": lambda: SimpleUploadedFile("foto.png", PICTURE),
    "paper": lambda: SimpleUploadedFile("nota.txt", b"Molino M-64"),
    "table": lambda: SimpleUploadedFile("contactos.csv", b"Nombre;Ciudad\nBar Nuevo;Zaragoza\n"),
}
"""Files that a form may carry."""

__all__ = ["JOURNAL", "NOTHING", "PICTURE", "Cells", "ask", "call", "proof", "told", "written"]
