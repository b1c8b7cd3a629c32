"""Opportunities in every stage, open ones mostly with a next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from tendero.demo.actions.synthetic.loading import Table
from tendero.demo.actions.synthetic.past import TO_DO, Past
from tendero.kernel import refs, text
from tendero.pipeline.models import LossReason, Opportunity, Stage, StageChange

WANTS = (
    "Cafetera de 2 grupos",
    "Lavavajillas de capota",
    "Horno de convección",
    "Vajilla para 40 cubiertos",
    "Cuchillería de sala",
    "Abatidor y mesa fría",
    "Placa de inducción",
    "Menaje de cocina",
    "Cámara frigorífica",
    "Batidoras para el aula",
)
_COLUMNS = """
    id ref created changed name name_folded name_sort party owner stage status amount chance expected_close moved_at
    closed_at reason position next_on next_title next_kind next_task_id touched_at
""".split()


@dataclass
class Deals:
    """Half of them open; the rest won or lost within three years."""

    chance: Random
    now: datetime
    past: Past
    first_task: int = -10

    def __post_init__(self) -> None:
        """Read stages and reasons once; a deal is then made without asking the database."""
        self.stages = list(Stage.objects.all())
        self.reasons = list(LossReason.objects.values_list("pk", flat=True))
        self.rows = Table(
            Opportunity,
            _COLUMNS,
            version=1,
            binned_at=None,
            contact=None,
            currency="EUR",
            probability=None,
            source="",
            note="",
            reason_note="",
            competitor="",
            next_time=None,
        )
        self.steps = Table(StageChange, ["id", "opportunity", "from_stage", "to_stage", "by", "at"])

    def tables(self) -> list[Table]:
        """The tables to load, in the order their keys need."""
        return [self.rows, self.steps]

    def add(self, party: int, owner: int, *, closed: bool | None = None) -> None:
        """One opportunity of that party; `closed` chooses among the stages that are, or are not, an end."""
        chance = self.chance
        stage = chance.choice([s for s in self.stages if closed is None or closed == (s.kind != Stage.Kind.OPEN)])
        is_open = stage.kind == Stage.Kind.OPEN
        moved = self.now - timedelta(minutes=chance.randrange(1, (90 if is_open else 1000) * 24 * 60))
        name, pk = chance.choice(WANTS), self.rows.key()
        close = (self.now + timedelta(days=chance.randrange(1, 90))).date() if is_open else moved.date()
        reason = chance.choice(self.reasons) if stage.kind == Stage.Kind.LOST and self.reasons else None
        self.rows.add(
            pk,
            refs.new_ref(),
            moved,
            moved,
            name,
            text.fold(name),
            text.sort_key(name),
            party,
            owner,
            stage.pk,
            stage.kind,
            Decimal(chance.randrange(20, 2500) * 10),
            stage.probability,
            close,
            moved,
            None if is_open else moved,
            reason,
            -int(moved.timestamp() * 1_000_000),
            *(self._next_step(pk, party, owner) if is_open and chance.random() < 0.8 else (None, "", "", None)),
            moved,
        )
        self.steps.add(self.steps.key(), pk, None, stage.pk, owner, moved)

    def _next_step(self, pk: int, party: int, owner: int) -> tuple[object, str, str, int]:
        """Add the task that an open deal waits for; answers the columns by which the deal shows it."""
        title, kind = self.chance.choice(TO_DO)
        due = self.past.today + timedelta(days=self.chance.randrange(self.first_task, 30))
        task = self.past.tasks.key()
        self.past.tasks.rows.append(self._task_row(task, title, kind, party, owner, due, pk))
        return due, title, kind, task

    def _task_row(
        self, task: int, title: str, kind: str, party: int, owner: int, due: object, about: int
    ) -> tuple[object, ...]:
        """A row of the tasks' table, with a deal as its subject instead of nothing."""
        table = self.past.tasks
        values = dict(zip(table.names[-len(table.rest) :], table.rest, strict=True))
        values |= {"subject_type": Opportunity.record_key, "subject_id": about}
        own = (task, refs.new_ref(), self.now, self.now, title, kind, party, owner, due, None)
        return (*own, *values.values())
