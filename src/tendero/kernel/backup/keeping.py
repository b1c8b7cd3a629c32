"""The copies that an installation keeps beside its data: one a day, the oldest go when a new one is there."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from tendero.kernel import clock
from tendero.kernel.backup.writing import Say, Written, silent, write
from tendero.kernel.models import Setting

FOLDER: Final = "backups"
LONGEST: Final = 24 * 3600
"""Seconds after which what a copy was being written to is nobody's any more."""
_NAME: Final = re.compile(r"(?P<why>tendero|upgrade)-(?P<moment>\d{8}T\d{6})Z\.zip")
_FORM: Final = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Kept:
    """One of them. `why` is "tendero" for the day's, "upgrade" for one made before an upgrade."""

    path: Path
    why: str
    moment: datetime
    size: int

    @property
    def name(self) -> str:
        return self.path.name


def folder() -> Path:
    """Where they are; made if need be, for nobody else's eyes."""
    path = Path(settings.DATA_DIR) / FOLDER
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def kept() -> list[Kept]:
    """Those that are there, newest first; other files in the folder are none of ours."""
    found = [(path, _NAME.fullmatch(path.name)) for path in folder().iterdir() if path.is_file()]
    copies = [
        Kept(path, told["why"], _moment(told["moment"]), path.stat().st_size)
        for path, told in found
        if told is not None
    ]
    return sorted(copies, key=lambda copy: copy.moment, reverse=True)


def find(name: str) -> Kept | None:
    """The copy of that name, if it is one of ours."""
    return next((copy for copy in kept() if copy.name == name), None)


def make(why: str = "tendero", *, say: Say = silent) -> Written:
    """Make one now and let the oldest go. OSError when the disk is full: then the ones that are there stay."""
    for left in folder().glob(".*.part"):
        if left.stat().st_mtime < time.time() - LONGEST:
            left.unlink(missing_ok=True)
    written = write(folder() / f"{why}-{clock.now().astimezone(UTC).strftime(_FORM)}Z.zip", say=say)
    let_go(why, int(Setting.read("backup.keep")))
    return written


def let_go(why: str, keep: int) -> int:
    """Remove all of a kind but the newest `keep`, and never the last; how many went."""
    old = [copy for copy in kept() if copy.why == why][max(1, keep) :]
    for copy in old:
        copy.path.unlink(missing_ok=True)
    return len(old)


def noted() -> None:
    """Remember that there is a copy of this moment."""
    Setting.store("backup.last_at", clock.now().isoformat())


def _moment(told: str) -> datetime:
    return datetime.strptime(told, _FORM).replace(tzinfo=UTC)
