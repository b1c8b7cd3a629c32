"""Tell a story inside the program: Python from the standard input, with the cast's `world` at hand."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tendero.config.settings")
    import django

    django.setup()
    from tendero.identity.models import User
    from tests.world import PEOPLE, World

    world = World({user.username: user for user in User.objects.all()})
    names: dict[str, object] = {"world": world, "PEOPLE": PEOPLE}
    exec(sys.stdin.read(), names)  # the tests' own words
    sys.stdout.write(f"\n{json.dumps(names.get('answer'), default=str)}\n")


if __name__ == "__main__":
    main()
