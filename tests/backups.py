"""Every way of damaging a copy of everything, and what it is refused with."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tendero.kernel.backup.format import COMMENT, DIGEST, MANIFEST

Parts = dict[str, bytes]


def _cut(share: float) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return cut


def _one_byte_less(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(which: str) -> Callable[[Path], None]:
    """Another bit in the middle of the first part whose name begins so."""

    def flip(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            told = max((one for one in archive.infolist() if one.filename.startswith(which)), key=lambda o: o.file_size)
        data = bytearray(path.read_bytes())
        data[told.header_offset + 30 + len(told.filename) + 20 + told.compress_size // 2] ^= 1
        path.write_bytes(data)

    return flip


def _forged(change: Callable[[Parts, dict[str, Any]], None]) -> Callable[[Path], None]:
    """Changed by somebody who knows how it is made: the archive is sound and its seal is right."""

    def forge(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            parts = {one.filename: archive.read(one) for one in archive.infolist()}
        manifest = json.loads(parts.pop(MANIFEST))
        change(parts, manifest)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
            archive.writestr(MANIFEST, json.dumps(manifest))
            archive.comment = COMMENT
        seal(path)

    return forge


def seal(path: Path) -> None:
    """End the file with the digest of the rest."""
    data = path.read_bytes()[:-DIGEST]
    path.write_bytes(data + hashlib.sha256(data).hexdigest().encode())


def _tell(manifest: dict[str, Any], label: str, data: bytes) -> None:
    """Say in the manifest that a table is this."""
    manifest["tables"][label] |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _without_table(parts: Parts, manifest: dict[str, Any]) -> None:
    del parts["tables/directory.Party.jsonl"]


def _without_table_and_word_of_it(parts: Parts, manifest: dict[str, Any]) -> None:
    del parts[manifest["tables"].pop("directory.Party")["name"]]


def _other_count(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["tables"]["directory.Party"]["rows"] += 1


def _row_less(parts: Parts, manifest: dict[str, Any]) -> None:
    data = parts["tables/directory.Party.jsonl"]
    parts["tables/directory.Party.jsonl"] = data = data[data.index(b"\n") + 1 :]
    _tell(manifest, "directory.Party", data)


def _other_document(parts: Parts, manifest: dict[str, Any]) -> None:
    name = next(name for name in parts if name.startswith("files/"))
    parts[name] = bytes(len(parts[name]))


def _guest(parts: Parts, manifest: dict[str, Any]) -> None:
    parts["files/guest"] = b"hello"


def _climbs(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["files"][0]["name"] = "files/../../escaped"
    parts["files/../../escaped"] = parts.pop(next(name for name in parts if name.startswith("files/")))


def _bomb(parts: Parts, manifest: dict[str, Any]) -> None:
    data = bytes(20 * 1024 * 1024)
    name = manifest["files"][0]["name"]
    parts[name] = data
    manifest["files"][0] |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _swollen(parts: Parts, manifest: dict[str, Any]) -> None:
    name = manifest["files"][0]["name"]
    parts[name] += b"and more"


def _later_migration(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["migrations"]["directory"] = "9999_of_next_year"


def _later_format(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["format"] = 99


def _other_columns(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["tables"]["directory.Party"]["columns"].append("soul")


def _something_else(path: Path) -> None:
    path.write_text("Querido diario: hoy no hubo nadie.\n" * 50, encoding="utf-8")


def _some_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x" * 1000)


def _no_manifest(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest.clear()
    manifest["name"] = "something else"


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut in the middle": (_cut(0.6), "falta el final"),
    "cut by a byte": (_one_byte_less, "falta el final"),
    "empty": (_cut(0), "no es una copia"),
    "a bit of a table": (_flip("tables/"), "ha cambiado"),
    "a bit of a document": (_flip("files/"), "ha cambiado"),
    "a bit of the manifest": (_flip(MANIFEST), "ha cambiado"),
    "a table missing": (_forged(_without_table), "falta tables/directory.Party.jsonl"),
    "a table nobody speaks of": (_forged(_without_table_and_word_of_it), "la tabla directory.Party"),
    "another count": (_forged(_other_count), "y su manifiesto dice"),
    "a row less": (_forged(_row_less), "y su manifiesto dice"),
    "other columns": (_forged(_other_columns), "las columnas de directory.Party"),
    "another document": (_forged(_other_document), "no está como se escribió"),
    "a guest": (_forged(_guest), "no sabe de"),
    "a name that climbs out": (_forged(_climbs), "fuera de su sitio"),
    "a bomb": (_forged(_bomb), "más grande de lo que puede ser"),
    "a document that grew": (_forged(_swollen), "no tiene el tamaño"),
    "a later version": (_forged(_later_migration), "versión posterior"),
    "a later format": (_forged(_later_format), "versión posterior"),
    "a diary": (_something_else, "no es una copia"),
    "another archive": (_some_archive, "no es una copia"),
    "another manifest": (_forged(_no_manifest), "no es una copia"),
}
"""What is done to a copy, and words of the sentence that refuses it."""
