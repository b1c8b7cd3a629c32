"""``token``: an API token for a person."""

from __future__ import annotations

import argparse
import sys

from .failure import CommandFailed
from .start import start

SUMMARY = "make an API token with a person's rights; it is shown once, alone on the last line"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user", help="user name")
    parser.add_argument("--name", default="command line", help="what it is for")


def run(options: argparse.Namespace) -> int:
    start()
    from tendero.access.actions import create_token
    from tendero.identity.models import User
    from tendero.kernel.actor import Actor
    from tendero.kernel.permissions import Refused

    person = User.objects.filter(username__iexact=options.user, is_active=True).first()
    if person is None:
        raise CommandFailed(f"nobody active is called {options.user!r}")
    try:
        _token, secret = create_token(person, by=Actor.system("command"), name=options.name)
    except Refused as error:
        raise CommandFailed(str(error)) from error
    print(f"token of {person.username} ({options.name}); keep it, it is not shown again:", file=sys.stderr)
    print(secret)
    return 0
