"""How people sign in: allauth by user name or e-mail, by invitation only, with a second factor where wanted."""

from __future__ import annotations

from typing import Any


def settings() -> dict[str, Any]:
    """Return Django's and allauth's sign-in settings; the adapter that closes sign-up lives in ``access``."""
    return {
        "AUTHENTICATION_BACKENDS": ["tendero.access.signin.PasswordBackend"],
        "ACCOUNT_ADAPTER": "tendero.access.adapter.AccountAdapter",
        "MFA_ADAPTER": "tendero.access.adapter.MFAAdapter",
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # an invitation reaches the address: that is the proof
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_FORMS": {
            "login": "tendero.access.forms.EnterForm",
            "reset_password": "tendero.access.forms.ResetForm",
        },
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_SESSION_REMEMBER": None,
        "ACCOUNT_RATE_LIMITS": {
            "login_failed": "5/15m/key,20/15m/ip",
            "reset_password": "5/15m/ip,3/15m/key",
            "change_password": "5/15m/user",  # it asks for the old one: an open session must not serve to guess it
        },
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Tendero",
        "MFA_TOTP_TOLERANCE": 1,  # a telephone half a minute off still enters (RFC 6238, 5.2)
        "MFA_TRUST_ENABLED": False,
    }
