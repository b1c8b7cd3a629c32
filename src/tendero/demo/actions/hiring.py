"""The people of the shop."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from tendero.demo.people import PASSWORD, PEOPLE
from tendero.identity.models import Team, User
from tendero.identity.models.user import KEPT
from tendero.kernel.kept import touch


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
    User.objects.bulk_create(people)
    touch(KEPT)
    return {user.username: user for user in User.objects.all()}
