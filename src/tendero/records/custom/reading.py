"""Reading user-defined values: one query for a page of rows, whatever the number of columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tendero.kernel import journal
from tendero.kernel.money import Money
from tendero.records.fields import Field, Kind
from tendero.records.models.custom import CustomValue

_ATTACHED = "_custom_values"
Attached = dict[int, list[CustomValue]]


def attach(rows: Sequence[Any], fields: Iterable[Field]) -> None:
    """Read the values of these user-defined fields for all `rows` (of one model) at once; other fields are ignored."""
    wanted = {field.custom: field for field in fields if field.custom is not None}
    if not rows or not wanted:
        return
    by_row: dict[int, Attached] = defaultdict(lambda: defaultdict(list))
    found = CustomValue.objects.filter(record_id__in=[row.pk for row in rows], definition_id__in=list(wanted))
    for value in found.order_by("id"):
        by_row[value.record_id][value.definition_id].append(value)
    parties = _parties(found, wanted)
    for row in rows:
        attached = row.__dict__.setdefault(_ATTACHED, {})
        for definition in wanted:
            attached[definition] = by_row[row.pk].get(definition, [])
            for value in attached[definition]:
                value.__dict__["_target"] = parties.get(value.ref_id or 0)


def pointing(row: Any) -> list[CustomValue]:
    """Of the values read with a row, those that name a party."""
    attached: Attached = row.__dict__.get(_ATTACHED, {})
    return [held for values in attached.values() for held in values if held.ref_id is not None]


def stored(definition: int, row: Any) -> list[CustomValue]:
    """The stored values of one field on one row; read at once if `attach` has not been there."""
    attached: Attached = row.__dict__.setdefault(_ATTACHED, {})
    if definition not in attached:
        values = list(CustomValue.objects.filter(record_id=row.pk, definition_id=definition).order_by("id"))
        attached[definition] = values
    return attached[definition]


def detach(row: Any) -> None:
    """Forget what was read: the values have been written since."""
    row.__dict__.pop(_ATTACHED, None)


def value(definition: int, kind: Kind, row: Any) -> Any:
    """The value as Python holds it: text, Decimal, Money, date, bool, a party, a list of choices; None without one."""
    values = stored(definition, row)
    if kind is Kind.CHOICES:
        return [held.text for held in values]
    if not values:
        return None
    return single(values[0], kind)


def single(held: CustomValue, kind: Kind) -> Any:
    """One stored value as Python holds it."""
    if kind is Kind.MONEY:
        return None if held.number is None else Money(held.number, held.currency)
    if kind is Kind.NUMBER:
        return held.number
    if kind is Kind.BOOL:
        return None if held.number is None else bool(held.number)
    if kind is Kind.DATE:
        return held.date
    return _target(held) if kind is Kind.PARTY else held.text


def _target(held: CustomValue) -> Any:
    if "_target" not in held.__dict__:
        held.__dict__["_target"] = _party_model().everything.filter(pk=held.ref_id).first()
    return held.__dict__["_target"]


def _parties(found: Iterable[CustomValue], wanted: dict[int, Field]) -> dict[int, Any]:
    """The parties these values name; no query unless a column of parties is among them."""
    if not any(field.kind is Kind.PARTY for field in wanted.values()):
        return {}
    ids = {held.ref_id for held in found if held.ref_id is not None}
    parties: dict[int, Any] = _party_model().everything.in_bulk(ids) if ids else {}
    return parties


def _party_model() -> Any:
    return journal.models_by_key()["directory.Party"]
