"""Readers of what came damaged, or is kept as it came: codes that lost digits, whole contact cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.rules import damage

Reader = Callable[[Draft, str], None]
CODES: Final = frozenset(["phone", "tax_id", "reference", "postal_code"])


def whole(reader: Reader) -> Reader:
    """Codes and telephones that a spreadsheet made numbers of: what lost digits is no good value."""

    def read(draft: Draft, text: str) -> None:
        """Left out with the cure, so that nobody calls a wrong number."""
        found = damage.digits(text) if not draft.exact else text
        if found is not None:
            reader(draft, found)
            return
        draft.damaged += 1
        draft.remarks.append(
            _("«%(text)s» lost digits in Excel: left out. Format the column as text in Excel and export it again.")
            % {"text": text[:40]}
        )

    return read


def vcard_lines(draft: Draft, text: str) -> None:
    """The whole card waits until the row is read; what of it could not be read is remarked."""
    lines = text.split("\n")
    for line in lines:
        if line.startswith("!"):
            draft.remarks.append(_("The card has signs that cannot be read: %(what)s.") % {"what": line[1:80]})
    draft.vcard = "\n".join(line for line in lines if not line.startswith("!"))
