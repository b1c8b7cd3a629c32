"""The cast. Every test that needs people tells its story with these.

Ana directs, Marta markets, Beto sells, Nuria sells in another team, Sara serves, Caja is the counter, Iván installs,
Lola only looks. Don Luis buys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.test import Client

from tendero.identity.models import Team, User
from tendero.kernel import changes, write
from tendero.kernel.actor import Actor, Origin
from tests.password import PASSWORD

PEOPLE: dict[str, tuple[str, str, str]] = {
    "ana": ("Ana Montoro", "direccion", "Zaragoza"),
    "marta": ("Marta Gil", "marketing", "Zaragoza"),
    "beto": ("Beto Sanz", "comercial", "Zaragoza"),
    "pablo": ("Pablo Serrano", "comercial", "Zaragoza"),
    "nuria": ("Nuria Palacín", "comercial", "Huesca"),
    "sara": ("Sara Lahoz", "atencion", "Zaragoza"),
    "caja": ("Caja 1", "mostrador", "Zaragoza"),
    "lola": ("Lola Mir", "lectura", "Zaragoza"),
    "ivan": ("Iván Vera", "administracion", ""),
}


@dataclass
class World:
    """A small company in the database; people come when they are first named."""

    _people: dict[str, User] = field(default_factory=dict)

    def user(self, name: str) -> User:
        """One of the cast, made on first mention."""
        if name not in self._people:
            full, profile, team = PEOPLE[name]
            user = User(
                username=name, name=full, profile=profile, email=f"{name}@montoro.example", team=self._team(team)
            )
            user.set_password(PASSWORD)
            user.save()
            self._people[name] = user
        return self._people[name]

    def actor(self, name: str, origin: Origin = "screen") -> Actor:
        """The same person as permissions and the journal see him."""
        return self.user(name).actor(origin)

    def client(self, name: str) -> Client:
        """A browser in which that person has signed in."""
        client = Client()
        client.force_login(self.user(name))
        return client

    @cached_property
    def system(self) -> Actor:
        return Actor.system("test")

    def make(self, row: Any) -> Any:
        """Write a row through the one writer, as the system."""
        with changes.change_set("test.make", by=self.system):
            return write.create(row)

    def person(self, first_name: str, last_name: str = "", *, owner: str = "", **values: Any) -> Any:
        """A person in the directory."""
        from tendero.directory.models import Party

        return self.make(
            Party(kind="person", first_name=first_name, last_name=last_name, owner=self._owner(owner), **values)
        )

    def company(self, name: str, *, owner: str = "", **values: Any) -> Any:
        """An organisation in the directory."""
        from tendero.directory.models import Party

        return self.make(Party(kind="organisation", name=name, owner=self._owner(owner), **values))

    @cached_property
    def don_luis(self) -> Any:
        """Don Luis Ferrer Lasala, Beto's customer."""
        return self.person("Luis", "Ferrer", second_last_name="Lasala", owner="beto")

    def _owner(self, name: str) -> User | None:
        return self.user(name) if name else None

    def _team(self, name: str) -> Team | None:
        return Team.objects.get_or_create(name=name)[0] if name else None
