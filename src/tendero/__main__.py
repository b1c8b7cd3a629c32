"""``python -m tendero``: hand over to the command line in ``config``."""

from __future__ import annotations

import sys

from tendero.config.cli import main


def console() -> int:
    """The installed command."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(console())
