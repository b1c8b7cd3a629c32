"""What runs by the clock: the declared turns as rows, and whose turn it is. Whichever worker looks first takes it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from tendero.kernel import clock
from tendero.kernel.jobs import queue, registry
from tendero.kernel.models.jobs import Schedule


def sync() -> None:
    """Brings the rows in step with the declared turns; a changed or new turn starts from now, a vanished one sleeps."""
    declared = registry.turns()
    Schedule.objects.exclude(name__in=[turn.name for turn in declared]).filter(active=True).update(active=False)
    for turn in declared:
        values = {
            "task": turn.task,
            "arguments": turn.arguments,
            "every": turn.every,
            "at": turn.at,
            "zone": turn.zone,
            "active": True,
        }
        same = Schedule.objects.filter(name=turn.name, **values)
        if not same.exists():
            first = next_turn(turn.every, turn.at, turn.zone, clock.now())
            Schedule.objects.update_or_create(name=turn.name, defaults=values | {"next_run": first})


def run_turns() -> int:
    """Enqueues everything whose turn has come, each once however many workers look; how many."""
    now = clock.now()
    return sum(_take(row, now) for row in Schedule.objects.filter(active=True, next_run__lte=now))


def _take(row: Schedule, now: datetime) -> bool:
    following = next_turn(row.every, row.at, row.zone, now)
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=row.pk, next_run=row.next_run).update(next_run=following, last_run=now)
        if mine:
            queue.enqueue(row.task, key=f"{row.name}@{row.next_run.isoformat()}", **row.arguments)
    return bool(mine)


def next_turn(every: int | None, at: str, zone: str, after: datetime) -> datetime:
    """The first turn later than `after` (aware); missed turns are not made up for.

    A daily time that the change to summer time skips runs when the clock has passed it; one that occurs twice runs at
    the first of both.
    """
    if every:
        return after + timedelta(seconds=every)
    place = ZoneInfo(zone)
    hour, minute = (int(part) for part in at.split(":"))
    day = after.astimezone(place).date()
    while True:
        turn = datetime.combine(day, time(hour, minute), place).astimezone(ZoneInfo("UTC"))
        if turn > after:
            return turn
        day += timedelta(days=1)
