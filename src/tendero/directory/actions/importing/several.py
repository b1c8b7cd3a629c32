"""Readers of cells that may hold several values: told apart with their labels, or kept whole where the plan says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.rules import import_values, splitting

Reader = Callable[[Draft, str], None]


def emails(label: str, _settings: object) -> Reader:
    """E-mails, one or several in a cell."""

    def read(draft: Draft, text: str) -> None:
        """What is no address is left out with a remark, and the good ones of the cell stay."""
        good, bad = splitting.emails_of(text)
        draft.emails.extend((address, note or label) for address, note in good)
        _tell_apart(draft, text, good)
        for word in bad:
            draft.remarks.append(_("«%(text)s» is not an e-mail address: left out.") % {"text": word[:80]})

    return read


def phones(label: str, _settings: object) -> Reader:
    """Telephones, one or several in a cell."""

    def read(draft: Draft, text: str) -> None:
        """Numbers wait: the country by which they are read may stand in a later column."""
        found = splitting.phones_of(text)
        draft.waiting_phones.extend((number, note or label) for number, note in found)
        _tell_apart(draft, text, found)

    return read


def _tell_apart(draft: Draft, text: str, found: list[tuple[str, str]]) -> None:
    """Remember what a cell was taken apart into, for the preview."""
    if len(found) > 1 or any(note for _value, note in found):
        draft.apart.append((text[:120], " · ".join(f"{value} ({note})" if note else value for value, note in found)))


def _one_email(base: str, label: str) -> Reader:
    """A cell that holds one address."""

    def read(draft: Draft, text: str) -> None:
        """What is none is left out."""
        good, bad = import_values.read_emails(text)
        if len(good) == 1 and not bad:
            draft.emails.append((good[0], label))
        else:
            draft.remarks.append(_("«%(text)s» is not an e-mail address: left out.") % {"text": text[:80]})

    return read


def _one_phone(base: str, label: str) -> Reader:
    """A cell that holds one number."""
    return lambda draft, text: draft.waiting_phones.append((text, label))


def _one_of_many(base: str, label: str) -> Reader:
    """A cell that holds one tag, or role."""
    return lambda draft, text: getattr(draft, base).append(" ".join(text.split())[:80])


def _unsplit(base: str, label: str) -> Reader:
    """A name or a street that is not taken apart once the whole row is read."""

    def read(draft: Draft, text: str) -> None:
        """Kept as it comes."""
        draft.unsplit |= {f"{base}:{label}"}
        if base == "street":
            draft.places.setdefault(label, {})["street"] = text
        else:
            draft.name = draft.name or " ".join(text.split())[:200]

    return read


WHOLE: Final[dict[str, Callable[[str, str], Reader]]] = {
    "email": _one_email,
    "phone": _one_phone,
    "tags": _one_of_many,
    "roles": _one_of_many,
    "name": _unsplit,
    "street": _unsplit,
}
"""Readers of columns whose cells hold one value each, by target."""
