"""``user``: people who may sign in."""

from __future__ import annotations

import argparse
import secrets
import sys

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop("add or deactivate a person: user add NAME --name ... --profile ...")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["add", "deactivate"])
    parser.add_argument("username")
    parser.add_argument("--name", default="", help=_("full name"))
    parser.add_argument("--email", default="")
    parser.add_argument("--profile", default="direccion", help=_("code of the profile (default: direccion)"))
    parser.add_argument("--team", default="", help=_("name of the team; made if there is none"))
    parser.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))


def run(options: argparse.Namespace) -> int:
    """Exit 0; a generated password is printed once, alone on the last line."""
    start()
    from django.core.exceptions import ValidationError

    from tendero.kernel.permissions import Refused

    try:
        return _add(options) if options.verb == "add" else _deactivate(options)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    except Refused as error:
        raise CommandFailed(str(error)) from error


def _add(options: argparse.Namespace) -> int:
    from tendero.access.actions import add_person
    from tendero.identity.models import Team
    from tendero.kernel.actor import Actor

    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else secrets.token_urlsafe(12)
    team = Team.objects.get_or_create(name=options.team)[0] if options.team else None
    add_person(
        by=Actor.system("command"),
        username=options.username,
        name=options.name or options.username.capitalize(),
        email=options.email,
        profile=options.profile,
        team=team,
        password=password,
    )
    if not options.password_stdin:
        print(_("%s may sign in with this password:") % options.username, file=sys.stderr)
        print(password)
    return 0


def _deactivate(options: argparse.Namespace) -> int:
    from tendero.access.actions import deactivate
    from tendero.identity.models import User
    from tendero.kernel.actor import Actor

    person = User.objects.filter(username__iexact=options.username).first()
    if person is None:
        raise CommandFailed(_("nobody is called “%s”") % options.username)
    deactivate(person, by=Actor.system("command"))
    return 0
