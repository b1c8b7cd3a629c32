"""The command line: one file per command, loaded only when it is asked for.

A command module has ``SUMMARY`` (one line), ``configure(parser)`` and ``run(options) -> int`` (the exit code).
What is not ours is a Django management command and passes through.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from .. import words
from ..environment import ConfigurationError
from ..words import gettext as _
from ..words import ngettext
from . import paths
from .failure import CommandFailed
from .parser import Parser

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "worker": "worker",
    "first-run": "first_run",
    "migrate": "migrate",
    "check": "check",
    "test": "test",
    "seed": "seed",
    "import": "import_file",
    "export": "export_file",
    "backup": "backup",
    "restore": "restore",
    "upgrade": "upgrade",
    "build": "build",
    "mail": "mail",
    "duplicates": "duplicates",
    "token": "token",
    "user": "user",
    "bench": "bench",
    "shots": "shots",
    "record": "record",
    "openapi": "openapi",
    "reactions": "reactions",
    "sums": "sums",
    "messages": "messages",
}
REFUSED = 2
_FAULTS_OF_DISK = {
    "SQLITE_FULL": errno.ENOSPC,
    "53100": errno.ENOSPC,  # of PostgreSQL
    "SQLITE_READONLY": errno.EACCES,
    "SQLITE_READONLY_DIRECTORY": errno.EACCES,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what a person did wrong is a sentence on stderr, not a traceback."""
    name = arguments[0] if arguments else "help"
    words.speak()
    try:
        if name in COMMANDS:
            return _run(name, list(arguments[1:]))
        if name in {"help", "-h", "--help"}:
            _print_commands()
            return 0
        return _pass_through(list(arguments))
    except (ConfigurationError, CommandFailed) as error:
        print("tendero: " + " ".join(str(error).split()), file=sys.stderr)
        return getattr(error, "code", REFUSED)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        why, code = _stopped(error)
        if not why:
            raise
        print(f"tendero: {why}", file=sys.stderr)
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _stopped(error: Exception) -> tuple[str, int]:
    """What stopped a command if it was the database, and the exit code: it does not answer, or nobody prepared it."""
    from django.db import OperationalError, ProgrammingError

    from .start import unanswered, unapplied

    if not isinstance(error, (OperationalError, ProgrammingError)):
        return "", 0
    if number := _FAULTS_OF_DISK.get(_code(error)):
        return _("the disk does not let it: %s") % paths.why(OSError(number, "")), 1
    if why := unanswered():
        return _("the database does not answer: %s") % why, 1
    if missing := unapplied():
        text = ngettext("%s migration is not applied", "%s migrations are not applied", missing) % missing
        return f"{text}; {_('run: ./tendero migrate')}", REFUSED
    return "", 0


def _code(error: Exception) -> str:
    """What the engine itself calls a fault."""
    cause = error.__cause__
    return str(getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or "")


def _run(name: str, arguments: list[str]) -> int:
    module: Any = import_module(f"{__name__}.{COMMANDS[name]}")
    parser = Parser(prog=f"tendero {name}", description=_(module.SUMMARY))
    module.configure(parser)
    if getattr(module, "TAKES_REST", False):
        options, rest = parser.parse_known_args(arguments)
        options.rest = rest
    else:
        options = parser.parse_args(arguments)
    code: int = module.run(options)
    return code


def _print_commands() -> None:
    print(_("tendero COMMAND [options]        (tendero COMMAND --help tells more)") + "\n")
    for name, file in COMMANDS.items():
        print(f"  {name:<14}{_(import_module(f'{__name__}.{file}').SUMMARY)}")
    print("\n" + _("Any Django management command works too: makemigrations, shell, dbshell..."))


def _pass_through(arguments: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, ManagementUtility, get_commands

    from .start import start

    start(statement_timeout=3600)
    if arguments[0] not in get_commands():
        raise CommandFailed(_("unknown command “%s”; `tendero help` lists them") % arguments[0])
    try:
        ManagementUtility(["tendero", *arguments]).execute()
    except (CommandError, ImproperlyConfigured) as error:
        raise CommandFailed(str(error)) from error
    return 0
