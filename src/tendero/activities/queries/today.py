"""What waits for a person today. A constant number of queries, whatever the number of rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from tendero.access.queries import Step, first_week
from tendero.activities import ports
from tendero.activities.models import Mention, Task, in_order
from tendero.activities.queries.mentions import first_waiting
from tendero.directory.models import Party
from tendero.directory.rules.birthdays import keys_between
from tendero.kernel import clock, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import compiled
from tendero.records.veil import all_veiled

AHEAD: Final = dt.timedelta(days=6)
MOST: Final = 60
MOST_BIRTHDAYS: Final = 8
_PARTY: Final = ("ref", "kind", "name", "phone", "phone_shown")
_PARTY_OF: Final = tuple(f"party__{name}" for name in _PARTY)
_TASK: Final = ("ref", "title", "kind", "due_on", "due_time", "priority", "repeats", "note", "done_at", "party_id")


@dataclass(frozen=True)
class BirthdayOf:
    """Somebody's birthday, and how old he becomes where the year is known."""

    party: Party
    day: dt.date
    age: int | None


class Today:
    """Hoy of one person: tasks, calls, mentions, birthdays, and the parts of rooms above."""

    def __init__(self, actor: Actor, *, everyone: bool = False) -> None:
        self.actor, self.everyone = actor, everyone
        self.day = clock.today(actor.time_zone)

    @cached_property
    def may_call(self) -> bool:
        """Whether the telephones of contacts are known to him."""
        return not {"phone", "phones"} & permissions.hidden_fields(self.actor, Party.record_key)

    @cached_property
    def tasks(self) -> list[Task]:
        """Open tasks up to six days from now, in the order they are done; at most 60."""
        return self._shown(_open_tasks(self.actor, self.day + AHEAD, self.everyone))

    def _shown(self, tasks: list[Task]) -> list[Task]:
        """Tasks and their contacts without what is hidden from him."""
        found = all_veiled(tasks, self.actor)
        all_veiled([task.party for task in found], self.actor)
        return found

    def _day(self, task: Task) -> dt.date:
        """Whoever may not know the day has the task before him today: late or later would tell it."""
        day: dt.date | None = task.due_on
        return day or self.day

    @property
    def late(self) -> list[Task]:
        return [task for task in self.tasks[:MOST] if self._day(task) < self.day]

    @property
    def timed(self) -> list[Task]:
        """Of today, with an hour."""
        return [task for task in self.tasks[:MOST] if self._day(task) == self.day and task.due_time]

    @cached_property
    def ahead(self) -> list[Task]:
        """Of today, with an hour that has not come yet."""
        now = timezone.localtime(clock.now()).time()
        return [task for task in self.timed if task.due_time is not None and task.due_time >= now]

    @property
    def next_up(self) -> Task | None:
        """The next one with an hour; None once all have passed."""
        return self.ahead[0] if self.ahead else None

    @property
    def afterwards(self) -> list[Task]:
        """Those of today with an hour after the next one."""
        return self.ahead[1:]

    @property
    def hour_passed(self) -> list[Task]:
        """Those of today whose hour has passed and that are still open."""
        return [task for task in self.timed if task not in self.ahead]

    @property
    def for_today(self) -> list[Task]:
        """Of today, at any hour."""
        return [task for task in self.tasks[:MOST] if self._day(task) == self.day and not task.due_time]

    @property
    def planned(self) -> list[Task]:
        """Of the coming days."""
        return [task for task in self.tasks[:MOST] if self._day(task) > self.day]

    @property
    def has_more(self) -> bool:
        return len(self.tasks) > MOST

    @cached_property
    def done(self) -> list[Task]:
        """What this person has finished today, last first."""
        return self._shown(_done_tasks(self.actor, self.day))

    @cached_property
    def mentions(self) -> list[Mention]:
        found = first_waiting(self.actor)
        all_veiled([mention.activity for mention in found], self.actor)
        return found

    @cached_property
    def birthdays(self) -> list[BirthdayOf]:
        """Of one's own contacts and nobody's (or all one sees), today and the six days after."""
        if "birthday" in permissions.hidden_fields(self.actor, Party.record_key):
            return []
        found = [self._birthday(party) for party in _born_between(self.actor, self.day, self.everyone)]
        return sorted(found, key=lambda each: each.day)[:MOST_BIRTHDAYS]

    def _birthday(self, party: Party) -> BirthdayOf:
        born = party.birthday
        assert born is not None, "the key says there is one"
        day = born.next_after(self.day)
        return BirthdayOf(party, day, born.age_on(day))

    @cached_property
    def sections(self) -> list[ports.TodaySection]:
        return ports.today_sections(self.actor, self.day, everyone=self.everyone)

    @cached_property
    def first_week(self) -> list[Step]:
        """The checklist of whoever runs the company, until it is put away."""
        return first_week(self.actor)

    @property
    def week_done(self) -> int:
        return sum(step.done for step in self.first_week)

    @property
    def empty(self) -> bool:
        """Whether nothing at all waits."""
        return not (self.tasks or self.mentions or self.birthdays or self.sections)


@compiled
def _open_tasks(actor: Actor, until: dt.date, everyone: bool) -> QuerySet[Task]:
    seen: QuerySet[Task] = Task.objects.visible_to(actor).filter(done_at=None, due_on__lte=until)
    mine = seen if everyone else seen.filter(assignee=actor.user_id)
    return in_order(mine).select_related("party").only(*_TASK, *_PARTY_OF)[: MOST + 1]


@compiled
def _done_tasks(actor: Actor, day: dt.date) -> QuerySet[Task]:
    start = dt.datetime.combine(day, dt.time(), ZoneInfo(actor.time_zone))
    mine: QuerySet[Task] = Task.objects.visible_to(actor).filter(done_by=actor.user_id, done_at__gte=start)
    return mine.select_related("party").only(*_TASK, *_PARTY_OF).order_by("-done_at")[:12]


@compiled
def _born_between(actor: Actor, day: dt.date, everyone: bool) -> QuerySet[Party]:
    ranges = Q()
    for low, high in keys_between(day, day + AHEAD):
        ranges |= Q(birthday_key__gte=low, birthday_key__lte=high)
    # Said in the words of the index of birthdays, which SQLite does not recognise otherwise.
    people: QuerySet[Party] = Party.objects.visible_to(actor).filter(ranges).exclude(birthday_key=0)
    if not everyone:
        people = people.filter(Q(owner=actor.user_id) | Q(owner=None))
    return people.only(*_PARTY, "birthday_key", "birth_year").order_by("birthday_key", "id")[: 4 * MOST_BIRTHDAYS]


def how_many_today(actor: Actor) -> int:
    """The number beside Hoy in the menu: one's own tasks, late or for today."""
    mine = Task.objects.visible_to(actor).filter(assignee=actor.user_id, done_at=None)
    return int(mine.filter(due_on__lte=clock.today(actor.time_zone)).count())
