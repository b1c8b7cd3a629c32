"""Who works at Menaje Montoro."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "tendero-demo"  # noqa: S105 - told to whoever opens the demo, which binds to loopback


@dataclass(frozen=True, slots=True)
class Person:
    """One of the shop: `what` is printed beside the name when the demo opens."""

    username: str
    name: str
    profile: str
    team: str
    what: str


PEOPLE: Final = (
    Person("ana", "Ana Montoro", "direccion", "Tienda", "directs the company"),
    Person("marta", "Marta Gil", "marketing", "Tienda", "marketing"),
    Person("beto", "Beto Sanz", "comercial", "Zaragoza", "sells, often from his phone"),
    Person("nuria", "Nuria Palacín", "comercial", "Huesca", "sells in another team"),
    Person("pablo", "Pablo Serrano", "comercial", "Zaragoza", "sells"),
    Person("sara", "Sara Lahoz", "atencion", "Tienda", "customer care"),
    Person("caja", "Caja 1", "mostrador", "Tienda", "the counter"),
    Person("ivan", "Iván Vera", "administracion", "", "installs and imports"),
)
