"""Django's settings, all derived from the environment (``environment.SETTINGS`` lists what may be set)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import database_url, email_url, logs, secret, signin
from .environment import Environment, check_names

django_stubs_ext.monkeypatch()  # Field[...] and the like may be written at run time too
check_names(os.environ)
_given = Environment(os.environ)

# ── Where things are ────────────────────────────────────────────────────────────────────────────────────────────
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = _given.folder("TENDERO_DATA")
PUBLIC_URL = _given.text("TENDERO_PUBLIC_URL")
SECRET_KEY = secret.load(DATA_DIR, _given.text("TENDERO_SECRET_KEY"))
DEBUG = _given.flag("TENDERO_DEBUG")

# ── The company, until it says otherwise on its own screen ──────────────────────────────────────────────────────
COMPANY_COUNTRY = _given.text("TENDERO_COUNTRY").upper()
COMPANY_CURRENCY = _given.text("TENDERO_CURRENCY").upper()

# ── Rooms, lowest floor first; what Django and others bring stands before them ──────────────────────────────────
ROOMS = (
    "kernel",
    "identity",
    "ui",
    "records",
    "access",
    "directory",
    "activities",
    "catalog",
    "pipeline",
    "sales",
    "metrics",
    "insight",
    "demo",
)
INSTALLED_APPS = [
    *(f"tendero.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
]
MIDDLEWARE = [
    "tendero.config.middleware.TrustedProxies",
    "tendero.config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tendero.config.middleware.PageHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tendero.access.middleware.ActorMiddleware",
    "tendero.config.middleware.PlainText",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tendero.config.urls"
WSGI_APPLICATION = "tendero.config.wsgi.application"
APPEND_SLASH = True

# ── Data ────────────────────────────────────────────────────────────────────────────────────────────────────────
_threads = _given.number("TENDERO_WEB_THREADS")
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_url.parse(
        _given.text("TENDERO_DATABASE_URL"),
        data=DATA_DIR,
        statement_timeout=_given.number("TENDERO_STATEMENT_TIMEOUT"),
        pool_size=_threads + 2,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_redis = _given.text("TENDERO_REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        # Shared by all processes: sign-in throttles count there.
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if _redis
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": _redis or "config_cache",
        "KEY_PREFIX": "tendero",
        "OPTIONS": {} if _redis else {"MAX_ENTRIES": 20_000},
    }
}

# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
_loaders = ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
            "builtins": ["django_cotton.templatetags.cotton", "tendero.ui.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tendero.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
COTTON_SNAKE_CASED_NAMES = False
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # Vite has already named files by their content: no copy, no manifest of our own
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/assets/.+-[\w-]{8,}\.\w+$"
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

# ── Language and time ───────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = _given.text("TENDERO_LANGUAGE")
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "tendero_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = _given.text("TENDERO_TIME_ZONE")
USE_TZ = True
USE_I18N = True

# ── Who may come in ─────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "identity.User"
vars().update(signin.settings())

# ── Headers and cookies ─────────────────────────────────────────────────────────────────────────────────────────
_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"
TRUSTED_PROXIES = _given.number("TENDERO_TRUSTED_PROXIES")
ALLOWED_HOSTS = sorted({_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_ENGINE = "tendero.access.session_store"
SESSION_COOKIE_NAME = "tendero_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "tendero_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tendero.ui.views.stale"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
# Asked in words by `soundness`, or the business of the proxy that has the certificate.
SILENCED_SYSTEM_CHECKS = [f"security.W{number:03}" for number in (4, 5, 8, 12, 16, 18, 21)]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ── Mail, logs, measures ────────────────────────────────────────────────────────────────────────────────────────
_mail = email_url.parse(_given.text("TENDERO_EMAIL_URL"), data=DATA_DIR)
MAIL_BACKEND = _mail.pop("EMAIL_BACKEND")  # what sends; before it stands the gate that may be shut
EMAIL_BACKEND = "tendero.kernel.mail.Gate"
vars().update(_mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _given.text("TENDERO_EMAIL_FROM")
LOGGING = logs.configuration(style=_given.text("TENDERO_LOG"), level=_given.text("TENDERO_LOG_LEVEL"))
METRICS_TOKEN = _given.text("TENDERO_METRICS_TOKEN")
SERVER_TIMING = _given.flag("TENDERO_SERVER_TIMING")
NET_ALLOW_LOOPBACK = _given.flag("TENDERO_ALLOW_LOOPBACK")
