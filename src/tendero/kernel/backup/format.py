"""What a copy is made of, and the sentences for one that cannot be used."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from django.utils.translation import gettext as _

NAME: Final = "tendero-backup"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DIGEST: Final = 64
"""Characters of the digest with which a copy ends."""
COMMENT: Final = f"{NAME}/{FORMAT} sha256:".encode() + b"0" * DIGEST
LARGEST_MANIFEST: Final = 256 * 1024 * 1024
STEEPEST: Final = 1_000
"""Times that a part may be larger than what it is packed in; ordinary rows reach some twenty."""


class Unusable(Exception):
    """A copy that is not restored; the message says why in a sentence."""


class Damaged(Unusable):
    """It is not whole, or not as it was written."""


class TooNew(Unusable):
    """A later version made it."""


class NotEmpty(Exception):
    """There is something where the copy would go; the message names it."""


@dataclass(frozen=True)
class Part:
    """A table or a document: where it is in the file, its size unpacked and what it must be."""

    name: str
    size: int
    sha256: str
    rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass
class Manifest:
    """What there must be in a copy."""

    moment: str
    engine: str
    version: str
    migrations: dict[str, str]
    """The last migration of each room."""
    key: str
    """By what to know the installation's secret key, which is not in the copy."""
    tables: dict[str, Part] = field(default_factory=dict)
    files: list[Part] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Documents that were not on the disk any more, by their reference."""
    name: str = NAME
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    @property
    def size(self) -> int:
        """Bytes of everything unpacked."""
        return sum(part.size for part in [*self.tables.values(), *self.files])

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """The manifest back; Damaged when it is none, TooNew when a later version wrote it in a way of its own."""
    try:
        told: dict[str, Any] = json.loads(text)
        if told["name"] != NAME:
            raise Damaged(_("it is no copy of Tendero"))
        if told["format"] > FORMAT:
            raise TooNew(later_version(told["version"]))
        told["tables"] = {name: _part(part) for name, part in told["tables"].items()}
        told["files"] = [_part(part) for part in told["files"]]
        return Manifest(**told)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Damaged(_("its manifest cannot be read")) from problem


def later_version(name: str) -> str:
    """The sentence for a copy that this version cannot read."""
    return _("a later version of Tendero made it (%s); bring this one up to date first") % str(name)[:40]


def program_version() -> str:
    """This program's own."""
    try:
        return version("tendero")
    except PackageNotFoundError:  # run from its source without being installed
        return "0"


def _part(told: dict[str, Any]) -> Part:
    part = Part(**told | {"columns": tuple(told["columns"])})
    if part.size < 0 or part.rows < 0 or not isinstance(part.sha256, str):
        raise ValueError(part.name)
    return part
