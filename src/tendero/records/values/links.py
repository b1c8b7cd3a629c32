"""Addresses on the web: what people write, put in order."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_valid = URLValidator(schemes=["http", "https"])
_SCHEME: Final = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


def web_address(text: str) -> str:
    """`text` as it is kept: with ``https://`` where it names no scheme, the host in small letters.

    ValidationError for what is no address of a page, or one that no browser should be sent to by a click.
    """
    told = text.strip()
    whole = told if _SCHEME.match(told) else f"https://{told.removeprefix('//')}"
    try:
        _valid(whole)
    except ValidationError as error:
        message = _("“%(value)s” is no web address. It looks like www.company.com.")
        raise ValidationError(message, code="url", params={"value": told[:80]}) from error
    parts = urlsplit(whole)
    return parts._replace(scheme=parts.scheme.lower(), netloc=_host_in_small(parts.netloc)).geturl()


def _host_in_small(netloc: str) -> str:
    who, at, host = netloc.rpartition("@")
    return f"{who}{at}{host.lower()}"
