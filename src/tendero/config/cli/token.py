"""``token``: an API token for a person."""

from __future__ import annotations

import argparse
import sys

from ..words import gettext as _
from ..words import gettext_noop
from .failure import CommandFailed
from .start import start

SUMMARY = gettext_noop("make an API token with a person's rights; it is shown once, alone on the last line")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user", help=_("user name"))
    parser.add_argument("--name", default="", help=_("what it is for"))


def run(options: argparse.Namespace) -> int:
    start()
    from tendero.access.actions import create_token
    from tendero.identity.models import User
    from tendero.kernel.actor import Actor
    from tendero.kernel.permissions import Refused

    person = User.objects.filter(username__iexact=options.user, is_active=True).first()
    if person is None:
        raise CommandFailed(_("nobody active is called “%s”") % options.user)
    name = options.name or _("command line")
    try:
        _token, secret = create_token(person, by=Actor.system("command"), name=name)
    except Refused as error:
        raise CommandFailed(str(error)) from error
    print(
        _("token of %(who)s (%(name)s); keep it, it is not shown again:") % {"who": person.username, "name": name},
        file=sys.stderr,
    )
    print(secret)
    return 0
