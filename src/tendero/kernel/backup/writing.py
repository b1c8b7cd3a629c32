"""Making a copy: everything as it is at one moment, in one file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from tendero.kernel import clock, db, files
from tendero.kernel.backup import codec, tables, versions
from tendero.kernel.backup.format import COMMENT, DIGEST, MANIFEST, Manifest, Part, program_version
from tendero.kernel.db.whole import Whole, snapshot
from tendero.kernel.db.whole_sqlite import keep_names
from tendero.kernel.models import StoredFile

PIECE = 1024 * 1024
Say = Callable[[str, int, int], None]
"""Is told the table or "files", how many are done and how many there are."""


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Written:
    """A copy that is on the disk."""

    path: Path
    size: int
    manifest: Manifest


def write(path: Path, *, say: Say = silent) -> Written:
    """Copy everything to `path`, over a copy that is there; OSError when the disk does not let it: that one stays.

    The program may go on working. It is first written under another name, for this user's eyes alone.
    """
    draft = path.with_name(f".{path.name[:200]}.part")
    try:
        draft.unlink(missing_ok=True)  # what lies there, a link that somebody laid among it, is not written through
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            manifest = _write(file, say)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        keep_names(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Written(path, path.stat().st_size, manifest)


def key_mark(key: str) -> str:
    """By what a secret key is known again, from which it cannot be found out: it has 256 bits of chance."""
    return hashlib.sha256(b"tendero backup key mark\0" + key.encode()).hexdigest()[:32]


def _write(file: IO[bytes], say: Say) -> Manifest:
    sealed = _Sealed(file)
    manifest = Manifest(
        moment=clock.now().isoformat(),
        engine="postgresql" if db.is_postgres() else "sqlite",
        version=program_version(),
        migrations=versions.of_database(),
        key=key_mark(settings.SECRET_KEY),
    )
    with zipfile.ZipFile(sealed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.comment = COMMENT
        with snapshot() as whole:
            known = tables.kept(versions.models_of(manifest.migrations))
            for number, table in enumerate(known):
                say(table.label, number, len(known))
                manifest.tables[table.label] = _write_table(archive, whole, table)
            documents = list(_documents(whole))
        for number, (disk_name, ref) in enumerate(documents):
            say("files", number, len(documents))
            _write_file(archive, manifest, disk_name, ref)
        archive.writestr(MANIFEST, manifest.written())
    sealed.close()
    return manifest


def _write_table(archive: zipfile.ZipFile, whole: Whole, table: tables.Table) -> Part:
    name, rows = f"tables/{table.label}.jsonl", 0
    writers, digest, size = codec.writers(table.kinds), hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for piece, count in _pieces(whole.rows(table.name, table.columns, table.order), writers):
            digest.update(piece)
            part.write(piece)
            size, rows = size + len(piece), rows + count
    return Part(name, size, digest.hexdigest(), rows, table.columns)


def _pieces(rows: Iterator[Any], writers: Any) -> Iterator[tuple[bytes, int]]:
    """Lines, many at a time."""
    held: list[bytes] = []
    for row in rows:
        held.append(codec.line(row, writers))
        if len(held) == 500:
            yield b"".join(held), len(held)
            held = []
    if held:
        yield b"".join(held), len(held)


def digest_of(whole: Whole, table: tables.Table) -> tuple[int, str]:
    """How many rows a table has now, and what it would be in a copy."""
    digest, rows = hashlib.sha256(), 0
    for piece, count in _pieces(whole.rows(table.name, table.columns, table.order), codec.writers(table.kinds)):
        digest.update(piece)
        rows += count
    return rows, digest.hexdigest()


def _documents(whole: Whole) -> Iterator[tuple[str, str]]:
    """What the disk must have at the moment of the copy: the name there, and the reference."""
    for disk_name, ref in whole.rows(StoredFile._meta.db_table, ["disk_name", "ref"], ["id"]):
        yield str(disk_name), str(ref)


def _write_file(archive: zipfile.ZipFile, manifest: Manifest, disk_name: str, ref: str) -> None:
    """A document that the disk has lost is told, and no reason to have no copy of the others."""
    digest, size, name = hashlib.sha256(), 0, f"files/{disk_name}"
    try:
        source = files.path_of(StoredFile(disk_name=disk_name)).open("rb")
    except FileNotFoundError:
        manifest.lost.append(ref)
        return
    told = zipfile.ZipInfo(name)
    told.compress_type = zipfile.ZIP_STORED  # pictures and workbooks are packed already
    with source, archive.open(told, "w", force_zip64=True) as part:
        while piece := source.read(PIECE):
            digest.update(piece)
            part.write(piece)
            size += len(piece)
    manifest.files.append(Part(name, size, digest.hexdigest()))


class _Sealed:
    """Passes on what is written and ends it with the digest of all of it, in place of the noughts of the comment.

    It cannot be gone back in, so that the archive is written once from beginning to end.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self._held = file, hashlib.sha256(), b""

    def write(self, data: Any) -> int:
        whole = self._held + bytes(data)
        passed, self._held = whole[:-DIGEST], whole[-DIGEST:]
        self._digest.update(passed)
        self._file.write(passed)
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.write(self._digest.hexdigest().encode())
        self._held = b""
