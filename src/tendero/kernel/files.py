"""Stored files: random names outside the web root, told by their content, handed out with care.

The row (`StoredFile`) names the record it belongs to; the rooms above decide who may read it. Pictures are written anew
by Pillow before anybody sees them, so that nothing but the picture survives; everything else leaves as an attachment.
"""

from __future__ import annotations

import hashlib
import io
import logging
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.kernel.actor import Actor
from tendero.kernel.models.files import StoredFile
from tendero.kernel.permissions import Missing

log = logging.getLogger("tendero.files")
MEGABYTE: Final = 1024 * 1024
MAX_SIZE: Final = 25 * MEGABYTE
MAX_PIXELS: Final = 50_000_000
PICTURE_SIDE: Final = 1024
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
UNKNOWN: Final = "application/octet-stream"
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
)
_TEXT_TYPES: Final = {".csv": "text/csv", ".json": "application/json", ".ics": "text/calendar", ".vcf": "text/vcard"}
_ZIP_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_TOO_LARGE = gettext_lazy("The file is larger than %(limit)s MB.")


def store(upload: Any, *, by: Actor, record: tuple[str, int] = ("", 0), max_size: int = MAX_SIZE) -> StoredFile:
    """Keep an upload (anything with `name` and `chunks()` or `read()`) for the record `(key, primary key)`.

    ValidationError when it is larger than `max_size` bytes. Call it inside the transaction that writes the record:
    a rollback takes the bytes away as well.
    """
    name = clean_name(str(getattr(upload, "name", "") or "file"))
    path = _new_path()
    try:
        size, digest, head = _write(path, _pieces(upload), max_size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return _keep(path, name, size, digest, type_of(head, name), by, record)


def store_picture(upload: Any, *, by: Actor, record: tuple[str, int] = ("", 0)) -> StoredFile:
    """Keep a photo or logo, written anew as PNG or JPEG. ValidationError when it is no picture we can open."""
    data = b"".join(_limited(_pieces(upload), MAX_SIZE))
    made, extension = _redrawn(data)
    name = Path(clean_name(str(getattr(upload, "name", "") or "picture"))).with_suffix(extension).name
    return store(_Bytes(name, made), by=by, record=record)


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes, for reading. FileNotFoundError if the disk has lost them."""
    return path_of(stored).open("rb")


def path_of(stored: StoredFile) -> Path:
    """Where the bytes are; only for programs that need a path. Never outside the folder, whatever a row says."""
    name = stored.disk_name.replace("/", "_").lstrip(".") or "_"
    return folder() / name[:2] / name


def delete(stored: StoredFile) -> None:
    """Forget the file: the row now, the bytes once the transaction has committed."""
    path = path_of(stored)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def download(stored: StoredFile, *, inline_picture: bool = False) -> FileResponse:
    """The answer that hands the file out; who may have it is for the caller to decide before.

    Always an attachment that the browser must neither guess about nor run; `inline_picture` shows one of our redrawn
    pictures in place. Missing where the disk has lost it, which the log tells.
    """
    inline = inline_picture and stored.content_type in PICTURES
    try:
        content = open_file(stored)
    except FileNotFoundError as error:
        log.error("a stored file is not on the disk: %s", stored.ref)
        raise Missing from error
    response = FileResponse(content, as_attachment=not inline, filename=stored.name)
    response["Content-Type"] = stored.content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600" if inline else "private, no-store"
    return response


def type_of(head: bytes, name: str) -> str:
    """The media type by the first bytes; the name decides only between kinds that look alike inside."""
    extension = Path(name).suffix.lower()
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return _ZIP_TYPES.get(extension, found) if found == "application/zip" else found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if b"\x00" in head or _is_markup(head):
        return UNKNOWN  # SVG and HTML run scripts: to a browser they are bytes
    return _TEXT_TYPES.get(extension, "text/plain")


def clean_name(name: str) -> str:
    """The last part of a name, without control characters, at most 200 letters, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    if len(kept) > 200:
        stem, dot, extension = kept.rpartition(".")
        kept = f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot and len(extension) < 12 else kept[:200]
    return kept or "file"


class _Bytes:
    """Bytes under a name, in the shape of an upload."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data

    def read(self) -> bytes:
        return self.data


def folder() -> Path:
    """Where all of them are."""
    return Path(settings.DATA_DIR) / "files"


def _new_path() -> Path:
    name = secrets.token_hex(20)
    path = folder() / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _pieces(upload: Any) -> Iterator[bytes]:
    if hasattr(upload, "chunks"):
        yield from upload.chunks()
        return
    data = upload.read()
    yield data.encode() if isinstance(data, str) else data


def _limited(pieces: Iterable[bytes], max_size: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max_size:
            raise ValidationError(_TOO_LARGE, params={"limit": max_size // MEGABYTE}, code="too_large")
        yield piece


def _write(path: Path, pieces: Iterable[bytes], max_size: int) -> tuple[int, str, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in _limited(pieces, max_size):
            head = head or piece[:512]
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return size, digest.hexdigest(), head


def _keep(path: Path, name: str, size: int, digest: str, kind: str, by: Actor, record: tuple[str, int]) -> StoredFile:
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                disk_name=path.name,
                name=name,
                size=size,
                sha256=digest,
                content_type=kind,
                record_key=record[0],
                record_id=record[1] or None,
                party_id=record[1] if record[0] == "directory.Party" else None,
                uploaded_by_id=by.user_id,
                uploaded_by_name=by.name,
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _is_markup(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") or b"<svg" in start


def _redrawn(data: bytes) -> tuple[bytes, str]:
    """The picture drawn again: upright, no larger than needed, without metadata or anything appended."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # 5 MB, for whoever brings a picture

    refused = ValidationError(_("It is not a picture that can be opened here. Use PNG, JPEG or WebP."), code="picture")
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP", "GIF"]) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise refused
            turned = ImageOps.exif_transpose(opened)
            clear = "A" in turned.getbands() or "transparency" in turned.info
            picture = turned.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refused from error
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    made = io.BytesIO()
    if clear:
        picture.save(made, "PNG", optimize=True)
        return made.getvalue(), ".png"
    picture.save(made, "JPEG", quality=88)
    return made.getvalue(), ".jpg"
