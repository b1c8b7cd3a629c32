"""Bringing a file's rows into the directory: read, match, merge, write; a chunk at a time."""

from tendero.directory.actions.importing.session import PartySession

__all__ = ["PartySession"]
