"""Adding and changing records of any kind: rights, checks and the room's own verbs, in one place for every surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.identity.models import User
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.money import Money
from tendero.kernel.permissions import Missing
from tendero.records import registry, unseen
from tendero.records.custom import writing as custom_writing
from tendero.records.fields import Field
from tendero.records.sight import Unseen
from tendero.records.values import checked, is_blank

Record = registry.RecordType[Any]
Values = Mapping[str, Any]
T = TypeVar("T")


def check(record: Record, values: Values, *, by: Actor, new: bool = False) -> dict[str, Any]:
    """`values` as they may be written. ValidationError with a list of messages per field, in the actor's language.

    Unknown, hidden and read-only names are refused; `new` also asks for required fields that are not there.
    """
    with translation.override(by.language):
        errors: dict[str, list[str]] = {}
        found = {name: _check_one(record, name, value, by, errors) for name, value in values.items()}
        if new:
            _ask_for_missing(record.writable_for(by), values, errors)
        else:
            _keep_filled(record, found, errors)
        if errors:
            raise ValidationError(errors)
        return found


@action(gettext_lazy("Add"), record="", verb="add")
def add(record: Record, values: Values, *, by: Actor) -> Any:
    """Make a record. ValidationError per field, Refused where the actor may not make such a one."""
    permissions.require(by, "add", record.key)
    values = check(record, values, by=by, new=True)
    own, custom = _parted(record, _with_owner(record, values, by))
    row = _guarded(record, by, lambda: _create(record, own, by))
    if custom:
        custom_writing.store(row, custom)
    _require_within(record, row, "add", by)
    return row


@action(gettext_lazy("Change"), record="", verb="change")
def edit(record: Record, row: Any, values: Values, *, by: Actor, expected_version: int | None = None) -> set[str]:
    """Set `values` on a record; names that really changed.

    ValidationError per field, Refused or Missing by right, Conflict when it is no longer the version expected.
    """
    permissions.require(by, "change", row)
    values = check(record, unseen.kept(record, row, values, by), by=by)
    if expected_version is not None:
        _expect(row, expected_version)
    own, custom = _parted(record, values)
    changed = _guarded(record, by, lambda: _update(record, row, own, by, expected_version)) if own else set()
    if custom:
        changed = changed | custom_writing.store(row, custom)
    if changed:
        _require_within(record, row, "change", by)
    return changed


@action(gettext_lazy("Move to the bin"), record="", verb="delete")
def to_bin(record: Record, rows: Sequence[Any], *, by: Actor) -> int:
    """Move records to the bin; how many moved. Refused, and nothing moves, if one of them may not."""
    _require_each(record.model.objects, rows, by)
    return write.to_bin(rows)


@action(gettext_lazy("Restore"), record="", verb="delete")
def restore(record: Record, rows: Sequence[Any], *, by: Actor) -> int:
    """Take records out of the bin; how many came back.

    ValidationError if another has taken their place, or if they came there by a verb with an undo of its own.
    """
    _require_each(record.model.everything, rows, by)
    wanted = {row.pk for row in rows}
    if record.model.everything.filter(record.model.restorable, pk__in=wanted).count() < len(wanted):
        raise ValidationError(_("It was merged into another one: undo the merge on that one's page."))
    return _guarded(record, by, lambda: write.from_bin(rows))


def _check_one(record: Record, name: str, value: Any, by: Actor, errors: dict[str, list[str]]) -> Any:
    field = record.fields_for(by).get(name)
    if field is None:
        errors[name] = [_("There is no field of this name.")]
    elif isinstance(value, Unseen):
        errors[name] = [_("Choose somebody whom you may see.")]
    elif name not in record.writable_for(by):
        errors[name] = [_("Your profile may not change this field.") if field.editable else _("It is computed.")]
    else:
        try:
            return checked(field, value)
        except ValidationError as error:
            errors[name] = [str(message) for message in error.messages]
    return None


def _ask_for_missing(fields: Mapping[str, Field], values: Values, errors: dict[str, list[str]]) -> None:
    for name, field in fields.items():
        if field.required and name not in errors and is_blank(values.get(name)):
            errors[name] = [_("Fill this in.")]


def _keep_filled(record: Record, values: Values, errors: dict[str, list[str]]) -> None:
    """A relation that has a default when the record is made cannot be emptied afterwards."""
    columns = {column.name: column for column in record.model._meta.concrete_fields if column.is_relation}
    for name, value in values.items():
        if value is None and name in columns and not columns[name].null and name not in errors:
            errors[name] = [_("Fill this in.")]


def _with_owner(record: Record, values: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Whoever may only make his own makes them his."""
    owner = record.model.owner_field
    if owner and owner not in values and permissions.scope(by, "add", record.key) == "own":
        return values | {owner: User.objects.filter(pk=by.user_id or 0).first()}
    return values


def _parted(record: Record, values: Values) -> tuple[dict[str, Any], dict[Field, Any]]:
    """Values of the record's own fields, and user-defined ones."""
    fields = record.all_fields()
    own = {name: value for name, value in values.items() if name not in fields or fields[name].custom is None}
    custom = {fields[name]: value for name, value in values.items() if name not in own}
    return _plain(record, own), custom


def _create(record: Record, values: dict[str, Any], by: Actor) -> Any:
    if record.create is not None:
        return record.create(by=by, values=values)
    return write.create(record.model(**_columns(record, values)))


def _update(record: Record, row: Any, values: dict[str, Any], by: Actor, version: int | None) -> set[str]:
    if record.update is not None:
        return set(record.update(row, by=by, values=values, expected_version=version))
    changed = write.change(row, expected_version=version, **_columns(record, values))
    by_column = {field.path: name for name, field in record.own_fields.items()}
    return {by_column.get(column, column) for column in changed}


def _columns(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names of the model's columns instead of those of the fields."""
    fields = record.own_fields
    return {fields[name].path if name in fields else name: value for name, value in values.items()}


def _plain(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as rooms take them: money as amount and currency apart, nothing as "" where a column knows no NULL."""
    columns = {column.name: column for column in record.model._meta.concrete_fields}
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = record.own_fields.get(name)
        column = columns.get(name) if field is None or field.path == name else None
        if isinstance(value, Money):
            found[name] = value.amount
            if field and field.currency:
                found[field.currency] = value.currency
        elif value is None and column is not None and not column.null:
            found[name] = column.get_default()
        elif value is not None and column is not None and field is not None and (field.whole or field.choices):
            found[name] = column.to_python(value)
        else:
            found.setdefault(name, value)
    return found


def _expect(row: Any, version: int) -> None:
    fresh = type(row).everything.select_for_update().get(pk=row.pk)
    if fresh.version != version:
        raise write.Conflict(fresh)


def _require_within(record: Record, row: Any, verb: str, by: Actor) -> None:
    """What was written must lie within the actor's reach too: nobody gives away, or takes, what he may not."""
    if permissions.allowed(by, verb, row):
        return
    field = record.model.owner_field
    owner = getattr(row, field) if field else None
    with translation.override(by.language):
        text = permissions.out_of_reach(by, verb, record.key, owner)
        raise ValidationError({field or NON_FIELD_ERRORS: [text]})


def _require_each(rows: Any, wanted: Sequence[Any], by: Actor) -> None:
    ids = {row.pk for row in wanted}
    reached = set(rows.visible_to(by, "delete").filter(pk__in=ids).values_list("pk", flat=True))
    for row in wanted:
        if row.pk not in reached:
            permissions.require(by, "delete", row)
            raise Missing


def _guarded(record: Record, by: Actor, work: Callable[[], T]) -> T:
    """Turn what model and database refuse into messages per field, in the actor's language."""
    with translation.override(by.language):
        try:
            with transaction.atomic():
                return work()
        except ValidationError as error:
            raise ValidationError(_by_field(record, error)) from error
        except IntegrityError as error:
            message = _("These values clash with another record, or do not go together.")
            raise ValidationError({NON_FIELD_ERRORS: [message]}) from error


def _by_field(record: Record, error: ValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {NON_FIELD_ERRORS: [str(message) for message in error.messages]}
    fields = record.all_fields()
    by_column = {field.path: name for name, field in fields.items() if field.custom is None}
    by_column |= {field.currency: name for name, field in fields.items() if field.currency and field.custom is None}
    found: dict[str, list[str]] = {}
    for column, messages in error.message_dict.items():
        name = column if column in fields else by_column.get(column, NON_FIELD_ERRORS)
        found.setdefault(name, []).extend(str(message) for message in messages)
    return found
