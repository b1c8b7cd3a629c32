"""Who signs in: one password check per attempt, throttled, and an answer that never tells whether a person exists."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest

from tendero.identity.models import User
from tendero.kernel.compiled import compiled

from .throttle import PER_ACCOUNT, PER_ADDRESS, PER_NAME, Place

MAX_PASSWORD = 256
"""Longer passwords are refused before hashing them."""


class TooManyAttempts(Exception):
    """All attempts of this name or address are spent for now."""


def find_person(login: str) -> User | None:
    """The person with this user name or, failing that, this e-mail; letter case does not matter."""
    typed = login.strip()
    if not typed:
        return None
    people = get_user_model()._default_manager
    by_name = list(people.filter(username__iexact=typed)[:2])
    if len(by_name) == 1:
        return by_name[0]
    by_email = list(people.filter(email__iexact=typed)[:2]) if "@" in typed else []
    return by_email[0] if len(by_email) == 1 else None


def burn_a_check(password: str) -> None:
    """Spend as long as a real check would, so that time does not tell known people from unknown ones."""
    make_password(password[:MAX_PASSWORD])


class PasswordBackend(ModelBackend):
    """User name or e-mail and password; exactly one password hash is computed whatever the outcome."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str = "", email: str = "", **kwargs: Any
    ) -> User | None:
        """The active person with these credentials, or `None`."""
        person = find_person(username or email)
        if person is None or len(password) > MAX_PASSWORD:
            burn_a_check(password)
            return None
        if not person.check_password(password) or not self.user_can_authenticate(person):
            return None
        return person

    def get_user(self, user_id: Any) -> User | None:
        """Whoever has signed in, as each request asks."""
        return next((person for person in _person(key=user_id) if self.user_can_authenticate(person)), None)


@compiled
def _person(*, key: Any) -> QuerySet[User]:
    return User.objects.filter(pk=key)


def take_places(login: str, address: str) -> tuple[list[Place], bool]:
    """Places for one attempt, and whether its password may be checked at all.

    Raises `TooManyAttempts` when the typed name or the address has none left. When only the account is exhausted (the
    same person tried under user name and e-mail), the caller must answer as for a wrong password: a refusal would tell
    that both names are one person.
    """
    taken: list[Place] = []
    for throttle, key in ((PER_ADDRESS, address), (PER_NAME, login.strip().casefold())):
        place = throttle.take(key)
        if place is None:
            give_back(taken)
            raise TooManyAttempts
        taken.append(place)
    person = find_person(login)
    # An unknown name takes a place too: the same questions to the database, so the same time.
    place = PER_ACCOUNT.take(str(person.pk) if person else f"nobody {login.strip().casefold()}")
    if place is None:
        return taken, False
    return [*taken, place], True


def give_back(places: list[Place]) -> None:
    """Return every place of an attempt that was right."""
    for place in places:
        place.give_back()
