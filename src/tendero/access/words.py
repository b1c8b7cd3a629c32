"""What Django and allauth say to whoever signs in or fills in a form, said our way.

Our catalogues stand before theirs, so that a text collected here is told in the Spanish of `locale/es` wherever the
library says it: of *tú*, and with what to do. English keeps the library's own words.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SAID_BY_LIBRARIES: Final[tuple[Any, ...]] = (
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("You must type the same password each time."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("The new value must be different from the current one."),
    _("This account is currently inactive."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("Username or email"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Authenticator code"),
    _("Code"),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Forgot your password?"),
)
"""Never shown from here: naming them is what collects them."""

HOW_LONG: Final[Any] = ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
"""The same, of a number with a name."""
