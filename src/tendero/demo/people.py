"""Who works at Menaje Montoro."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "tendero-demo"  # noqa: S105 - told to whoever opens the demo, which binds to loopback


def gettext_noop(text: str) -> str:
    """As Django's, which asks for settings: who works here is told before there are any."""
    return text


@dataclass(frozen=True, slots=True)
class Person:
    """One of the shop: `what` is printed beside the name when the demo opens."""

    username: str
    name: str
    profile: str
    team: str
    what: str


PEOPLE: Final = (
    Person("ana", "Ana Montoro", "direccion", "Tienda", gettext_noop("directs the company")),
    Person("marta", "Marta Gil", "marketing", "Tienda", gettext_noop("marketing")),
    Person("beto", "Beto Sanz", "comercial", "Zaragoza", gettext_noop("sells, often from his phone")),
    Person("nuria", "Nuria Palacín", "comercial", "Huesca", gettext_noop("sells in another team")),
    Person("pablo", "Pablo Serrano", "comercial", "Zaragoza", gettext_noop("sells")),
    Person("sara", "Sara Lahoz", "atencion", "Tienda", gettext_noop("customer care")),
    Person("caja", "Caja 1", "mostrador", "Tienda", gettext_noop("the counter")),
    Person("ivan", "Iván Vera", "administracion", "", gettext_noop("installs and imports")),
)
