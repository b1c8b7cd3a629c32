"""Files and folders as arguments: what cannot be read or written is refused before anything is begun."""

from __future__ import annotations

import argparse
import errno
import os
from pathlib import Path

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .parser import shown

_REASONS = {
    errno.ENOENT: gettext_noop("it does not exist"),
    errno.ENOTDIR: gettext_noop("it lies below something that is no folder"),
    errno.EEXIST: gettext_noop("there is something else of that name"),
    errno.EISDIR: gettext_noop("it is a folder"),
    errno.EACCES: gettext_noop("it is not allowed"),
    errno.EPERM: gettext_noop("it is not allowed"),
    errno.EROFS: gettext_noop("the disk is read only"),
    errno.ENOSPC: gettext_noop("the disk is full"),
    errno.ENAMETOOLONG: gettext_noop("the name is too long"),
}


def why(problem: OSError) -> str:
    """What the system says against a file, in the language of the command line."""
    reason = _REASONS.get(problem.errno or 0)
    return _(reason) if reason else problem.strerror or type(problem).__name__


def source(text: str) -> Path:
    """A file that can be read; folders, devices and what is locked are refused."""
    path = Path(text)
    _refuse_folder(text, path)
    if not _exists(path):
        raise _refused(_("there is no file %s"), text)
    if not path.is_file():
        raise _refused(_("%s is no ordinary file"), text)
    if not os.access(path, os.R_OK):
        raise _refused(_("%s may not be read"), text)
    return path


def target(text: str) -> Path:
    """A file that can be written, there already or not; its folder must be there."""
    path = Path(text)
    _refuse_folder(text, path)
    if not _exists(path.parent) or not path.parent.is_dir():
        raise _refused(_("there is no folder %s"), str(path.parent))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise _refused(_("%s may not be written"), text)
    return path


def folder(text: str) -> str:
    """A folder, there already or to be made; "" stays, for whoever has a default of his own."""
    path = Path(text).expanduser()
    if text and _exists(path) and not path.is_dir():
        raise _refused(_("%s is a file, and must be a folder"), text)
    return text


def write(path: Path, text: str) -> None:
    """Write the file over; CommandFailed says in words why it cannot be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise cannot_write(path, problem) from problem


def cannot_write(path: Path, problem: OSError) -> CommandFailed:
    """The sentence for a file that the system does not let be written."""
    return CommandFailed(_("%(file)s cannot be written: %(why)s") % {"file": path, "why": why(problem)})


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError) as problem:  # a name that no file can have
        reason = why(problem) if isinstance(problem, OSError) else _("no file can have that name")
        raise argparse.ArgumentTypeError(f"{shown(str(path))}: {reason}") from None


def _refuse_folder(text: str, path: Path) -> None:
    if not text:
        raise argparse.ArgumentTypeError(_("the name of a file is missing"))
    if _exists(path) and path.is_dir():
        raise _refused(_("%s is a folder, and must be a file"), text)


def _refused(message: str, text: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(message % shown(text))
