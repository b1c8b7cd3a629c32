"""``first-run``: the link with which the first person of an empty place makes his account."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from ..words import gettext as _
from ..words import gettext_noop
from . import answering, numbers
from .failure import CommandFailed
from .start import start, unanswered

SUMMARY = gettext_noop("write the link for the first account of an empty place")
_COMMAND = (sys.executable, "-m", "tendero", "first-run")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepare", action="store_true", help=_("only prepare the database where there is none"))
    parser.add_argument("--host", type=numbers.address, default="127.0.0.1", help=_("where --port is served"))
    parser.add_argument("--port", type=numbers.port, help=_("write the link once pages are served on this port"))


def run(options: argparse.Namespace) -> int:
    """Prepare the database where there is none, and print the link; exit 1 once somebody works here."""
    start(statement_timeout=3600)
    if why := unanswered():
        raise CommandFailed(_("the database does not answer: %s") % why, 1)
    from .migrate import bring_up_to_date

    if state() == "bare":
        preparing = _("preparing the database")
        print(f"tendero: {preparing}...", file=sys.stderr, flush=True)
        bring_up_to_date()
    if options.prepare:
        return 0
    if options.port:
        answering.wait(options.host, options.port, pause=time.sleep)
    _offer()
    return 0


def _offer() -> None:
    """The link, by which the one before it opens nothing any more."""
    from django.conf import settings
    from django.urls import reverse

    from tendero.access.actions import offer_first_run

    secret = offer_first_run()
    if not secret:
        raise CommandFailed(_("somebody works here already; whoever directs invites the others"), 1)
    link = settings.PUBLIC_URL.rstrip("/") + reverse("access:begin", args=[secret])
    invited = _("Nobody works here yet. Open this link to make the first account; it lasts a day:")
    print(f"\n  {invited}\n\n  {link}\n", flush=True)


def state() -> str:
    """How a place stands: “bare” (no tables), “empty” (nobody works there), “used”; by a connection of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tendero.config.settings")
    from django.conf import settings
    from django.db.utils import ConnectionHandler, DatabaseError

    given = settings.DATABASES["default"]
    options = {name: value for name, value in given.get("OPTIONS", {}).items() if name != "pool"}
    connection = ConnectionHandler({"default": {**given, "OPTIONS": options}})["default"]
    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    try:
        tables = connection.introspection.table_names()
        if "django_migrations" not in tables:
            return "bare"
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM identity_user LIMIT 1")
            return "used" if cursor.fetchone() else "empty"
    except DatabaseError:  # half migrated, or not there: for the commands that say so in words
        return "used"
    finally:
        connection.close()


@contextmanager
def offered(host: str, port: int) -> Iterator[None]:
    """While an empty place is served: it is prepared first, and its link is printed once it opens.

    By processes of their own, so that we stay small; they end when we do.
    """
    stands = state()
    if stands == "used" or (stands == "bare" and subprocess.run([*_COMMAND, "--prepare"], check=False).returncode):
        yield  # what went wrong has been said
        return
    process = subprocess.Popen([*_COMMAND, "--host", host, "--port", str(port)])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
