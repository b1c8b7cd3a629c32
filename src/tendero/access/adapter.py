"""How django-allauth behaves here: invitation only, throttled, links from the public address, secrets sealed."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import authenticate as django_authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import signin

_CODE = _("That code is not right. It changes every half minute.")
_OTHER_KEY = _(
    "This second factor was sealed with another secret key. Whoever runs Tendero removes it with: "
    "./tendero user remove-factor NAME"
)
_WRONG = _("That user name and password do not go together.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth brings no types
    """Sign-in with our throttle and words; nobody signs up by himself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_code": _CODE,
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour and try again."),
        "rate_limited": _("Too many attempts. Wait a quarter of an hour and try again."),
        "invalid_password_reset": _("This link has been used already or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check one password, counting the guess first; a right one gives its place back."""
        login = credentials.get("username") or credentials.get("email") or ""
        password = credentials.get("password") or ""
        try:
            places, check = signin.take_places(login, self.get_client_ip(request))
        except signin.TooManyAttempts:
            raise self.validation_error("too_many_login_attempts") from None
        if not check:
            signin.burn_a_check(password)
            return None
        user = django_authenticate(request, username=login, password=password)
        if user is not None:
            signin.give_back(places)
        return user

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        checked = self.authenticate(self.request, username=user.get_username(), password=password)
        return checked is not None and checked.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("access:account")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth brings no types
    """The secret of the second factor is sealed with a key derived from the installation's own."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _CODE}

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """ValidationError, which the form of sign-in shows, where another secret key sealed it."""
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as problem:
            raise ValidationError(_OTHER_KEY) from problem

    def get_totp_issuer(self) -> str:
        return "Tendero"


def _sealer() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"tendero second factor").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
