"""The permission matrix a new company starts with.

Pure data and two questions: `default_scope(profile, record_key, verb)` and `default_hidden(profile, record_key)`. What
each row means in the shop is told in `docs/rules/permissions.md`; the table there and this one are compared by a test.
"""

from __future__ import annotations

from typing import Final, Literal

Scope = Literal["none", "own", "team", "all"]
SCOPES: Final[tuple[Scope, ...]] = ("none", "own", "team", "all")

DIRECCION: Final = "direccion"
MARKETING: Final = "marketing"
COMERCIAL: Final = "comercial"
ATENCION: Final = "atencion"
MOSTRADOR: Final = "mostrador"
LECTURA: Final = "lectura"
ADMINISTRACION: Final = "administracion"

PROFILES: Final[tuple[str, ...]] = (DIRECCION, MARKETING, COMERCIAL, ATENCION, MOSTRADOR, LECTURA, ADMINISTRACION)
"""Codes of the seven profiles, in the order the screen shows them."""

FULL: Final[frozenset[str]] = frozenset({DIRECCION, ADMINISTRACION})
"""Profiles that may do everything; the last active person of one of them cannot be deactivated."""

BASIC_VERBS: Final[tuple[str, ...]] = ("view", "add", "change", "delete", "export")

CONTACTS, DEALS, SALES, GOODS, WORK = "contacts", "deals", "sales", "goods", "work"
LISTS, SETTINGS = "lists", "settings"

_FAMILY_OF_RECORD: Final[dict[str, str]] = {
    "directory.Party": CONTACTS,
    "pipeline.Opportunity": DEALS,
    "sales.Sale": SALES,
    "catalog.Product": GOODS,
    "catalog.Category": GOODS,
    "activities.Task": WORK,
    "activities.Activity": WORK,
    "activities.Document": WORK,
    "activities.Silence": WORK,
}
_SETTINGS_ROOMS: Final[frozenset[str]] = frozenset({"access", "identity", "kernel", "config"})

_ROWS: Final[dict[str, dict[str, dict[str, Scope]]]] = {
    MARKETING: {
        CONTACTS: {"view": "all", "add": "all", "change": "all", "delete": "own", "export": "all", "import": "all"},
        DEALS: {"view": "all"},
        SALES: {"view": "all", "export": "all"},
        GOODS: {"view": "all", "add": "all", "change": "all", "export": "all"},
        WORK: {"view": "all", "add": "all", "change": "own", "delete": "own", "export": "all"},
        LISTS: {"view": "all", "add": "all", "change": "all"},
    },
    COMERCIAL: {
        CONTACTS: {"view": "all", "add": "all", "change": "team", "delete": "own"},
        DEALS: {"view": "team", "add": "all", "change": "team", "delete": "own"},
        SALES: {"view": "all", "add": "all", "change": "own"},
        GOODS: {"view": "all"},
        WORK: {"view": "team", "add": "all", "change": "team", "delete": "own"},
        LISTS: {"view": "all"},
    },
    ATENCION: {
        CONTACTS: {"view": "all", "add": "all", "change": "all"},
        DEALS: {"view": "all"},
        SALES: {"view": "all", "add": "all", "change": "own"},
        GOODS: {"view": "all"},
        WORK: {"view": "all", "add": "all", "change": "team", "delete": "own"},
        LISTS: {"view": "all"},
    },
    MOSTRADOR: {
        CONTACTS: {"view": "all", "add": "all", "change": "own"},
        SALES: {"view": "all", "add": "all", "change": "own"},
        GOODS: {"view": "all"},
        WORK: {"view": "own", "add": "all", "change": "own"},
        LISTS: {"view": "all"},
    },
    LECTURA: {
        CONTACTS: {"view": "all"},
        DEALS: {"view": "all"},
        SALES: {"view": "all"},
        GOODS: {"view": "all"},
        WORK: {"view": "all"},
        LISTS: {"view": "all"},
    },
}
_HIDDEN: Final[dict[tuple[str, str], frozenset[str]]] = {
    (MOSTRADOR, "catalog.Product"): frozenset({"cost"}),
    (LECTURA, "catalog.Product"): frozenset({"cost"}),
    (MOSTRADOR, "sales.Sale"): frozenset({"cost"}),
    (LECTURA, "sales.Sale"): frozenset({"cost"}),
}

# Verbs that are not a mere change when a record declares them: they follow another column of the same row.
_FOLLOWS: Final[dict[str, str]] = {"merge": "delete", "restore": "delete", "import": "import", "export": "export"}


def family(record_key: str) -> str:
    """Which row of the default matrix a record type reads; unknown business records are editable lists."""
    room = record_key.partition(".")[0]
    if room in _SETTINGS_ROOMS:
        return SETTINGS
    return _FAMILY_OF_RECORD.get(record_key, LISTS)


def default_scope(profile: str, record_key: str, verb: str) -> Scope:
    """The scope a profile starts with; `"none"` for what is not said, and for profiles made by the company.

    A verb of its own (an action such as `win`) follows `change` unless it destroys, then `delete`.
    """
    if profile in FULL:
        return "all"
    if record_key == "identity.User" and verb == "view" and profile in PROFILES:
        return "all"
    row = _ROWS.get(profile, {}).get(family(record_key), {})
    column = verb if verb in BASIC_VERBS else _FOLLOWS.get(verb, "change")
    return row.get(column, "none")


def default_hidden(profile: str, record_key: str) -> frozenset[str]:
    """The fields of a record type that a profile starts without knowing of."""
    return _HIDDEN.get((profile, record_key), frozenset())


def widest(*scopes: Scope) -> Scope:
    """The widest of several scopes: none < own < team < all."""
    return max(scopes, key=SCOPES.index, default="none")
