"""Choices of a person about his own screen. They are settings of a person: never revertible, so not journaled."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.identity.models import User
from tendero.kernel.actor import Actor


def choose_theme(theme: str, *, by: Actor) -> None:
    """Light, dark or as the device, for every browser of this person. Refuses any other word."""
    if theme not in {"auto", "light", "dark"}:
        raise ValidationError(_("There is no such look."))
    User.objects.filter(pk=by.user_id or 0).update(theme=theme)


def choose_language(language: str, *, by: Actor) -> None:
    """The language this person reads. Refuses one that Tendero does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Tendero does not speak that language."))
    User.objects.filter(pk=by.user_id or 0).update(language=language)
