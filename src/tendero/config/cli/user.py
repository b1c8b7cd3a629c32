"""``user``: people who may sign in."""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Any

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop("add or deactivate a person, or remove a second factor: user add NAME --name ... --profile ...")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["add", "deactivate", "remove-factor"])
    parser.add_argument("username")
    parser.add_argument("--name", default="", help=_("full name"))
    parser.add_argument("--email", default="")
    parser.add_argument("--profile", help=_("code of the profile (default: direccion)"))
    parser.add_argument("--team", default="", help=_("name of the team; made if there is none"))
    parser.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))


def run(options: argparse.Namespace) -> int:
    """Exit 0; a generated password is printed once, alone on the last line."""
    start()
    from django.core.exceptions import ValidationError

    from tendero.kernel.permissions import Refused

    if options.verb != "add":
        _refuse_what_only_adding_takes(options)
    try:
        return {"add": _add, "deactivate": _deactivate, "remove-factor": _remove_factor}[options.verb](options)
    except ValidationError as error:
        raise CommandFailed(_wrong(error)) from error
    except Refused as error:
        raise CommandFailed(str(error)) from error


def _refuse_what_only_adding_takes(options: argparse.Namespace) -> None:
    given = [name for name in ("name", "email", "profile", "team", "password_stdin") if getattr(options, name)]
    if given:
        option = "--" + given[0].replace("_", "-")
        raise CommandFailed(_("%s is for adding a person; it changes nothing here") % option)


def _wrong(error: Any) -> str:
    """Every fault after the argument it is about."""
    names = {"username": "username", **{name: f"--{name}" for name in ("name", "email", "profile", "team", "password")}}
    faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    told = [(names.get(field, ""), str(text)) for field, texts in faults.items() for text in texts]
    return " ".join(f"{name}: {text}" if name else text for name, text in told)


def _add(options: argparse.Namespace) -> int:
    from django.db import transaction

    from tendero.access.actions import add_person
    from tendero.kernel.actor import Actor

    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else secrets.token_urlsafe(12)
    by = Actor.system("command")
    with transaction.atomic():  # no team is left without the person it was made for
        add_person(
            by=by,
            username=options.username,
            name=options.name or options.username.capitalize(),
            email=options.email,
            profile=options.profile or "direccion",
            team=_team(options.team, by) if options.team else None,
            password=password,
        )
    if not options.password_stdin:
        print(_("%s may sign in with this password:") % options.username, file=sys.stderr)
        print(password)
    return 0


def _team(name: str, by: Any) -> Any:
    from django.core.exceptions import ValidationError

    from tendero.access.actions import add_team
    from tendero.identity.models import Team

    there = Team.objects.filter(name__iexact=name.strip()).first()
    if there is None:
        try:
            there = add_team(by=by, name=name)
        except ValidationError as error:
            raise ValidationError({"team": error.messages}) from error
    return there


def _deactivate(options: argparse.Namespace) -> int:
    from tendero.access.actions import deactivate
    from tendero.kernel.actor import Actor

    deactivate(_person(options.username), by=Actor.system("command"))
    return 0


def _remove_factor(options: argparse.Namespace) -> int:
    from tendero.access.actions import remove_second_factor
    from tendero.kernel.actor import Actor

    if not remove_second_factor(_person(options.username), by=Actor.system("command")):
        raise CommandFailed(_("%s has no second factor") % options.username)
    print(_("%s signs in with the password alone, until a second factor is set up again") % options.username)
    return 0


def _person(username: str) -> Any:
    from tendero.identity.models import User

    person = User.objects.filter(username__iexact=username).first()
    if person is None:
        raise CommandFailed(_("nobody is called “%s”") % username)
    return person
