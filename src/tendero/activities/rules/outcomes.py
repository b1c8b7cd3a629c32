"""How a call or a visit may end: what the box suggests. Anything else may be written."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

_OUTCOMES: Final[dict[str, tuple[Any, ...]]] = {
    "call": (_("Interested"), _("Does not answer"), _("Call later"), _("Wrong number"), _("Not interested")),
    "visit": (_("Interested"), _("Asks for a quote"), _("Was not there"), _("Order"), _("Not interested")),
    "meeting": (_("Agreed"), _("Asks for a quote"), _("To be decided"), _("Not interested")),
}


def outcomes_of(kind: str) -> tuple[Any, ...]:
    """The usual outcomes of this kind of contact, in order; none for those that only send something."""
    return _OUTCOMES.get(kind, ())
