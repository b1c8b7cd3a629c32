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
    gc.disable()  # loading makes hardly any garbage, and looking for it takes a tenth of the start
    django.setup()
    # What starting has made lives as long as the process: long work need not look through it for garbage.
    gc.freeze()
    gc.enable()


def unanswered() -> str:
    """Why the database does not answer; empty when it does. Reads the settings, asks by a connection of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.conf import settings
    from django.db import OperationalError
    from django.db.utils import ConnectionHandler

    given = settings.DATABASES["default"]
    options = {name: value for name, value in given.get("OPTIONS", {}).items() if name != "pool"}
    connection = ConnectionHandler({"default": {**given, "OPTIONS": options}})["default"]
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return str(error).strip().splitlines()[0]
    finally:
        connection.close()
    return ""


def unapplied() -> int:
    """How many migrations the database lacks; Django is set up already."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def speak_of_company() -> str:
    """Speak the company's language from here on, whose data the command tells about; Django is set up already."""
    from tendero.kernel.models import Setting

    return words.speak(str(Setting.read("company.language")))
