"""What a company's country proposes: currency, time zone and language. Data; each can be changed on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Proposal:
    """Three letters, a zone of the time zone database (the capital's), and a language of Tendero."""

    currency: str
    time_zone: str
    language: str = "es"


PROPOSALS: Final[dict[str, Proposal]] = {
    "ES": Proposal("EUR", "Europe/Madrid"),
    "MX": Proposal("MXN", "America/Mexico_City"),
    "CO": Proposal("COP", "America/Bogota"),
    "AR": Proposal("ARS", "America/Argentina/Buenos_Aires"),
    "CL": Proposal("CLP", "America/Santiago"),
    "PE": Proposal("PEN", "America/Lima"),
    "UY": Proposal("UYU", "America/Montevideo"),
    "BO": Proposal("BOB", "America/La_Paz"),
    "CR": Proposal("CRC", "America/Costa_Rica"),
    "DO": Proposal("DOP", "America/Santo_Domingo"),
    "EC": Proposal("USD", "America/Guayaquil"),
    "GT": Proposal("GTQ", "America/Guatemala"),
    "PY": Proposal("PYG", "America/Asuncion"),
    "PA": Proposal("USD", "America/Panama"),
    "US": Proposal("USD", "America/New_York", "en"),
    "AD": Proposal("EUR", "Europe/Andorra"),
    "PT": Proposal("EUR", "Europe/Lisbon"),
}
COUNTRIES: Final = tuple(PROPOSALS)
CURRENCIES: Final = tuple(dict.fromkeys(one.currency for one in PROPOSALS.values()))


def proposed(country: str) -> Proposal:
    """What the country proposes; as in Spain where it is not known."""
    return PROPOSALS.get(country, PROPOSALS["ES"])
