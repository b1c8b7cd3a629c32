"""The error a command raises when it must refuse with a sentence."""

from __future__ import annotations


class CommandFailed(Exception):
    """The command could not do what was asked; the message is what the person reads, ``code`` the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
