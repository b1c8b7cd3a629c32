"""Opening the demo shop."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tendero.demo.people import PASSWORD, PEOPLE
from tendero.identity.models import Team, User
from tendero.kernel.models import Setting


def open_shop(*, say: Callable[[str], None]) -> bool:
    """Fill an empty database with Menaje Montoro; False, and nothing written, if anybody works here already."""
    if User.objects.exists():
        return False
    say("furnishing the demo shop")
    with transaction.atomic():
        Setting.store("company.name", "Menaje Montoro")
        Setting.store("company.city", "Zaragoza")
        hire()
    return True


def hire() -> dict[str, User]:
    """Make the people of the shop, all with the demo's password; `{user name: person}`."""
    hashed = make_password(PASSWORD)
    teams = {name: Team.objects.get_or_create(name=name)[0] for name in dict.fromkeys(p.team for p in PEOPLE) if name}
    people = [
        User(
            username=person.username,
            name=person.name,
            profile=person.profile,
            team=teams.get(person.team),
            email=f"{person.username}@montoro.example",
            password=hashed,
        )
        for person in PEOPLE
    ]
    return {user.username: user for user in User.objects.bulk_create(people)}
