"""Row anatomy: what every journaled row has, and the lock that keeps other writers out."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.base import ModelState
from django.utils.translation import gettext_lazy as _

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.fields import RefField

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry

_unlocked: ContextVar[bool] = ContextVar("tendero_write_unlocked", default=False)


class Unjournaled(RuntimeError):
    """A journaled model was about to be written past `kernel.write`."""


@contextmanager
def unlocked() -> Iterator[None]:
    """Let rows be written; only `kernel.write`, `seed` and `restore` open this."""
    token = _unlocked.set(True)
    try:
        yield
    finally:
        _unlocked.reset(token)


def _guard(model: type[Any]) -> None:
    if not _unlocked.get():
        raise Unjournaled(f"{model.__name__} is written through tendero.kernel.write only")


@cache
def _options(field: Any) -> dict[Any, Any]:
    """Stored value to label; the options of a journaled row are declared and never change."""
    return dict(field.flatchoices)


class AppendOnly(RuntimeError):
    """A ledger's movement was about to be changed or taken away."""


class JournaledQuerySet(models.QuerySet[Any]):
    """Reads freely; writes only when `kernel.write` has unlocked it."""

    def visible_to(self, actor: Actor, verb: str = "view") -> Self:
        """The rows `verb` reaches for `actor`: the one narrow door."""
        from tendero.kernel import permissions  # asks these models about themselves

        condition = permissions.rows(actor, verb, self.model)
        return self.none() if condition is None else self.filter(condition)

    def update(self, **kwargs: Any) -> int:
        _guard(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _guard(self.model)
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        _guard(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        _guard(self.model)
        return super().bulk_update(objs, fields, batch_size)


class LivingManager(models.Manager.from_queryset(JournaledQuerySet)):  # type: ignore[misc]
    """Rows that are not in the bin."""

    def get_queryset(self) -> JournaledQuerySet:
        found: JournaledQuerySet = super().get_queryset().filter(binned_at=None)
        return found


class EveryManager(models.Manager.from_queryset(JournaledQuerySet)):  # type: ignore[misc]
    """All rows, the bin included."""


class PlainRow(models.Model):
    """Read from the database by filling the row, not by calling its class: four times as fast, on lists of fifty too.

    Such a class has no `__init__` of its own, and nobody listens to Django's signals of making one.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_options: Any) -> Self:
        row = cls.__new__(cls)
        state = ModelState()
        state.adding, state.db = False, db
        row.__dict__["_state"] = state
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


class Journaled(PlainRow):
    """Anything `kernel.write` writes.

    `searched` says which living rows `search_entries` tells of; None: this record is not found by global search.
    """

    record_key: ClassVar[str] = ""
    owner_field: ClassVar[str] = ""
    visible_through: ClassVar[str] = ""
    journal_skip: ClassVar[frozenset[str]] = frozenset()
    brief: ClassVar[frozenset[str]] = frozenset()
    """Columns by which a row is told where it stands beside another one; empty: all of them."""
    searched: ClassVar[models.Q | None] = None
    told_in_search: ClassVar[str] = ""
    """The relation whose name stands in the second line of a hit: it is told to whoever may see it."""
    append_only: ClassVar[bool] = False
    handed_over: ClassVar[frozenset[str]] = frozenset()
    """Of a ledger: the columns that say whose a movement is, which a merge changes (`kernel.moving`)."""
    mechanics: ClassVar[frozenset[str]] = frozenset()
    """Columns kept in the journal for undo alone: what they hold tells people nothing."""
    alone: ClassVar[frozenset[str]] = frozenset()
    """Columns from which `refresh` takes nothing, nor global search: changing them alone asks for neither."""
    alone_but_found: ClassVar[frozenset[str]] = frozenset()
    """Those of them by which a row is found all the same: changing them alone tells search `found_parts` anew."""
    governed: ClassVar[tuple[str, str] | None] = None
    """For rows that are part of the company's settings: the record and verb whose right reaches all of them."""
    absorbed_by: ClassVar[str] = ""
    """The column that leads to the record with which this one was made one; writing it refreshes that record too."""
    kept: ClassVar[str] = ""
    """Name of the copy (`kernel.kept`) that writing such a row makes old."""

    everything = EveryManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _guard(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _guard(type(self))
        return super().delete(*args, **kwargs)

    def _get_FIELD_display(self, field: Any) -> str:
        """As Django's, which hashes all options of the field again at each call."""
        value = getattr(self, field.attname)
        return str(_options(field).get(value, "" if value is None else value))

    @classmethod
    def key(cls) -> str:
        """The name in journal and permissions: declared, or ``room.Model``."""
        return cls.record_key or f"{cls._meta.app_label}.{cls.__name__}"

    def found_parts(self) -> dict[str, str]:
        """The parts of its search document that come from `alone_but_found`; those that say nothing too."""
        return {}

    @classmethod
    def private_rows(cls, actor: Actor) -> Q:
        """What else a child hides from `actor` although its parent is visible."""
        return Q()

    @classmethod
    def untold(cls, *joins: str) -> list[str]:
        """Columns of the rows these relations lead to that are not told beside this one; for `defer`."""
        found: list[str] = []
        for join in joins:
            related: Any = cls._meta.get_field(join).related_model if "__" not in join else None
            brief: frozenset[str] = getattr(related, "brief", frozenset())
            columns = related._meta.concrete_fields if brief else ()
            found += [f"{join}__{column.name}" for column in columns if column.name not in brief]
        return found

    def derive(self) -> None:
        """Set columns that follow from other columns of this row; called before every write."""

    def followed(self, altered: Container[str]) -> Container[str]:
        """Columns that `derive` computed: they are no change of their own. `altered` are those being written."""
        return ()

    def counter_movement(self) -> "Journaled | None":
        """For a row of a ledger (`append_only`): the unsaved row that takes it back, or None if nothing may."""
        return None

    @classmethod
    def points_at(cls, model: type["Journaled"]) -> Sequence[tuple[Q, str]]:
        """Pointers at rows of `model` that are no foreign keys: which rows have one, and in which column."""
        return ()

    def join(self, there: Sequence[Self]) -> dict[str, Any] | None:
        """Asked of the row as it will be, when the record that it belongs to is merged into another one.

        `there` are the rows of that one. Answers columns that change as it comes to stand among them; None when it
        tells nothing that they do not tell, or would tell of nobody: it is not moved (`kernel.moving`).
        """
        return {}

    def leave(self, there: Sequence[Self]) -> dict[int, dict[str, Any]]:
        """Asked of a row for which `join` said None: columns that those of `there` get of it, by their key."""
        return {}

    def told_need(self, field: str) -> str:
        """Why the record that `field` points at has to stay while this row does, in words; "" for the usual ones."""
        return ""

    def root(self) -> tuple[type["Journaled"], int]:
        """The record whose version and history cover this row."""
        return type(self), self.pk

    def party_reference(self) -> int | None:
        """Primary key of the party this row tells about, for erasure."""
        value: int | None = getattr(self, "party_id", None)
        return value


class RecordModel(Journaled):
    """A row with a page of its own."""

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    binned_at = models.DateTimeField(_("in the bin since"), null=True, blank=True, editable=False)

    objects = LivingManager()
    everything = EveryManager()  # type: ignore[misc]

    restorable: ClassVar[models.Q] = models.Q()
    """Which rows in the bin the bin shows and gives back; the others came there by a verb with an undo of its own."""

    class Meta:
        abstract = True
        base_manager_name = "everything"

    @classmethod
    def stands_for(cls, ref: str) -> str:
        """The reference of the record that this one was merged into; "" where it was not."""
        return ""

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> "Iterable[SearchEntry] | None":
        """Recompute columns that come from children, for all `ids` at once.

        One that has read all that `search_entries` would read answers those entries.
        """

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable["SearchEntry"]:
        """What global search should know of these rows."""
        return ()


class ChildModel(Journaled):
    """A row that belongs to a record and has no page: an address, a role, a tag given."""

    parent_field: ClassVar[str] = ""
    repeats: ClassVar[Mapping[str, str]] = {}
    """Columns of the record that these rows say again, and in which of theirs: filters then find the rows by both.

    A relation that is repeated names whose the record is, by key, as long as it is out of the bin: filters on that one
    then find these rows without asking the record between (`filters.compiling`).
    """

    id = models.BigAutoField(primary_key=True)
    created = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = EveryManager()
    everything = EveryManager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def root(self) -> tuple[type[Journaled], int]:
        field: Any = self._meta.get_field(self.parent_field)
        return field.related_model, getattr(self, field.attname)

    def party_reference(self) -> int | None:
        model, pk = self.root()
        if model.key() == "directory.Party":
            return pk
        return super().party_reference()
