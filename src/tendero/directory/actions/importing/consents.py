"""Readers of the columns that say who may be written to."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.rules import import_values

Reader = Callable[[Draft, str], None]


def given(channel: str, _settings: object) -> Reader:
    """A yes or no to one channel."""

    def read(draft: Draft, text: str) -> None:
        """A no is an objection; what is neither is never taken for a yes."""
        told = import_values.read_flag(text)
        if told is None:
            draft.remarks.append(_("«%(text)s» is neither yes nor no: no consent noted.") % {"text": text[:40]})
        else:
            draft.consents.append((channel, "given" if told else "objected"))

    return read


def objection(channel: str, _settings: object) -> Reader:
    """A column that says who does not want to be reached by one channel."""

    def read(draft: Draft, text: str) -> None:
        """Only a yes says anything: the lack of an objection is no consent."""
        if import_values.read_flag(text):
            draft.consents.append((channel, "objected"))

    return read
