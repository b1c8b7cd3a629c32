"""``python -m tendero``: hand over to the command line in ``config``."""

from __future__ import annotations

import sys

from tendero.config.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
