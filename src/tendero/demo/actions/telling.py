"""Telling the story: the customers with a name, written as people would have written them, each on his day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from tendero.activities.actions.mentions import mention
from tendero.activities.models import Activity, Task
from tendero.catalog.models import Product
from tendero.demo.story.shapes import Customer, Deal, Happened, Noticed, ToDo
from tendero.directory.models import (
    ConsentEntry,
    Observation,
    Party,
    PartyAddress,
    PartyEmail,
    PartyPhone,
    PartyRole,
    PartyTag,
    Relationship,
    RelationshipType,
    Responsible,
    RoleType,
    Source,
    Tag,
)
from tendero.directory.rules import addresses, names, phones
from tendero.identity.models import User
from tendero.kernel import changes, clock, write
from tendero.kernel.models import RecordModel
from tendero.pipeline.models import LossReason, Opportunity, Stage

ZONE = ZoneInfo("Europe/Madrid")
KNOWN_FOR = dt.timedelta(days=900)
_POSTAL = {"Zaragoza": "50001", "Calatayud": "50300", "Cariñena": "50400", "Utebo": "50180", "Tarazona": "50500"}


class Teller:
    """Writes customers through the one writer, in the name of whoever dealt with them."""

    def __init__(self, people: dict[str, User], *, batch: str = "") -> None:
        """The lists of the shop are read once, by the codes and names with which the story calls them.

        `batch` ties together all that is written, so that it can be found again.
        """
        self.batch = batch
        self.people = people
        self.today = clock.today(ZONE)
        self.parties: dict[str, Party] = {}
        self.roles = {role.code: role for role in RoleType.objects.all()}
        self.sources = {source.code: source for source in Source.objects.all()}
        self.types = {kind.code: kind for kind in RelationshipType.objects.all()}
        self.stages = {stage.name: stage for stage in Stage.objects.all()}
        self.goods = {product.name: product for product in Product.objects.all()}

    def tell(self, customers: Iterable[Customer]) -> None:
        """All of them; relations last, when everybody is there."""
        told = list(customers)
        for customer in told:
            self._meet(customer)
        for customer in told:
            self._relate(customer)
            self._remember(customer)
            for happened in customer.happened:
                self._happen(customer, happened)
            for task in customer.tasks:
                self._plan(customer, task)
            for deal in customer.deals:
                self._deal(customer, deal)

    def _moment(self, day: int, time: str = "10:00") -> dt.datetime:
        """An hour of a day counted from today, in the shop's own zone."""
        return dt.datetime.combine(self.today + dt.timedelta(days=day), dt.time.fromisoformat(time or "10:00"), ZONE)

    def _act(self, who: str, action: str, moment: dt.datetime, *rows: Any) -> None:
        """Write `rows` in one change set, as that person, at that moment (never later than now)."""
        by = self.people[who].actor("screen")
        with clock.frozen(min(moment, clock.now())), changes.change_set(action, by=by, batch=self.batch):
            for row in rows:
                write.create(row)
                if isinstance(row, Activity):
                    mention(row, by=by)

    def _meet(self, customer: Customer) -> None:
        """The customer comes in: card, ways to reach him, roles, and the person behind a company."""
        moment = clock.now() - (KNOWN_FOR if customer.happened or customer.deals else dt.timedelta(days=3))
        party = self._party(customer)
        self.parties[customer.name] = party
        phone = phones.parse_phone(customer.phone, "ES")
        rows: list[Any] = [party, PartyPhone(party=party, number=phone.number, shown=phone.display)]
        if customer.email:
            rows.append(PartyEmail(party=party, address=customer.email))
        if customer.street:
            postal = _POSTAL.get(customer.city, "")
            region = addresses.province_of(postal, "ES")
            place = {"postal_code": postal, "city": customer.city, "region": region}
            rows.append(PartyAddress(party=party, street=customer.street, **place))
        rows += [PartyRole(party=party, role=self.roles[code], since=moment.date()) for code in customer.roles]
        self._act(customer.owner, "directory.create_party", moment, *rows)
        if customer.contact:
            self._meet_contact(customer, party, moment)

    def _party(self, customer: Customer) -> Party:
        """His own row, not yet written; a name is a whole one for a company, parts for a person."""
        first, second = (*customer.values, "", "")[:2]
        shared = {
            "owner": self.people[customer.owner],
            "source": self.sources.get(customer.source),
            "values_first": first,
            "values_second": second,
            "tax_id": customer.tax_id,
            "language": "es",
        }
        if customer.organisation:
            return Party(kind="organisation", name=customer.name, **shared)
        parts = names.split_person(customer.name)
        return Party(
            kind="person",
            first_name=parts.first_name,
            last_name=parts.last_name,
            second_last_name=parts.second_last_name,
            **shared,
        )

    def _meet_contact(self, customer: Customer, company: Party, moment: dt.datetime) -> None:
        """The person of a company, who works there from the day we met it."""
        parts = names.split_person(customer.contact)
        person = Party(
            kind="person",
            first_name=parts.first_name,
            last_name=parts.last_name,
            second_last_name=parts.second_last_name,
            owner=self.people[customer.owner],
        )
        self._act(customer.owner, "directory.create_party", moment, person)
        works = Relationship(party=person, other=company, type=self.types["works_at"], note=customer.position)
        self._act(customer.owner, "directory.relate", moment, works)

    def _relate(self, customer: Customer) -> None:
        """Who referred him, for whom he prescribes, and the colleague who answers for one of his matters."""
        party, moment = self.parties[customer.name], clock.now() - KNOWN_FOR
        rows: list[Any] = []
        if customer.referred_by:
            other = self.parties[customer.referred_by]
            rows.append(Relationship(party=party, other=other, type=self.types["referred_by"]))
            by = self.people[customer.owner].actor("screen")
            with changes.change_set("directory.update_party", by=by, batch=self.batch):
                write.change(party, referred_by=other)
        if customer.prescribes_to:
            other = self.parties[customer.prescribes_to]
            rows.append(Relationship(party=party, other=other, type=self.types["prescribes"]))
        if customer.also:
            who, topic = customer.also
            rows.append(Responsible(party=party, user=self.people[who], topic=topic))
        self._act(customer.owner, "directory.relate", moment, *rows)

    def _remember(self, customer: Customer) -> None:
        """Tastes, needs, consents and tags that a seller would have noted by now."""
        party = self.parties[customer.name]
        seen = self._moment(-70)
        notes = [self._noticed(party, "taste", told, seen.date()) for told in customer.likes]
        notes += [self._noticed(party, "need", told, self.today.replace(day=1)) for told in customer.needs]
        consents = [self._consent(party, channel) for channel in customer.consents]
        tags = [PartyTag(party=party, tag=self._tag(name)) for name in customer.tags]
        self._act(customer.owner, "directory.note_observation", seen, *notes, *consents, *tags)

    def _noticed(self, party: Party, kind: str, told: Noticed, on: dt.date) -> Observation:
        """In words, or by the good it names."""
        text, good = (told, "") if isinstance(told, str) else told
        noted = Observation(party=party, kind=kind, text=text or good, on=on)
        noted.subject = self.goods[good] if good else None
        return noted

    def _consent(self, party: Party, channel: str) -> ConsentEntry:
        """A channel, or the objection to one where it begins with a hyphen."""
        if channel.startswith("-"):
            return ConsentEntry(
                party=party, channel=channel[1:], decision="objected", on=self._moment(-900).date(), origin="Mostrador"
            )
        given = self._moment(-800).date()
        return ConsentEntry(
            party=party,
            channel=channel,
            purpose="offers",
            decision="given",
            basis="consent",
            on=given,
            origin="Mostrador",
            proof="Hoja firmada en tienda",
        )

    def _tag(self, name: str) -> Tag:
        """The tag of that name, made by Ana the first time somebody needs it."""
        found: Tag | None = Tag.objects.filter(name=name).first()
        if found is None:
            found = Tag(name=name)
            self._act("ana", "records.add:directory.Tag", clock.now(), found)
        return found

    def _happen(self, customer: Customer, told: Happened) -> None:
        """One thing of the past, told by whoever did it, never later than now."""
        moment = min(self._moment(told.day, told.time), clock.now())
        author = self.people[told.who]
        entry = Activity(
            party=self.parties[customer.name],
            kind=told.kind,
            at=moment,
            author=author,
            title=told.title,
            body=told.body,
        )
        self._act(told.who, "activities.log_activity", moment, entry)

    def _plan(self, customer: Customer, told: ToDo, about: RecordModel | None = None) -> None:
        """One thing still to do, noted two days ago, or two days before its day when it is late."""
        moment = self._moment(min(told.day, 0) - 2)
        task = Task(
            party=self.parties[customer.name],
            title=told.title,
            kind=told.kind,
            assignee=self.people[customer.owner],
            due_on=self.today + dt.timedelta(days=told.day),
            due_time=dt.time.fromisoformat(told.time) if told.time else None,
            note=told.note,
        )
        if about is not None:
            task.subject_type, task.subject_id = about.key(), about.pk
        self._act(customer.owner, "activities.add_task", moment, task)

    def _deal(self, customer: Customer, told: Deal) -> None:
        """An opportunity in its stage, as long there as the story says, with what hangs on it."""
        stage = self.stages[told.stage]
        closed = stage.kind != Stage.Kind.OPEN
        moment = self._moment(told.close if closed else -told.still)
        deal = Opportunity(
            name=told.name,
            party=self.parties[customer.name],
            owner=self.people[customer.owner],
            stage=stage,
            amount=told.amount,
            expected_close=self.today + dt.timedelta(days=told.close),
            moved_at=moment,
            touched_at=moment,
            closed_at=moment if closed else None,
            reason=LossReason.objects.first() if stage.kind == Stage.Kind.LOST else None,
        )
        self._act(customer.owner, "pipeline.create_opportunity", moment, deal)
        if told.next:
            self._plan(customer, told.next, about=deal)
