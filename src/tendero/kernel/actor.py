"""Who acts. Always explicit: there is no ambient user anywhere in the house."""

from dataclasses import dataclass, replace
from typing import Literal

Origin = Literal["screen", "api", "import", "rule", "system", "command"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a part of the system, as permissions and the journal see it."""

    kind: Literal["person", "system"]
    name: str
    user_id: int | None = None
    profile: str = ""
    team_id: int | None = None
    language: str = "es"
    time_zone: str = "Europe/Madrid"
    origin: Origin = "system"

    @classmethod
    def system(cls, part: str) -> "Actor":
        """Work nobody asked for by hand; allowed everything, named in the journal."""
        return cls(kind="system", name=part)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    def through(self, origin: Origin) -> "Actor":
        """The same person, acting through another way in."""
        return replace(self, origin=origin)
