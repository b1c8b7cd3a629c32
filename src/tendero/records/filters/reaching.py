"""Ways from one model to another, each within what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from tendero.identity.queries import people
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.compiled import asked, compiled
from tendero.kernel.models import Change, RecordModel
from tendero.records.filters.columns import NOTHING, Column
from tendero.records.filters.schema import FieldLike
from tendero.records.filters.shapes import is_record, model_of
from tendero.records.models.custom import CustomValue
from tendero.records.models.imports import ALSO_MADE, Import, ImportRow

PEOPLE: Final = "identity.User"


@dataclass(frozen=True)
class Hop:
    """A step to several rows: the rows of an outer row, and what is left of the path once there."""

    rows: QuerySet[Any]
    joined: dict[str, Any]
    prefix: str
    rest: str

    @property
    def is_target(self) -> bool:
        """Whether the rows themselves are what the field points at."""
        return not self.rest


def hop(model: type[Model], field: FieldLike) -> Hop | None:
    """The first step of the field's path that reaches several rows, or None if it reaches one."""
    parts = field.path.split("__")
    where: Any = model
    for at, part in enumerate(parts):
        step: Any = where._meta.get_field(part)
        if isinstance(step, ForeignObjectRel) and not step.one_to_one:
            outer = key_column("__".join(parts[:at])) if at else "pk"
            joined = {step.field.name: OuterRef(outer)}
            rows = step.related_model._base_manager.filter(**joined)
            return Hop(rows, joined, "__".join(parts[: at + 1]) + "__", "__".join(parts[at + 1 :]))
        where = getattr(step, "related_model", None)
        if where is None:
            return None
    return None


def key_column(path: str) -> str:
    """The column that holds the key of the relation at `path`."""
    return path if path in ("pk", "") or path.endswith("_id") else f"{path}_id"


def stored_at(model: type[Model], path: str) -> Any:
    """The model field at the end of `path`."""
    where: Any = model
    step: Any = None
    for part in path.split("__"):
        step = where._meta.get_field(part)
        where = getattr(step, "related_model", None)
    return step


def living(key: str, actor: Actor) -> QuerySet[Any]:
    """Rows of `key` that exist for the actor: out of the bin and within his sight."""
    model = model_of(key)
    if not is_record(key):
        return model._default_manager.all()  # type: ignore[no-any-return]
    found: QuerySet[Any] = model.objects.visible_to(actor)
    return found


def children(key: str, path: str, actor: Actor) -> QuerySet[Any]:
    """Rows of `key` that point at the outer row by `path`.

    A child seen through that very parent needs no second look at it: the outer row is already one he sees.
    """
    model = model_of(key)
    if model.visible_through != path:
        return living(key, actor).filter(**{path: OuterRef("pk")})
    if not permissions.may(actor, "view", key):
        return model.objects.none()  # type: ignore[no-any-return]
    found: QuerySet[Any] = model.objects.filter(model.private_rows(actor), **{path: OuterRef("pk")})
    return found


def seen_through(model: type[RecordModel], path: str, actor: Actor) -> bool:
    """Whether the actor sees every row of `model` that hangs by `path` from a row that he sees."""
    if model.visible_through == path:
        return permissions.may(actor, "view", model.key()) and not model.private_rows(actor)
    return permissions.rows(actor, "view", model) == Q()


def points_at(field: FieldLike, path: str, op: str, value: Any, actor: Actor) -> Q:
    """A relation against references; what they name must exist for the actor, or nothing points there."""
    column = key_column(path)
    if op == "is_me":
        return NOTHING if actor.user_id is None else Q(**{f"{column}__isnull": False, column: actor.user_id})
    if op == "not_empty":
        if not issubclass(model_of(field.target), RecordModel):  # people and teams know no bin
            return Q(**{f"{column}__isnull": False})
        return Q(Exists(living(field.target, actor).filter(pk=OuterRef(column))))
    keys = keys_of(field.target, value if op == "in" else (value,), actor)
    if not keys:
        return NOTHING
    return Q(**{f"{column}__isnull": False}) & (
        Q(**{column: keys[0]}) if len(keys) == 1 else Q(**{f"{column}__in": keys})
    )


def keys_of(target: str, refs: Sequence[str], actor: Actor) -> list[int]:
    """The primary keys behind these references, as far as the actor may see them."""
    if target == PEOPLE:
        known = people()
        return [known[ref][0] for ref in refs if ref in known]
    return asked(_keys_of, target, tuple(refs), actor)


def _keys_of(target: str, refs: tuple[str, ...], actor: Actor) -> list[int]:
    return _living_keys(target, actor, refs=list(refs))


@compiled
def _living_keys(target: str, actor: Actor, *, refs: Any) -> QuerySet[Any]:
    return living(target, actor).filter(ref__among=refs).order_by("pk").values_list("pk", flat=True)


@compiled
def living_named(target: str, actor: Actor, *, refs: Any) -> QuerySet[Any]:
    """The rows behind these references."""
    return living(target, actor).filter(ref__among=refs)


def custom_column(field: FieldLike) -> tuple[QuerySet[Any], Column]:
    """The outer row's values of a user-defined field, and the column of their table that holds its kind."""
    rows = CustomValue.objects.filter(definition=field.custom, record_id=OuterRef("pk"))
    path, folded = _CUSTOM.get(field.kind, ("text", ""))
    kind = "choice" if field.kind == "bool" else field.kind
    return rows, Column(kind, path, stored_at(CustomValue, path), folded, "currency")


def custom_value(field: FieldLike, value: Any) -> Any:
    """A typed value as the table of user-defined values stores it."""
    return Decimal(value) if field.kind == "bool" and isinstance(value, bool) else value


_CUSTOM: Final = {
    "text": ("text", "text_folded"),
    "long_text": ("text", "text_folded"),
    "url": ("text", "text_folded"),
    "number": ("number", ""),
    "money": ("number", ""),
    "bool": ("number", ""),
    "date": ("date", ""),
    "party": ("ref_id", ""),
}


def brought(key: str, batch: str, outcomes: Sequence[str], actor: Actor) -> Q:
    """Rows of which an import spoke that this actor may see; another's import brings nothing."""
    mine = Import.visible(key, actor).filter(ref=batch)
    rows = ImportRow.objects.filter(batch__in=mine, record_id=OuterRef("pk"))
    found = Q(Exists(rows.filter(outcome__in=outcomes) if outcomes else rows))
    if (not outcomes or ALSO_MADE in outcomes) and asked(mine.filter(also_made__gt=0).exists):
        made = Change.objects.filter(change_set__batch=batch, record_key=key, kind=Change.Kind.CREATE)
        found = found | (Q(pk__in=made.values("record_id")) & ~Q(Exists(rows)))
    return found
