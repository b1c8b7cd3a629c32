"""The registry: every entity declared once, every surface read from it."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

from tendero.kernel import permissions, refs
from tendero.kernel.actor import Actor
from tendero.kernel.changes import ACTIONS, ActionInfo
from tendero.kernel.models import RecordModel
from tendero.records.declarations import (
    Board,
    BoardColumn,
    Caution,
    Extension,
    Labels,
    Link,
    Panel,
    Preset,
    Section,
    Share,
    Similar,
)
from tendero.records.fields import Field, Related, from_model
from tendero.ui.templatetags.addresses import address

M = TypeVar("M", bound=RecordModel)
__all__ = [
    "Board", "BoardColumn", "Caution", "Labels", "Link", "Panel", "Preset", "RecordType", "Section", "Share",
    "Similar", "by_slug", "every", "extend", "find", "get", "key_of_slug", "keys", "knows", "register",
]  # fmt: skip


class RecordType(Generic[M]):
    """One entity. Subclass it in a room's `records.py`, under `@register`.

    `title_field` is the column that opens the row (the first one unless said); `bulk_fields` have a button of their own
    in the selection bar. `head` and `panel_head` are the tops of
    its page and side panel; `facts_position` is where its fields stand among the panels, None for nowhere. `children`
    names the field behind each child model (or one column of it, ``room.Model.column``), so that hiding the field hides
    its history; `repeated`, columns in which a
    field is told again; `together`, the fields that are hidden or closed with a field, as they tell the same. Static
    methods a room may give: `similar(values, actor, but=row)` and `warnings(values, actor)` while a form is typed (of
    `row`, or of a new one), and once a cell of `told_by` is saved (each with the fields it is read with);
    `update_many(rows, *, by, values)`, set-based, for bulk edits; `stays_out(values)`, why a row of a file stays
    out; `unused()`, fields that the company does without, and `initial()`, what a new row begins with in this company.
    `same_by` are the fields by which an import finds a row without our reference again, `arrives` computed ones that it
    brings to a new row.
    `adds_up` is the amount whose sums a list shows; unless said, that of the board; `adds_up_too`, others beside it.
    `makes` are fields that name a row of a short list, which an import makes where there is none; `links` pages beside
    the list.
    """

    model: ClassVar[type[Any]]
    slug: ClassVar[str]
    icon: ClassVar[str] = "file"
    labels: ClassVar[Labels]
    fields: ClassVar[Sequence[str | Field]]
    list_columns: ClassVar[Sequence[str]]
    order: ClassVar[str] = "name"
    sections: ClassVar[Sequence[Section]] = ()
    quick_fields: ClassVar[Sequence[str]] = ()
    presets: ClassVar[Sequence[Preset]] = ()
    board: ClassVar[Board | None] = None
    panels: ClassVar[Sequence[Panel]] = ()
    related: ClassVar[Sequence[Related]] = ()
    in_menu: ClassVar[bool] = True
    menu_position: ClassVar[int] = 50
    exchange: ClassVar[Any] = None
    title_field: ClassVar[str] = ""
    bulk_fields: ClassVar[Sequence[str]] = ()
    head: ClassVar[str] = "records/detail/head.html"
    panel_head: ClassVar[str] = "records/panel/head.html"
    facts_position: ClassVar[int | None] = 30
    children: ClassVar[Mapping[str, str]] = {}
    repeated: ClassVar[Mapping[str, Sequence[str]]] = {}
    together: ClassVar[Mapping[str, Sequence[str]]] = {}
    similar: ClassVar[Callable[..., Sequence[Similar]] | None] = None
    warnings: ClassVar[Callable[..., Sequence[Caution]] | None] = None
    told_by: ClassVar[Mapping[str, Sequence[str]]] = {}
    same_by: ClassVar[Sequence[str]] = ()
    arrives: ClassVar[Sequence[str]] = ()
    adds_up: ClassVar[str] = ""
    adds_up_too: ClassVar[Sequence[str]] = ()
    makes: ClassVar[Sequence[str]] = ()
    links: ClassVar[Sequence[Link]] = ()
    stays_out: ClassVar[Callable[..., str] | None] = None
    unused: ClassVar[Callable[..., frozenset[str]] | None] = None
    initial: ClassVar[Callable[..., Mapping[str, Any]] | None] = None
    update_many: ClassVar[Callable[..., Any] | None] = None
    create: ClassVar[Callable[..., Any] | None] = None
    update: ClassVar[Callable[..., Any] | None] = None

    def __init__(self) -> None:
        self.extensions: list[Extension] = []

    @property
    def key(self) -> str:
        """``room.Model``."""
        return str(self.model.key())

    @cached_property
    def own_fields(self) -> dict[str, Field]:
        """Declared fields, by name, in order; those from rooms above come last."""
        found = [f if isinstance(f, Field) else from_model(self.model, f) for f in self.fields]
        found += [f for extension in self.extensions for f in extension.fields]
        return {f.name: f for f in found}

    def all_fields(self) -> dict[str, Field]:
        """Declared and user-defined fields; the latter are called ``custom.<key>``."""
        from tendero.records import custom  # whose screens read this registry

        return self.own_fields | custom.fields_of(self.key)

    def fields_for(self, actor: Actor) -> dict[str, Field]:
        """The fields this actor may know of."""
        hidden = permissions.hidden_fields(actor, self.key)
        return {name: f.without(hidden) for name, f in self.all_fields().items() if name not in hidden}

    def writable_for(self, actor: Actor) -> dict[str, Field]:
        """The fields this actor may set."""
        closed = permissions.readonly_fields(actor, self.key)
        known = self.fields_for(actor)
        return {name: f.without(closed) for name, f in known.items() if f.editable and name not in closed}

    def with_their_like(self, names: Iterable[str]) -> frozenset[str]:
        """These fields and all that tell the same."""
        told = [self.together, *(extension.together for extension in self.extensions)]
        return frozenset(other for name in names for one in ({name: (name,)}, *told) for other in one.get(name, ()))

    def all_columns(self) -> list[str]:
        """Names of the columns a new list shows."""
        return [*self.list_columns, *(c for extension in self.extensions for c in extension.columns)]

    def all_presets(self) -> list[Preset]:
        """Views that come with the product, those of rooms above included."""
        return [*self.presets, *(p for extension in self.extensions for p in extension.presets)]

    def all_related(self) -> dict[str, Related]:
        """Sets of rows that point to this record, by name."""
        found = [*self.related, *(r for extension in self.extensions for r in extension.related)]
        return {r.name: r for r in found}

    def panels_for(self, actor: Actor) -> list[Panel]:
        """Panels of the record's page that this actor may see, in order."""
        found = [*self.panels, *(p for extension in self.extensions for p in extension.panels)]
        seen = [p for p in found if not p.record or permissions.may(actor, "view", p.record)]
        return sorted(seen, key=lambda panel: panel.position)

    def actions(self) -> list[ActionInfo]:
        """Verbs offered on this record's screens and API."""
        return [info for info in ACTIONS.values() if info.offered and info.record == self.key]

    def offered(self, actor: Actor) -> list[tuple[str, Any]]:
        """Short names and labels of the offered verbs that this actor may use on some rows."""
        return [
            (info.name.partition(".")[2], info.label)
            for info in self.actions()
            if permissions.may(actor, info.verb, self.key)
        ]

    def verbs(self) -> list[str]:
        """Everything a profile may be given on this record."""
        named = [info.verb for info in ACTIONS.values() if info.record == self.key]
        return list(dict.fromkeys(["view", "add", "change", "delete", "export", *named]))

    def rows(self, actor: Actor, verb: str = "view") -> Any:
        """Living rows within this actor's reach."""
        return self.model.objects.visible_to(actor, verb)

    def get(self, actor: Actor, ref: str, verb: str = "view") -> Any:
        """The row behind a public reference, or the one it was merged into.

        Missing if it is not there for this actor, Refused if only `verb` is.
        """
        if not refs.is_ref(ref):
            raise permissions.Missing
        row = self.rows(actor).filter(ref=ref).first()
        if row is None and (instead := self.model.stands_for(ref)):
            row = self.rows(actor).filter(ref=instead).first()
        if row is None:
            raise permissions.Missing
        if verb != "view":
            permissions.require(actor, verb, row)
        return row

    def title(self, row: Any) -> str:
        """What the row is called."""
        return str(row)

    def called(self, row: Any, actor: Actor) -> str:
        """What the row is called where its changes are told, as far as this reader may know it."""
        return self.title(row)

    def made(self, row: Any, actor: Actor) -> str:
        """What is said to whoever has just made the row, where there is more to say than its title."""
        return ""

    def call(self, row: Any, hidden: Container[str] = ()) -> str:
        """The telephone a phone's row offers to call, if any and not of a hidden field."""
        return "" if "phone" in hidden else str(getattr(row, "phone", "") or "")

    def told(self, row: Any) -> Iterable[tuple[str, str]]:
        """The words of the second line, each with the field that says them."""
        return ()

    def subtitle(self, row: Any, hidden: Container[str]) -> str:
        """A second line for suggestions and phone rows, without what is hidden from whoever reads."""
        return " · ".join(words for name, words in self.told(row) if words and name not in hidden)

    def url(self, view: str = "list", row: Any = None) -> str:
        """Address of one of this record's screens."""
        args = [self.slug] if row is None else [self.slug, row.ref]
        return address(f"records:{view}", *args)


_by_key: dict[str, RecordType[Any]] = {}
_by_slug: dict[str, RecordType[Any]] = {}


def register(record: type[RecordType[Any]]) -> type[RecordType[Any]]:
    """Put a record type on the registry; two of one key or slug stop start-up."""
    instance = record()
    if instance.key in _by_key or instance.slug in _by_slug:
        raise ImproperlyConfigured(f"record {instance.key} or slug {instance.slug} is declared twice")
    _by_key[instance.key] = _by_slug[instance.slug] = instance
    return record


def extend(
    key: str,
    *,
    fields: Sequence[Field] = (),
    columns: Sequence[str] = (),
    panels: Sequence[Panel] = (),
    related: Sequence[Related] = (),
    presets: Sequence[Preset] = (),
    together: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Add to a record of a room below: columns, fields, panels, related sets, views, what is hidden together.

    A field of a name that the record has takes its place.
    """
    record = get(key)
    record.extensions.append(Extension(fields, columns, panels, related, presets, together or {}))
    record.__dict__.pop("own_fields", None)


def get(key: str) -> RecordType[Any]:
    """The record type of this key. KeyError if there is none."""
    return _by_key[key]


def knows(key: str) -> bool:
    """Whether a record type of this key is declared."""
    return key in _by_key


def lookup(key: str) -> RecordType[Any] | None:
    """The record type of this key, if any."""
    return _by_key.get(key)


def find(slug: str) -> RecordType[Any] | None:
    """The record type under this slug, if any."""
    return _by_slug.get(slug)


def by_slug(slug: str) -> RecordType[Any]:
    """The record type under this slug; Missing, so a 404, if there is none."""
    found = _by_slug.get(slug)
    if found is None:
        raise permissions.Missing
    return found


def key_of_slug(slug: str, **_rest: Any) -> str:
    """For `@permitted`: the record key a URL's slug stands for; "" for none, which nobody may do anything to."""
    found = _by_slug.get(slug)
    return found.key if found else ""


def every() -> Iterable[RecordType[Any]]:
    """All record types, by their place in the menu."""
    return sorted(_by_key.values(), key=lambda record: (record.menu_position, record.key))


def unused_fields(key: str) -> frozenset[str]:
    """Fields of that record which the company does without, and what tells the same: the kernel's question."""
    record = _by_key.get(key)
    names = record.unused() if record is not None and record.unused is not None else frozenset()
    return record.with_their_like(names) if record is not None and names else frozenset()


def keys() -> list[str]:
    """All record keys."""
    return [record.key for record in every()]
