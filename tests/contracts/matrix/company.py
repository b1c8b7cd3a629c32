"""The people and rows every cell is asked with, and what ought to come of it."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from tendero.access.rules.matrix import default_scope
from tendero.directory import actions as directory
from tendero.directory.models import RelationshipType, RoleType, Tag
from tendero.kernel import changes, write
from tendero.kernel.refs import new_ref
from tendero.pipeline.models import LossReason, Stage
from tendero.records import registry
from tests.contracts.matrix.asking import PICTURE, Cells
from tests.contracts.samples import sample
from tests.contracts.test_records import text_field
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
BINNED: Final = ("binned", "binned team", "binned other", "own", "nonexistent")
"""What a restoration is asked for: the bins of everybody, a row that lives, and nothing."""
GONE: Final = frozenset({"binned", "binned team", "binned other", "nonexistent"})
OWNERS: Final = {"team": "pablo", "other": "nuria"}


class Company:
    """Rows of one record type, one for each person and case; each has a past, so that a value can be put back."""

    def __init__(self, world: World, key: str) -> None:
        self.world, self.key = world, key
        self.record = registry.get(key)
        self.cells = Cells()
        self.missing = new_ref()
        self.rows: dict[tuple[str, str], Any] = {}
        self.more: dict[int, dict[str, str]] = {}
        for name in (*PEOPLE.values(), *OWNERS.values()):
            world.user(name)
        self.shared = self._shared_names()
        common = {case: self._row(number, name) for number, (case, name) in enumerate(OWNERS.items(), start=1)}
        common |= {f"binned {c}": self._row(n, name, gone=True) for n, (c, name) in enumerate(OWNERS.items(), start=3)}
        for number, (profile, name) in enumerate(PEOPLE.items(), start=10):
            self.rows[profile, "own"] = self._row(number, name)
            self.rows[profile, "binned"] = self._row(number + 50, name, gone=True)
            for case, row in common.items():
                self.rows[profile, case] = row
        self.made = self._versions()
        self.stood = self.made

    def _row(self, number: int, owner: str, *, gone: bool = False) -> Any:
        row = sample(self.world, self.key, number)
        with changes.change_set("test", by=self.world.system) as opened:
            path = self.record.own_fields[text_field(self.key)].path
            write.change(row, **({row.owner_field: self.world.user(owner)} if row.owner_field else {}))
            write.change(row, **{path: f"{getattr(row, path)} antes {number}".strip()})
            more = self._card(row) if self.key == "directory.Party" else {}
            self.more[row.pk] = {"set": opened.ref, **more}
        if gone:
            with changes.change_set("test", by=self.world.system):
                write.to_bin([row])
        return row

    def _card(self, row: Any) -> dict[str, str]:
        """What only a contact has: a role, a note in the ledger, a photo."""
        by = self.world.system
        directory.give_role(row, role=RoleType.objects.get(ref=self.shared["role"]), by=by)
        directory.add_tag(row, tag=Tag.objects.get(ref=self.shared["tag"]), by=by)
        noted = {"decision": "given", "purpose": "offers", "channel": "email", "basis": "consent", "proof": "Firmado"}
        entry = directory.record_consent(row, by=by, **noted)
        directory.set_photo(row, upload=SimpleUploadedFile("foto.png", PICTURE), by=by)
        twin = self.world.make(type(row)(kind="person", first_name="Gemela", last_name="Prueba", owner=row.owner))
        return {"entry": str(entry.pk), "twin": twin.ref}

    def _shared_names(self) -> dict[str, str]:
        """References of the company's lists that bodies name."""
        roles = RoleType.objects.order_by("pk").values_list("ref", flat=True)
        tags = [self.world.make(Tag(name=name)).ref for name in ("Vecino", "Feria")]
        stages = Stage.objects.filter(kind="open").order_by("position").values_list("ref", flat=True)
        reason = LossReason.objects.order_by("pk").first()
        related = RelationshipType.objects.order_by("pk").first()
        assert reason is not None
        assert related is not None
        names = {"role": roles[0], "other_role": roles[1], "tag": tags[0], "other_tag": tags[1], "stage": stages[1]}
        names |= {"relationship": related.ref, "neighbour": self.world.don_luis.ref}
        return names | {"reason": reason.ref, "reason_pk": str(reason.pk)}

    def names(self, profile: str, case: str) -> dict[str, str]:
        """What paths and bodies are filled with for one cell."""
        row = self.rows.get((profile, case), self.rows[profile, "own"])
        owner = getattr(row, f"{row.owner_field}_id", None) if row.owner_field else None
        heir = "pablo" if owner != self.world.user("pablo").pk else "sara"
        return {
            "slug": self.record.slug,
            "field": text_field(self.key),
            "heir": self.world.user(heir).ref,
            **self.shared,
            **self.more[row.pk],
            "ref": self.ref(profile, case),
        }

    def ref(self, profile: str, case: str) -> str:
        """The reference a cell is asked with."""
        return self.missing if case == "nonexistent" else str(self.rows[profile, case].ref)

    def touched(self, profile: str, case: str) -> bool:
        """Whether the row of that cell is no longer as it was made."""
        row = self.rows[profile, case]
        found = type(row).everything.filter(pk=row.pk).values_list("version", "binned_at").first()
        return bool(found != self.stood[row.pk])

    def again(self, profile: str, case: str) -> Any:
        """The row of that cell, read again: what is done to it does not stay in the one that is kept."""
        return self.record.model.everything.get(pk=self.rows[profile, case].pk)

    def settle(self) -> None:
        """From now on `touched` compares with how the rows stand this moment, until `forget`."""
        self.stood = self._versions()

    def forget(self) -> None:
        """Compare with how the rows were made."""
        self.stood = self.made

    def _versions(self) -> dict[int, tuple[int, Any]]:
        return {pk: (v, at) for pk, v, at in self.record.model.everything.values_list("pk", "version", "binned_at")}

    def reaches(self, profile: str, verb: str, case: str) -> bool:
        """Whether the verb reaches the row of that case: the plain reading of the matrix.

        What belongs to a contact is seen by whoever sees the contact (everybody here does); its own scope limits the
        rest. A record without an owner is everybody's or nobody's.
        """
        if case in GONE:
            return False
        return self.within(profile, verb, case)

    def within(self, profile: str, verb: str, case: str) -> bool:
        """The same, the bin aside: whose row it is, and how far the verb goes."""
        scope = default_scope(profile, self.key, verb)
        whose = {"binned": "own", "binned team": "team", "binned other": "other"}.get(case, case)
        model = self.record.model
        if whose == "nonexistent" or scope == "none":
            return False
        if scope == "all" or (verb == "view" and model.visible_through):
            return True
        if not model.owner_field or profile == "administracion":
            return bool(model.owner_field) and whose == "own"
        return whose == "own" or (scope == "team" and whose == "team")

    def narrow(self, profile: str) -> bool:
        """Whether he changes only his own: nobody writes a row to where his own right does not reach."""
        return default_scope(profile, self.key, "change") == "own"

    def expected(self, profile: str, verb: str, case: str) -> str:
        """“allowed”, “refused” (403) or “missing” (404)."""
        shut = door(profile, self.key, verb)
        if shut:
            return shut
        if not self.reaches(profile, "view", case):
            return "missing"
        return "allowed" if self.reaches(profile, verb, case) else "refused"


def door(profile: str, key: str, verb: str) -> str:
    """How the door answers before any row is looked at: “refused”, “missing”, or nothing where it opens."""
    if default_scope(profile, key, verb) != "none":
        return ""
    return "refused" if default_scope(profile, key, "view") != "none" else "missing"
