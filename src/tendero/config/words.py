"""The language of the command line, before Django is there and for what Django never translates.

The environment says it: the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that names a language; Spanish is Spanish,
any other English. Where it names none (nothing set, C, POSIX), TENDERO_LANGUAGE does, which is Spanish unless told
otherwise. `import` and `export` tell about the company's data and speak the company's language.
"""

from __future__ import annotations

import gettext as library
import os
from collections.abc import Callable, Mapping
from gettext import gettext as gettext
from gettext import ngettext as ngettext
from pathlib import Path

DOMAIN = "django"
ROOMS = Path(__file__).resolve().parent.parent


def gettext_noop(text: str) -> str:
    """Mark a text that is told later."""
    return text


def language(environ: Mapping[str, str]) -> str:
    """``es`` or ``en``."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        told = environ.get(name, "").split(".")[0].split(":")[0]
        if told and told not in {"C", "POSIX"}:
            return "es" if told.lower().startswith("es") else "en"
    return "en" if environ.get("TENDERO_LANGUAGE") == "en" else "es"


def speak(wanted: str = "") -> str:
    """Speak `wanted`, or what the environment says, from here on: this command, argparse, and processes it starts."""
    chosen = wanted or language(os.environ)
    os.environ["LANGUAGE"] = chosen
    if chosen != "en":
        _compile()
    library.bindtextdomain(DOMAIN, str(ROOMS / "config" / "locale"))
    library.textdomain(DOMAIN)
    return chosen


def of_room(room: str) -> Callable[[str], str]:
    """What tells the texts that another room keeps in its catalogue."""
    folder = str(ROOMS / room / "locale")
    return library.translation(DOMAIN, folder, [language(os.environ)], fallback=True).gettext


def _compile() -> None:
    """A fresh copy has no compiled catalogues yet; Babel, slow to load, is asked only then."""
    source = ROOMS / "config" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if source.is_file() and not (compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime):
        from .catalogues import compile_stale

        compile_stale()


ARGPARSE = [
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("show this help message and exit"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("expected one argument"),
]
"""What Python's reader of arguments says, by the ids under which it asks for it."""
