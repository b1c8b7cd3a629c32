"""The reader of a command's arguments: what it cannot use it refuses in one line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from ..words import gettext as _

LONGEST = 60


class Parser(argparse.ArgumentParser):
    """Python's, without the ten lines of usage that hide what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Say on stderr, in one line, what is wrong and where help is; exit code 2."""
        told = " ".join(message.split())
        more = _("(`%s --help` tells more)") % self.prog
        self.exit(2, f"{self.prog}: {told} {more}\n")


def shown(value: str) -> str:
    """What was typed, short enough to stand inside a sentence."""
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
