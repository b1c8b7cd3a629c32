"""What a field held earlier, read from the journal: of one column, of several that make it, or of a row since gone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.kernel import journal
from tendero.kernel.models import Change
from tendero.kernel.money import Money
from tendero.kernel.permissions import Missing
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType
from tendero.records.values.reading import currency_of


def columns(of: Field) -> tuple[str, ...]:
    """The columns of the record's own row that make the value."""
    return (of.path, *of.beside)


class Rewinding:
    """The value of a field that several columns make, from today backwards.

    The journal writes a line for each column that changed; what the others held is what they hold until a line of
    theirs says otherwise.
    """

    def __init__(self, record: RecordType[Any], of: Field, row: Any) -> None:
        self.model, self.of = record.model, of
        self.state = {name: getattr(row, name) for name in columns(of)}

    def back(self, changes: Iterable[Change]) -> tuple[Any, Any]:
        """The values before and after these lines of one change set, the next one back in time."""
        after = self._value()
        for change in changes:
            if change.field in self.state:
                self.state[change.field] = journal.decode(self.model._meta.get_field(change.field), change.before)
        return self._value(), after

    def _value(self) -> Any:
        return self.of.value(self.model(**self.state))


def held_before(record: RecordType[Any], of: Field, row: Any, change_set: str) -> Any:
    """What the field held before that change set, as writing takes it. Missing if the set did not change it.

    ValidationError, in words, when what it led to is no longer there.
    """
    found = Change.objects.filter(record_key=record.key, record_id=row.pk, kind="change", field__in=columns(of))
    wanted = found.filter(change_set__ref=change_set).order_by("id").first()
    if wanted is None:
        raise Missing
    if of.beside:
        return Rewinding(record, of, row).back(found.filter(change_set_id__gte=wanted.change_set_id).order_by("-id"))[0]
    column: Any = record.model._meta.get_field(of.path)
    value = journal.decode(column, wanted.before)
    if value is None or not of.is_relation:
        return value
    led_to = column.related_model.objects.filter(pk=value).first()
    if led_to is None:
        raise ValidationError({of.name: _("What stood there is in the bin or gone: bring it back first.")})
    return led_to


def as_amount(of: Field, value: Any, row: Any) -> Any:
    """An amount of the journal with the currency of its row; anything else as it is."""
    if of.kind is Kind.MONEY and isinstance(value, Decimal | int):
        return Money(Decimal(value), currency_of(of, row))
    return value
