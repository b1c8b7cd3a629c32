"""Looking at a copy before anything is written from it: is it whole, is it what it says, can this version read it?"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tendero.kernel.backup import codec, tables, versions
from tendero.kernel.backup.format import (
    COMMENT,
    DIGEST,
    LARGEST_MANIFEST,
    MANIFEST,
    STEEPEST,
    Damaged,
    Manifest,
    Part,
    TooNew,
    later_version,
    read_manifest,
)

PIECE: Final = 1024 * 1024
_SEAL: Final = COMMENT[:-DIGEST]


@dataclass(frozen=True)
class Copy:
    """A copy that has been looked at whole; `apps` are the models of the version that made it."""

    path: Path
    manifest: Manifest
    apps: Any

    @property
    def heads(self) -> list[tuple[str, str]]:
        return sorted(self.manifest.migrations.items())

    def rows(self, table: tables.Table) -> Iterator[list[Any]]:
        """The rows of a table, streamed."""
        with zipfile.ZipFile(self.path) as archive, archive.open(self.manifest.tables[table.label].name) as part:
            for text in part:
                yield codec.read(text)

    def file(self, part: Part) -> Iterator[bytes]:
        """The bytes of a document, and Damaged at their end if they are no longer those that were looked at."""
        digest = hashlib.sha256()
        with zipfile.ZipFile(self.path) as archive, archive.open(part.name) as source:
            while piece := source.read(PIECE):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != part.sha256:
            raise _altered(part.name)


def check(path: Path) -> Copy:
    """Read all of it once; Damaged or TooNew say what is wrong, in a sentence. Nothing is written anywhere."""
    _check_seal(path)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_names(archive, manifest)
            apps = _apps(manifest)
            _check_tables(manifest, apps)
            for part in [*manifest.tables.values(), *manifest.files]:
                _check_part(archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zipfile.LargeZipFile) as problem:
        raise Damaged(_("it cannot be unpacked")) from problem
    return Copy(path, manifest, apps)


def _check_seal(path: Path) -> None:
    """The last characters are the digest of all before them: a byte more, less or other is seen."""
    size = path.stat().st_size
    digest, left = hashlib.sha256(), size - DIGEST
    with path.open("rb") as file:
        if size < len(COMMENT) or file.read(2) != b"PK":
            raise Damaged(_("it is no copy of Tendero"))
        file.seek(size - len(COMMENT))
        if file.read(len(_SEAL)) != _SEAL:
            raise Damaged(_("its end is missing, or it is no copy of Tendero"))
        file.seek(0)
        while left and (piece := file.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        if file.read().decode("ascii", "replace") != digest.hexdigest():
            raise Damaged(_("it is not as it was written: something in it has changed"))


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        told = archive.getinfo(MANIFEST)
    except KeyError:
        raise Damaged(_("it has no manifest")) from None
    if told.file_size > LARGEST_MANIFEST or _steep(told):
        raise Damaged(_("%s is larger than it can be") % MANIFEST)
    with archive.open(told) as source:
        return read_manifest(source.read(LARGEST_MANIFEST))


def _check_names(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Exactly what the manifest names, under names that lead nowhere else."""
    wanted = [MANIFEST, *(part.name for part in manifest.tables.values()), *(part.name for part in manifest.files)]
    found = [told.filename for told in archive.infolist()]
    for name in [*found, *wanted]:
        if not _proper(name):
            raise Damaged(_("it has a part with a name that could lead out of its place: %s") % repr(name[:100]))
    if len(set(found)) != len(found) or len(set(wanted)) != len(wanted):
        raise Damaged(_("it has two parts of one name"))
    for name in sorted(set(wanted) - set(found)):
        raise Damaged(_("%s is missing in it") % name)
    for name in sorted(set(found) - set(wanted)):
        raise Damaged(_("%s is in it, and its manifest does not know of it") % name)


def _proper(name: str) -> bool:
    """`manifest.json`, or one plain word below `tables/` or `files/`."""
    folder, _slash, rest = name.rpartition("/")
    plain = rest.replace(".", "").replace("_", "")
    return plain.isascii() and plain.isalnum() and not rest.startswith(".") and folder in ("tables", "files", "")


def _apps(manifest: Manifest) -> Any:
    """The models as they were for whoever made it. TooNew for a migration that this version does not have."""
    try:
        return versions.models_of(manifest.migrations)
    except KeyError:
        raise TooNew(later_version(manifest.version)) from None


def _check_tables(manifest: Manifest, apps: Any) -> None:
    known = {table.label: table for table in tables.kept(apps)}
    for label in sorted(set(known) ^ set(manifest.tables)):
        raise Damaged(_("the table %s is missing in it, or is none of its version") % label)
    for label, table in known.items():
        if manifest.tables[label].columns != table.columns:
            raise Damaged(_("the columns of %s are not those of its version") % label)


def _check_part(archive: zipfile.ZipFile, part: Part) -> None:
    """Unpacked it has the size, the rows and the digest that the manifest says; no more than that is ever unpacked."""
    told = archive.getinfo(part.name)
    if told.file_size != part.size:
        raise Damaged(_("%s is not of the size that its manifest says") % part.name)
    if _steep(told):
        raise Damaged(_("%s is larger than it can be") % part.name)
    digest, size, rows = hashlib.sha256(), 0, 0
    with archive.open(told) as source:
        while piece := source.read(PIECE):
            digest.update(piece)
            size, rows = size + len(piece), rows + piece.count(b"\n")
            if size > part.size:
                raise Damaged(_("%s is larger than it can be") % part.name)
    if digest.hexdigest() != part.sha256:
        raise _altered(part.name)
    if part.columns and rows != part.rows:
        text = ngettext("%(name)s has %(rows)s row", "%(name)s has %(rows)s rows", rows)
        told_rows = text % {"name": part.name, "rows": rows}
        raise Damaged(_("%(found)s, and its manifest says %(rows)s") % {"found": told_rows, "rows": part.rows})


def _steep(told: zipfile.ZipInfo) -> bool:
    """Whether it would unpack to far more than rows and documents do."""
    return told.file_size > PIECE and told.file_size > told.compress_size * STEEPEST


def _altered(name: str) -> Damaged:
    return Damaged(_("%s is not as it was written") % name)
