"""The people and rows every cell is asked with, and what ought to come of it."""

from __future__ import annotations

from typing import Any, Final

from tendero.access.rules.matrix import default_scope
from tendero.kernel import changes, write
from tendero.kernel.refs import new_ref
from tendero.records import registry
from tests.contracts.samples import sample
from tests.world import World

PEOPLE: Final = {
    "direccion": "ana",
    "marketing": "marta",
    "comercial": "beto",
    "atencion": "sara",
    "mostrador": "caja",
    "lectura": "lola",
    "administracion": "ivan",
}
"""One person of each profile; all but Iván are of the team Zaragoza. Pablo is of their team, Nuria of another."""
CASES: Final = ("own", "team", "other", "binned", "nonexistent")
GONE: Final = frozenset({"binned", "nonexistent"})
OWNERS: Final = {"team": "pablo", "other": "nuria"}


class Company:
    """Rows of one record type, one for each person and case."""

    def __init__(self, world: World, key: str) -> None:
        self.world, self.key = world, key
        self.record = registry.get(key)
        world.user("ivan")
        self.rows: dict[tuple[str, str], Any] = {}
        shared = {case: self._row(number, OWNERS[case]) for number, case in enumerate(OWNERS, start=1)}
        for number, (profile, name) in enumerate(PEOPLE.items(), start=10):
            self.rows[profile, "own"] = self._row(number, name)
            self.rows[profile, "binned"] = self._row(number + 50, name)
            self._bin(self.rows[profile, "binned"])
            for case, row in shared.items():
                self.rows[profile, case] = row
        self.missing = new_ref()

    def _row(self, number: int, owner: str) -> Any:
        row = sample(self.world, self.key, number)
        if row.owner_field:
            with changes.change_set("test", by=self.world.system):
                write.change(row, **{row.owner_field: self.world.user(owner)})
        return row

    def _bin(self, row: Any) -> None:
        with changes.change_set("test", by=self.world.system):
            write.to_bin([row])

    def ref(self, profile: str, case: str) -> str:
        """The reference a cell is asked with."""
        return self.missing if case == "nonexistent" else str(self.rows[profile, case].ref)

    def reaches(self, profile: str, verb: str, case: str) -> bool:
        """Whether the verb reaches the row of that case: the plain reading of the matrix.

        What belongs to a contact is seen by whoever sees the contact (everybody here does); its own scope limits the
        rest. A record without an owner is everybody's or nobody's.
        """
        scope = default_scope(profile, self.key, verb)
        model = self.record.model
        if case in GONE or scope == "none":
            return False
        if scope == "all" or (verb == "view" and model.visible_through):
            return True
        if not model.owner_field or profile == "administracion":
            return bool(model.owner_field) and case == "own"
        return case == "own" or (scope == "team" and case == "team")

    def expected(self, profile: str, verb: str, case: str) -> str:
        """“allowed”, “refused” (403) or “missing” (404)."""
        sees = default_scope(profile, self.key, "view") != "none"
        if default_scope(profile, self.key, verb) == "none":
            return "refused" if sees else "missing"  # the door closes before any row is looked at
        if not self.reaches(profile, "view", case):
            return "missing"
        return "allowed" if self.reaches(profile, verb, case) else "refused"


def told(status: int) -> str:
    """What an answer says. Anything else the server said well (a wrong body, a conflict) shows that the door opened."""
    if status == 404:
        return "missing"
    if status == 403:
        return "refused"
    return "allowed" if status < 500 and status != 401 else f"status {status}"
