"""Starting Django for a command."""

from __future__ import annotations

import gc
import os

from .. import words

SETTINGS = "tendero.config.settings"


def start(*, statement_timeout: int | None = None) -> None:
    """Set Django up; ``statement_timeout`` (seconds) is for commands whose statements last longer than a page's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if statement_timeout is not None:
        os.environ.setdefault("TENDERO_STATEMENT_TIMEOUT", str(statement_timeout))
    import django

    from ..catalogues import compile_stale

    compile_stale()
    django.setup()
    # What starting has made lives as long as the process: long work need not look through it for garbage.
    gc.freeze()


def speak_of_company() -> str:
    """Speak the company's language from here on, whose data the command tells about; Django is set up already."""
    from tendero.kernel.models import Setting

    return words.speak(str(Setting.read("company.language")))
