"""What taking back may not pull from under somebody's feet: made by that work, and needed by a record that stays.

Rosa came with a file, and so did the firm she works at. Whoever corrects Rosa afterwards keeps her when the file is
undone; then her firm stays too, and says for whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tendero.kernel.actor import Actor
from tendero.kernel.models import Change, ChangeSet
from tendero.kernel.models.base import Journaled, RecordModel
from tendero.kernel.moving import pointers

BATCH = 500
Node = tuple[type[Any], int]


@dataclass
class Staying:
    """Records that this undo leaves where they are, found together and once for all of one change set.

    `by` undoes `undone`, which belongs to a batch or stands alone. Asked set-based, a few questions for each relation
    that points at the model and for each step from a record to the one that needs it.
    """

    by: Actor
    undone: ChangeSet
    leaning: dict[Node, list[tuple[Node, Journaled, str]]] = field(default_factory=lambda: defaultdict(list))

    def reasons(self, model: type[RecordModel], ids: Iterable[int]) -> dict[int, str]:
        """Why each of these has to stay although it was made by what is undone; who may go is not in it."""
        wanted = {(model, pk) for pk in ids}
        stays = self._standing(wanted, self._follow(wanted))
        found: dict[Node, str] = {}
        frontier = list(stays)
        while frontier:
            for target, row, name in self.leaning.get(frontier.pop(), ()):
                if target not in found and target not in stays:
                    found[target] = self._told(row, name)
                    frontier.append(target)
        return {node[1]: reason for node, reason in found.items() if node in wanted}

    def _follow(self, wanted: set[Node]) -> set[Node]:
        """Everybody who leans on these, on those in turn if the same work made them, and so on."""
        seen, frontier = set(wanted), wanted
        while frontier:
            leaning = [
                (row.root(), (model, target), row, name)
                for model, ids in _by_model(frontier).items()
                for target, row, name in _leaning(model, ids)
            ]
            alive = _alive({root for root, target, _row, _name in leaning if root != target})
            for root, target, row, name in leaning:
                if root in alive and root != target:
                    self.leaning[root].append((target, row, name))
            frontier = self._made(alive - seen)
            seen |= alive
        return seen - wanted

    def _standing(self, wanted: set[Node], others: set[Node]) -> set[Node]:
        """Those that stay whoever leans on them: not made by this work, changed since, or beyond this actor."""
        made = self._made(others)
        stays = others - made
        for model, ids in _by_model(made | wanted).items():
            may = set(model.everything.visible_to(self.by, "delete").filter(pk__in=ids).values_list("pk", flat=True))
            stays |= {(model, pk) for pk in (ids - may) | self.changed_since(model, ids)}
        return stays

    def changed_since(self, model: type[Any], ids: Iterable[int]) -> set[int]:
        """Records that anybody altered after this work made them; its own later steps and its reverts do not count."""
        wanted = list(ids)
        undone = ChangeSet.objects.filter(reverts__isnull=False).values("reverts")
        later = Change.objects.filter(change_set_id__gt=self.undone.pk, root_key=model.key(), root_id__in=wanted)
        later = later.filter(kind__in=["create", "change", "remove"], change_set__reverts=None)
        later = later.exclude(change_set__in=undone).exclude(change_set__in=self._sets())
        return set(later.values_list("root_id", flat=True))

    def leant_on_since(self, model: type[RecordModel], ids: Iterable[int]) -> dict[int, str]:
        """Why each of these does not go back to the bin: living rows that others made since lean on it."""
        found: dict[int, str] = {}
        leaning = [(row.root(), target, row, name) for target, row, name in _leaning(model, set(ids))]
        new = self._made_since(_alive({root for root, _target, _row, _name in leaning}))
        for root, target, row, name in leaning:
            if root in new and root != (model, target):
                found.setdefault(target, self._told(row, name))
        return found

    def _made(self, nodes: set[Node]) -> set[Node]:
        """Those of them that this work made."""
        return _created(nodes, Q(change_set__in=self._sets()))

    def _made_since(self, nodes: set[Node]) -> set[Node]:
        """Those of them that anybody else made after it."""
        return _created(nodes, Q(change_set_id__gt=self.undone.pk) & ~Q(change_set__in=self._sets()))

    def _sets(self) -> QuerySet[ChangeSet]:
        batch = self.undone.batch
        return ChangeSet.objects.filter(batch=batch) if batch else ChangeSet.objects.filter(pk=self.undone.pk)

    def _told(self, row: Any, name: str) -> str:
        root, pk = row.root()
        owner = root.everything.visible_to(self.by).filter(pk=pk).first() if issubclass(root, RecordModel) else None
        if owner is None:
            return _("something that stays needs it")
        return row.told_need(name) or _("it is needed by: %(title)s (%(kind)s)") % {
            "title": owner, "kind": root._meta.verbose_name
        }  # fmt: skip


def _created(nodes: set[Node], within: Q) -> set[Node]:
    found: set[Node] = set()
    for model, ids in _by_model(nodes).items():
        lines = Change.objects.filter(within, kind="create", record_key=model.key())
        for part in _parts(ids):
            found |= {(model, pk) for pk in lines.filter(record_id__in=part).values_list("record_id", flat=True)}
    return found


def _leaning(model: type[Any], ids: set[int]) -> Iterator[tuple[int, Any, str]]:
    """`(id, row, column)` for every living row that points at one of these records."""
    for pointer in pointers(model):
        if pointer.model.append_only or pointer.name == getattr(pointer.model, "parent_field", ""):
            continue  # a ledger keeps nobody, and what belongs to a record goes with it
        for row in _living(pointer.model, pointer.condition, pointer.column, ids):
            yield getattr(row, pointer.column), row, pointer.name


def _living(model: type[Any], condition: Q, column: str, ids: set[int]) -> Iterator[Any]:
    if issubclass(model, RecordModel):
        condition &= Q(binned_at=None)
    elif model.parent_field:
        condition &= Q(**{f"{model.parent_field}__binned_at": None})
    for part in _parts(ids):
        yield from model.everything.filter(condition, **{f"{column}__in": part}).order_by("pk")


def _alive(nodes: set[Node]) -> set[Node]:
    """Those of them that are there and not in the bin."""
    found: set[Node] = set()
    for model, ids in _by_model(nodes).items():
        for part in _parts(ids):
            found |= {(model, pk) for pk in model.objects.filter(pk__in=part).values_list("pk", flat=True)}
    return found


def _by_model(nodes: Iterable[Node]) -> dict[type[Any], set[int]]:
    found: dict[type[Any], set[int]] = defaultdict(set)
    for model, pk in nodes:
        found[model].add(pk)
    return found


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    keys = sorted(ids)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
