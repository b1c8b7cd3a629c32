"""The one place where mail leaves: Django's mail backend of the house, before the one that really sends.

After a copy was put back nothing leaves until a person says go (`mail.held`): what was sent since the copy was made
would be sent again, and a copy opened beside the shop that goes on must not write to its customers. Jobs declared with
`sends=True` wait in the queue meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from tendero.kernel.models import Setting

COPIES: Final = "kernel.Backup"
"""What permissions call copies of everything: whoever may change them makes them and lets mail go again."""


class MailHeld(Exception):
    """Somebody tried to send while nothing may leave."""


def held() -> bool:
    """Whether no mail leaves."""
    return bool(Setting.read("mail.held"))


class Gate(BaseEmailBackend):
    """Hands over to `settings.MAIL_BACKEND`, or refuses with MailHeld."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._behind: BaseEmailBackend = import_string(settings.MAIL_BACKEND)(fail_silently=fail_silently, **options)

    def open(self) -> bool | None:
        return self._behind.open()

    def close(self) -> None:
        self._behind.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if held():
            raise MailHeld
        return self._behind.send_messages(email_messages)
