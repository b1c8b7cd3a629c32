"""Groups of a party that repeat (e-mails, addresses, observations...): brought to what somebody wants them to be.

Rows that stay are kept, with whatever else they hold; a changed one is changed in place; the rest come and go. So the
history says "the street changed" and not "an address went and another came".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tendero.directory.models import Party
from tendero.directory.rules.twins import Said, paired, twin
from tendero.kernel import changes, write

Row = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """One kind of child. `read` turns what was given into columns, None when it says nothing; `said` tells apart.

    `gains`: what one gets of another one that says the same. `ordered` rows have a place, the first being the main
    one, and one may turn into another in place.
    """

    model: type[Any]
    read: Callable[[Any, Party], Row | None]
    said: Callable[[Mapping[str, Any]], Said]
    columns: tuple[str, ...]
    ordered: bool = False
    gains: Callable[[Mapping[str, Any], Mapping[str, Any]], Row] = lambda _there, _row: {}

    def rows(self, party: Party) -> list[Any]:
        """What the party has, in order."""
        there = party.pk and changes.with_rows_of(self.model, Party, [party.pk])
        return list(self.model.objects.filter(party=party)) if there else []

    def as_row(self, child: Any) -> Row:
        """The columns of a stored child."""
        return {name: getattr(child, name) for name in self.columns}

    def wanted(self, items: Iterable[Any], party: Party) -> list[Row]:
        """What was given as columns: blank ones left out, of repeated ones the first with what they say more."""
        found: list[Row] = []
        said: list[Said] = []
        for item in items:
            row = self.read(item, party)
            at = twin(self.said(row), said) if row is not None else None
            if row is not None and at is None:
                found.append(row)
                said.append(self.said(row))
            elif row is not None and at is not None:
                found[at] |= self.gains(found[at], row)
                said[at] = self.said(found[at])
        return found


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
    twins = paired([group.said(row) for row in wanted], [group.said(group.as_row(child)) for child in stored])
    pairs = [(stored[twins[at]], row) for at, row in enumerate(wanted) if at in twins]
    fresh = [row for at, row in enumerate(wanted) if at not in twins]
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
