"""Small shops by chance, and all that a database holds: what the stories of merging are told with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from tendero.activities.models import Activity, Document, PartyPulse, Silence, Task
from tendero.catalog.models import Product
from tendero.directory.models import (
    ConsentEntry,
    KnownApart,
    Observation,
    Party,
    PartyAddress,
    PartyCard,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
    PartyRole,
    PartyTag,
    Relationship,
    RelationshipType,
    Responsible,
    RoleType,
    Source,
    Tag,
)
from tendero.directory.models.duplicates import in_order
from tendero.insight.models import Tally
from tendero.kernel import changes, files, write
from tendero.pipeline.models import Opportunity, Stage
from tendero.records.custom.actions import define_field
from tendero.records.models import CustomValue, FieldDefinition
from tendero.sales.models import Kind, Sale, SaleLine
from tests.world import World

DAY = dt.date(2026, 3, 2)
ADDRESSES = [("Huesca", ""), ("Zaragoza", ""), ("Zaragoza", "2º B"), ("Zaragoza", "2ºB"), ("Zaragoza", "3 A")]
"""Some in one house; two of them are one, and the one without floor is any of them."""
NOT_TOLD = {
    "kernel.Change", "kernel.ChangeSet", "kernel.Job", "kernel.JobLine", "kernel.Stamp", "kernel.SearchWord",
    "kernel.SearchKind",
}  # fmt: skip
"""What tells that something was done, and the vocabulary that a job makes."""


class Shop:
    """Contacts of one kind that may be the same, two others, and all that can hang on them; `chance` decides."""

    def __init__(self, world: World, chance: Random, *, full: bool = False) -> None:
        self.world, self.chance, self.full = world, chance, full
        self.users = [world.user("beto"), world.user("pablo")]
        self.fields = [
            self._field("Lema", "text"),
            self._field("Desde", "date"),
            self._field("Socio", "party"),
            self._field("Días", "choices", ["Lunes", "Martes"]),
        ]
        with changes.change_set("test.shop", by=world.system):
            self.tag = write.create(Tag(name="Feria"))
            self.product = write.create(Product(name="Molino M-1", code="M-1"))
            self.alike = [self._person(number) for number in range(4)]
            self.firms = [write.create(Party(kind="organisation", name=f"Bar {number}")) for number in range(2)]
            for party in [*self.alike, *self.firms]:
                self._children(party)
                self._memory(party)
                self._work(party)
            for party in self.alike:
                self._ties(party)

    def _field(self, label: str, kind: str, choices: Any = ()) -> FieldDefinition:
        made = define_field(Party.record_key, label=label, kind=kind, choices=choices, by=self.world.actor("ana"))
        found: FieldDefinition = FieldDefinition.objects.get(pk=made.custom)
        return found

    def some(self, pool: Any, most: int = 2) -> list[Any]:
        """A few of a pool; all that are asked for where everything is to be there."""
        return self.chance.sample(list(pool), most if self.full else self.chance.randint(0, most))

    def maybe(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def _about(self, row: Any) -> dict[str, Any]:
        """A pointer at `row`, or at nothing."""
        there = self.full or self.maybe(True, False)
        return {"subject_type": row.key(), "subject_id": row.pk} if there else {}

    def _person(self, number: int) -> Party:
        stored = files.store(SimpleUploadedFile("rosa.txt", b"Rosa"), by=self.world.system)
        row = Party(
            kind="person",
            first_name=self.maybe("Rosa", "Rosa María"),
            last_name=self.maybe("", "Gil"),
            tax_id=self.maybe("", "12345678Z"),
            birthday_key=self.maybe(0, 312),
            website=self.maybe("", "https://rosa.example", "https://gil.example"),
            language=self.maybe("", "es"),
            source=self.maybe(None, Source.objects.first()),
            source_detail=self.maybe("", "feria"),
            values_first=self.maybe("", "price"),
            owner=self.maybe(None, *self.users),
            photo=stored if self.full or self.maybe(True, False) else None,
        )
        found: Party = write.create(row)
        return found

    def _children(self, party: Party) -> None:
        for place, address in enumerate(self.some(["rosa@bar.example", "ROSA@bar.example", "gil@bar.example"])):
            write.create(PartyEmail(party=party, address=address, position=place))
        for place, number in enumerate(self.some(["+34976111222", "+34976333444", "+34600111222"])):
            has = self.maybe(True, False)
            write.create(PartyPhone(party=party, number=number, position=place, whatsapp=has))
        for place, (city, floor) in enumerate(self.some(ADDRESSES)):
            write.create(PartyAddress(party=party, street="Mayor 1", street2=floor, city=city, position=place))
        for place, page in enumerate(self.some(["https://gil.example", "https://red.example/rosa"])):
            write.create(PartyProfile(party=party, address=page, position=place))
        for line in self.some(["=IMPP:sip:rosa@bar.example", "+FN:Rosa Gil"]):
            write.create(PartyCard(party=party, text=line))

    def _memory(self, party: Party) -> None:
        for code in self.some(["430001", "430002"]):
            write.create(PartyReference(party=party, system="FactuSol", code=code))
        for role in self.some(RoleType.objects.all()):
            write.create(PartyRole(party=party, role=role, since=DAY, until=self.maybe(None, DAY)))
        for tag in self.some([self.tag], 1):
            write.create(PartyTag(party=party, tag=tag))
        for text in self.some(["café", "molino"]):
            write.create(Observation(party=party, kind="taste", text=text, **self._about(self.product)))
        for user in self.some(self.users):
            write.create(Responsible(party=party, user=user, topic="facturas"))
        for once in self.some(["feria-2026", None]):
            write.create(ConsentEntry(party=party, decision="given", basis="consent", once=once))
        for columns in self.some(
            [
                (0, {"text": self.maybe("Siempre", "Nunca")}),
                (1, {"date": DAY}),
                (3, {"slot": "lunes", "text": "lunes"}),
            ],
            3,
        ):
            field, values = columns
            write.create(CustomValue(definition=self.fields[field], record_id=party.pk, **values))

    def _ties(self, party: Party) -> None:
        others = [other for other in [*self.alike, *self.firms] if other.pk != party.pk]
        for other in self.some(others, 3):
            kind = self.chance.choice(list(RelationshipType.objects.all()))
            write.create(Relationship(party=party, other=other, type=kind))
            write.create(Relationship(party=other, other=party, type=kind))
            one, two = in_order(party.pk, other.pk)
            if not KnownApart.objects.filter(one=one, other=two).exists():
                write.create(KnownApart(one_id=one, other_id=two))
        for other in self.some(others, 1):
            write.change(self.chance.choice(others), referred_by=party)
            write.create(CustomValue(definition=self.fields[2], record_id=party.pk, ref_id=other.pk))

    def _work(self, party: Party) -> None:
        stage = Stage.objects.filter(kind="open").first()
        for name in self.some(["Molino", "Horno"]):
            contact = self.maybe(None, *self.alike)
            deal = write.create(Opportunity(name=name, party=party, contact=contact, stage=stage, currency="EUR"))
            write.create(Activity(party=party, kind="call", title=name, **self._about(deal)))
        for title in self.some(["Llamar", "Visitar"]):
            assignee = self.maybe(None, *self.users)
            write.create(Task(party=party, title=title, due_on=DAY, assignee=assignee, **self._about(party)))
            write.create(Activity(party=party, kind=self.maybe("note", "visit"), body=title, **self._about(party)))
        for reason in self.some(["Está de obras"], 1):
            write.create(Silence(party=party, until=DAY + dt.timedelta(days=90), reason=reason))
        for name in self.some(["a.txt"], 1):
            kept = files.store(SimpleUploadedFile(name, b"papel"), by=self.world.system)
            write.create(Document(party=party, title=name, file=kept, **self._about(party)))
        for days in self.some([0, 20, 45, 60], 4):
            sale = write.create(Sale(party=party, kind=Kind.SALE, on=DAY + dt.timedelta(days=days), currency="EUR"))
            amount: Any = Decimal(self.chance.randint(1, 9_000)) / 100
            write.create(SaleLine(sale=sale, product=self.product, price=amount, amount=amount))


def held() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table, by key; without version and moment of change, which only ever go forward."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for model in apps.get_models():
        label = model._meta.label
        if not model.__module__.startswith("tendero.") or label in NOT_TOLD:
            continue
        names = [c.attname for c in model._meta.concrete_fields if c.name not in ("version", "changed")]
        manager: Any = getattr(model, "everything", model._default_manager)
        found[label] = {row["pk"]: row for row in manager.values("pk", *names)}
    found[PartyPulse._meta.label] = {
        pk: row for pk, row in found[PartyPulse._meta.label].items() if row["open_tasks"] or row["last_activity_at"]
    }
    found[Tally._meta.label] = {  # a sum is known by what it is of
        (row["axis"], row["span"], row["start"], row["currency"], row["thing"]): row | {"pk": 0, "id": 0}
        for row in found[Tally._meta.label].values()
    }
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any, Any]]:
    """What is not the same: table, key, as it was, as it is."""
    return [
        (label, pk, before[label].get(pk), after[label].get(pk))
        for label in before
        for pk in {*before[label], *after[label]}
        if before[label].get(pk) != after[label].get(pk)
    ]
