"""Which option of a list is which, after somebody wrote the list anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.kernel.text import fold


def told_apart(shown: Sequence[str], stored: Sequence[tuple[str, str]]) -> list[str | None]:
    """The stored value behind each line, None for a new option; `stored` are the values and labels of before.

    A label that is there keeps its value wherever it stands, so that a list may be put in another order and an option
    written in between. What remains was renamed: one by one, or each in its own place. ValidationError where an option
    is gone, and where it cannot be told which became which: values hold them, and would say something else.
    """
    known = {fold(label): value for value, label in stored}
    found = [known.get(fold(label)) for label in shown]
    gone = [at for at, (value, _label) in enumerate(stored) if value not in found]
    new = [at for at, value in enumerate(found) if value is None]
    if len(new) < len(gone):
        problem = _("An option cannot be taken away: contacts may have it. Rename it instead.")
        raise ValidationError({"choices": problem})
    if len(gone) == len(new) == 1:
        found[new[0]] = stored[gone[0]][0]
    elif gone:
        if not set(gone) <= set(new) or any(at < len(stored) for at in new if at not in gone):
            problem = _("Which option is which can no longer be told. Rename first, save, and then add or move others.")
            raise ValidationError({"choices": problem})
        for at in gone:
            found[at] = stored[at][0]
    return found
