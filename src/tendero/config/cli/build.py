"""``build``: a wheel that needs neither Node nor this source folder."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from . import paths
from .failure import CommandFailed

SUMMARY = gettext_noop("make an installable wheel with the interface and the languages in it")
WANTED = {
    "built/manifest.json": gettext_noop("the built interface"),
    "es/LC_MESSAGES/django.mo": gettext_noop("the compiled languages"),
    "entry_points.txt": gettext_noop("the command"),
}
"""What a wheel is no good without, by the end of a name in it."""


def configure(parser: argparse.ArgumentParser) -> None:
    told = _("folder for the wheel (default: %s)") % "dist"
    parser.add_argument("--out", type=paths.folder, default="dist", help=told)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 once the wheel is there, its path on the last line; 2 when it could not be made."""
    root = Path.cwd()
    if not (root / "pyproject.toml").is_file() or not (root / "src" / "tendero").is_dir():
        raise CommandFailed(_("a wheel is made of Tendero's own source folder; run this there"))
    from ..catalogues import compile_stale

    compile_stale()
    folder = Path(options.out).expanduser().absolute()
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.whl")}
    made = subprocess.run(
        [_uv(), "build", "--quiet", "--wheel", "--out-dir", str(folder)], check=False, capture_output=True, text=True
    )
    if made.returncode:
        raise CommandFailed(_("the wheel could not be made: %s") % made.stderr.strip()[-500:], 1)
    fresh = [path for path in folder.glob("*.whl") if before.get(path) != path.stat().st_mtime_ns]
    _prove(fresh[0])
    print(fresh[0])
    return 0


def _uv() -> str:
    """The one beside this Python, which the starter installs, or any on the path."""
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.is_file() else shutil.which("uv")
    if not found:
        raise CommandFailed(_("uv, which makes the wheel, is not there; run it as ./tendero build"))
    return found


def _prove(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for ending, told in WANTED.items():
        if not any(name.endswith(ending) for name in names):
            raise CommandFailed(_("the wheel lacks %s") % _(told), 1)
