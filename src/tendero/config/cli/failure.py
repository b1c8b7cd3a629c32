"""The error a command raises when it must refuse with a sentence."""

from __future__ import annotations

import json

from ..words import gettext as _


class CommandFailed(Exception):
    """The command could not do what was asked; the message is what the person reads, ``code`` the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def json_fault(error: Exception) -> str:
    """Where a text stops being JSON, in the language of the command line."""
    if isinstance(error, json.JSONDecodeError):
        return _("it does not read on from line %(line)s, column %(column)s") % {
            "line": error.lineno,
            "column": error.colno,
        }
    return _("it is not text in UTF-8") if isinstance(error, UnicodeError) else _("it is nested too deep")
