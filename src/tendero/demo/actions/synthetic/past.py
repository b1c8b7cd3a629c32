"""What happened with each party and what is to be done: activities, tasks, and the pulse that sums them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tendero.activities.models import CONTACT_KINDS, Activity, PartyPulse, Task
from tendero.demo.actions.synthetic.loading import Table
from tendero.kernel import refs

KINDS = ("call", "call", "call", "visit", "visit", "email", "email", "note", "meeting", "message")
TITLES = {
    "call": ("Preguntó por la tarifa", "Consulta de plazos", "Confirmó la entrega", "Quiere comparar precios"),
    "visit": ("Visita con informe", "Medidas en el local", "Revisión del pedido"),
    "email": ("Pidió catálogo", "Envío de la tarifa", "Consulta de plazos"),
    "note": ("Reclamó una avería", "Prefiere que llamen por la tarde", "Abre los lunes"),
    "meeting": ("Revisión del año", "Presentación de novedades"),
    "message": ("Preguntó por la tarifa", "Confirmó la entrega"),
}
OLDEST = 3 * 365
OPEN, SHUT = 8, 18
"""Hours between which anything happened, of the day in Greenwich: a shop's day, in Spain."""
TO_DO = (("Llamar", "call"), ("Visita", "visit"), ("Enviar tarifa", "email"), ("Preparar propuesta", "other"))
_ANY_ROW = {"version": 1, "binned_at": None}
_PULSE = """
    party last_activity_at last_activity_kind next_task next_task_on next_task_title next_task_kind open_tasks
""".split()
_SUBJECT = {"subject_type": "", "subject_id": None}


@dataclass
class Past:
    """Three years of it. Every party gets about its share; a quarter of them were not spoken with for 90 days.

    `first_task` is the earliest day, counted from today, for which something is planned.
    """

    chance: Random
    now: datetime
    first_task: int = -20

    def __post_init__(self) -> None:
        """The tables of what happened and of what is to be done, and the day from which both count."""
        self.today: date = self.now.date()
        self.midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        self.activities = Table(
            Activity,
            ["id", "ref", "created", "changed", "kind", "at", "party", "author", "title"],
            **_ANY_ROW,
            **_SUBJECT,
            direction="out",
            body="",
            outcome="",
            minutes=None,
            private=False,
            pinned=False,
            code="",
            facts={},
        )
        self.tasks = Table(
            Task,
            ["id", "ref", "created", "changed", "title", "kind", "party", "assignee", "due_on", "due_time"],
            **_ANY_ROW,
            **_SUBJECT,
            priority=2,
            repeats="",
            note="",
            done_at=None,
            done_by=None,
            follows=None,
        )
        self.pulses = Table(PartyPulse, _PULSE, next_task_time=None)

    def tables(self) -> list[Table]:
        """The tables to load, in the order their keys need."""
        return [self.activities, self.tasks, self.pulses]

    def add(self, party: int, owner: int, activities: int) -> None:
        """`activities` entries for one party, perhaps a task, and its pulse."""
        chance = self.chance
        last_at, last_kind = None, ""
        newest = 90 if chance.random() < 0.25 else 1
        for _number in range(activities):
            at = self.midnight + timedelta(
                days=-chance.randrange(newest, OLDEST), minutes=chance.randrange(OPEN * 60, SHUT * 60)
            )
            kind = chance.choice(KINDS)
            title = chance.choice(TITLES[kind])
            self.activities.add(self.activities.key(), refs.new_ref(), at, at, kind, at, party, owner, title)
            if kind in CONTACT_KINDS and (last_at is None or at > last_at):
                last_at, last_kind = at, kind
        task = self._task(party, owner) if chance.random() < 0.2 else (None, None, "", "")
        if activities or task[0]:
            self.pulses.add(party, last_at, last_kind, *task, 1 if task[0] else 0)

    def _task(self, party: int, owner: int) -> tuple[int, date, str, str]:
        """Add an open task and answer what the contact's pulse tells of it: key, day, title, kind."""
        title, kind = self.chance.choice(TO_DO)
        due = self.today + timedelta(days=self.chance.randrange(self.first_task, 40))
        pk = self.tasks.key()
        self.tasks.add(pk, refs.new_ref(), self.now, self.now, title, kind, party, owner, due, None)
        return pk, due, title, kind
