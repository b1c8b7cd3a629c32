"""``mail``: does mail leave, and let it leave again after a copy was put back."""

from __future__ import annotations

import argparse

from ..words import gettext as _
from ..words import gettext_noop
from .start import start

SUMMARY = gettext_noop("say whether mail leaves; --resume lets it go after a copy was put back")


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_mutually_exclusive_group()
    verbs.add_argument("--resume", action="store_true", help=_("let mail leave again"))
    verbs.add_argument("--hold", action="store_true", help=_("let none leave until told"))


def run(options: argparse.Namespace) -> int:
    """Exit code 0."""
    start()
    from tendero.access.actions import hold_mail, resume_mail
    from tendero.kernel.actor import Actor
    from tendero.kernel.models import Setting

    by = Actor.system("command")
    if options.resume:
        resume_mail(by=by)
    elif options.hold:
        hold_mail(by=by)
    print(_("no mail leaves") if Setting.read("mail.held") else _("mail leaves"))
    return 0
