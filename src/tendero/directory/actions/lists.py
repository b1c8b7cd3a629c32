"""Groups of a party that repeat (e-mails, addresses, observations...): brought to what somebody wants them to be.

Rows that stay are kept, with whatever else they hold; a changed one is changed in place; the rest come and go. So the
history says "the street changed" and not "an address went and another came".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tendero.directory.models import Party
from tendero.kernel import changes, write

Row = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """One kind of child. `read` turns what was given into columns, None when it says nothing; `identity` tells apart.

    `ordered` rows have a place, the first being the main one, and one may turn into another in place.
    """

    model: type[Any]
    read: Callable[[Any, Party], Row | None]
    identity: Callable[[Mapping[str, Any]], Hashable]
    columns: tuple[str, ...]
    ordered: bool = False

    def rows(self, party: Party) -> list[Any]:
        """What the party has, in order."""
        there = party.pk and changes.with_rows_of(self.model, Party, [party.pk])
        return list(self.model.objects.filter(party=party)) if there else []

    def as_row(self, child: Any) -> Row:
        """The columns of a stored child."""
        return {name: getattr(child, name) for name in self.columns}

    def wanted(self, items: Iterable[Any], party: Party) -> list[Row]:
        """What was given as columns: blank ones left out, of repeated ones the first."""
        found: dict[Hashable, Row] = {}
        for item in items:
            row = self.read(item, party)
            if row is not None:
                found.setdefault(self.identity(row), row)
        return list(found.values())


def bring(group: Group, party: Party, items: Iterable[Any]) -> bool:
    """Make the party's rows those of `items`; whether anything changed."""
    wanted = group.wanted(items, party)
    if group.ordered:
        for position, row in enumerate(wanted):
            row["position"] = position
    stored = group.rows(party)
    pairs, fresh, spare = _paired(group, wanted, stored)
    changed = [bool(write.change(child, **row)) for child, row in pairs if _differs(child, row)]
    if spare:
        write.remove(*spare)
    if fresh:
        write.create_many(group.model, [group.model(party=party, **row) for row in fresh])
    return any(changed) or bool(spare) or bool(fresh)


def _paired(
    group: Group, wanted: Sequence[Row], stored: Sequence[Any]
) -> tuple[list[tuple[Any, Row]], list[Row], list[Any]]:
    """Stored children with what they become, rows to add, children to take away."""
    by_identity = {group.identity(group.as_row(child)): child for child in reversed(stored)}
    pairs: list[tuple[Any, Row]] = []
    fresh: list[Row] = []
    for row in wanted:
        child = by_identity.pop(group.identity(row), None)
        if child is None:
            fresh.append(row)
        else:
            pairs.append((child, row))
    kept = {child.pk for child, _row in pairs}
    spare = [child for child in stored if child.pk not in kept]
    if group.ordered:
        turned = list(zip(spare, fresh, strict=False))
        pairs += turned
        spare, fresh = spare[len(turned) :], fresh[len(turned) :]
    return pairs, fresh, spare


def _differs(child: Any, row: Row) -> bool:
    """Whether the row told would change the one that is stored."""
    return any(getattr(child, name) != value for name, value in row.items())
