"""The lines of the audit in words: whose row, which column, from what to what, as far as its reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.access import queries
from tendero.access.models import ApiToken, Invitation, Profile
from tendero.access.views.profiles import MODES, SCOPES, VERBS
from tendero.identity.models import Team, User
from tendero.kernel import changes, journal
from tendero.kernel.actor import Actor
from tendero.kernel.mail import COPIES
from tendero.kernel.models import Change
from tendero.kernel.models.subject import model_behind
from tendero.records import registry, values
from tendero.records.custom import history as own_fields
from tendero.records.models import SavedView
from tendero.records.registry import RecordType
from tendero.ui import words

LONGEST: Final = 120
AUDITED: Final[dict[str, Any]] = {
    f"{model._meta.app_label}.{model.__name__}": model
    for model in (User, Team, Profile, Invitation, ApiToken, SavedView)
}
"""What is audited and not journaled, by its name in the journal."""
SETTINGS: Final[dict[str, Any]] = {
    "company.name": gettext_lazy("Name of the company"),
    "company.city": gettext_lazy("City"),
    "company.country": gettext_lazy("Country"),
    "company.currency": gettext_lazy("Currency"),
    "company.language": gettext_lazy("Language"),
    "company.time_zone": gettext_lazy("Time zone"),
    "backup.keep": gettext_lazy("Copies kept"),
    "mail.held": gettext_lazy("Outgoing mail held"),
    "restored": gettext_lazy("As it was at"),
    "made": gettext_lazy("Asked for"),
    "company.tax_id": gettext_lazy("Tax id"),
    "company.logo": gettext_lazy("Logo"),
    "company.sells_to": gettext_lazy("I sell to…"),
}
Named = dict[tuple[type[Any], int], "Told"]


class Told(NamedTuple):
    """Words, and where they lead; no address for what has no page or is out of the reader's sight."""

    text: str = ""
    url: str = ""


class Teller:
    """Puts lines into words for one reader: one query for each kind of row that they name, two where rights count."""

    def __init__(self, lines: Sequence[Change], actor: Actor) -> None:
        self.actor = actor
        self.models = journal.models_by_key() | AUDITED
        self.rows: Named = {}
        self.children: dict[tuple[str, int], Any] = {}
        self._load_children(lines)
        wanted: dict[type[Any], set[int]] = defaultdict(set)
        for change in lines:
            if (model := self.models.get(change.root_key)) is not None:
                wanted[model].add(change.root_id)
            for target, pk in self._named(change):
                wanted[target].add(pk)
        for model, ids in wanted.items():
            self._load(model, ids)

    def _named(self, change: Change) -> Iterable[tuple[type[Any], int]]:
        """The rows that a change of a relation goes from and to."""
        if (target := self._target(change)) is not None:
            for value in (change.before, change.after):
                if isinstance(value, int):
                    yield target, value

    def _target(self, change: Change) -> type[Any] | None:
        """The model that a relation, or the one upward pointer of a child, leads to."""
        column = self._column(change)
        if column is not None and column.name == "subject_id":
            return model_behind(self.children.get((change.record_key, change.record_id)))
        return column.related_model if column is not None and column.is_relation else None

    def _load(self, model: type[Any], ids: set[int]) -> None:
        record = registry.lookup(model.key()) if hasattr(model, "key") else None
        rows = list(_everything(model).filter(pk__in=ids))
        seen = {row.pk for row in rows}
        if record is not None:
            seen = set(model.everything.visible_to(self.actor).filter(pk__in=seen).values_list("pk", flat=True))
        for row in rows:
            self.rows[model, row.pk] = (
                Told(record.called(row, self.actor) if record else str(row), self._page(record, row))
                if row.pk in seen
                else Told(_("out of your sight"))
            )

    def _page(self, record: RecordType[Any] | None, row: Any) -> str:
        """Where the row is looked at; nowhere while it lies in the bin."""
        return record.url("detail", row) if record is not None and row.binned_at is None else ""

    def _load_children(self, lines: Sequence[Change]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for change in lines:
            if change.record_key != change.root_key:
                wanted[change.record_key].add(change.record_id)
        for key, ids in wanted.items():
            model = self.models.get(key)
            for row in _everything(model).filter(pk__in=ids) if model is not None else ():
                self.children[key, row.pk] = row

    def row(self, change: Change) -> Told:
        """Whose line it is."""
        model = self.models.get(change.root_key)
        if model is None:
            return Told(str(queries.SETTINGS_RECORDS.get(change.root_key, (change.root_key,))[0]))
        gone = change.before if change.kind == Change.Kind.REMOVE else None
        called = gone.get("name", "") if isinstance(gone, dict) else gone
        kind = capfirst(str(model._meta.verbose_name))
        return self.rows.get((model, change.root_id), Told(str(called) if called else f"{kind} ({_('gone')})"))

    def seen(self, change: Change) -> bool:
        """Whether the reader may know what was done to that row, and not only that something was."""
        model = self.models.get(change.root_key)
        return model is None or self.rows.get((model, change.root_id)) != Told(_("out of your sight"))

    def label(self, change: Change) -> str:
        """The column by the words of its screens, a child by the field it stands for, a right by its name."""
        if change.record_key in ("kernel.Setting", COPIES):
            return str(SETTINGS.get(change.field, change.field))
        if change.record_key != change.root_key:
            return self._child_label(change)
        if change.record_key == "access.Profile" and change.field in self._rights:
            return self._rights[change.field]
        if (of := _field(change)) is not None:
            return capfirst(str(of.label))
        column = self._column(change)
        return capfirst(str(column.verbose_name)) if column is not None else change.field

    def _child_label(self, change: Change) -> str:
        record, name = registry.lookup(change.root_key), own_fields.child_field(change)
        field = record.all_fields().get(name) if record is not None and name else None
        model = self.models.get(change.record_key)
        kind = capfirst(str(field.label if field else model._meta.verbose_name if model else change.record_key))
        column = self._column(change)
        return kind if column is None or change.record_key == own_fields.KEY else f"{kind}, {column.verbose_name}"

    def values(self, change: Change) -> tuple[Told, Told]:
        """What stood there before and after."""
        if change.kind == Change.Kind.CHANGE:
            return self._value(change, change.before), self._value(change, change.after)
        if change.record_key == change.root_key:
            return Told(), Told()
        if change.kind == Change.Kind.REMOVE:
            return Told(self._removed(change)), Told()
        made = self.children.get((change.record_key, change.record_id))
        return Told(), Told("" if made is None or change.record_key == own_fields.KEY else str(made)[:LONGEST])

    def _removed(self, change: Change) -> str:
        model = self.models.get(change.record_key)
        if model is None or not isinstance(change.before, dict) or change.record_key == own_fields.KEY:
            return ""
        return str(journal.rebuild(model, change.before))[:LONGEST]

    def _value(self, change: Change, value: Any) -> Told:
        if value is None or isinstance(value, dict):
            return Told()
        column, of = self._column(change), _field(change)
        if isinstance(value, bool):
            return Told(_plain(column, value))
        if column is None:
            return Told(str(SCOPES.get(value) or MODES.get(value) or value) if isinstance(value, str) else str(value))
        if (target := self._target(change)) is not None:
            return self.rows.get((target, value), Told(_("gone")))
        if of is not None:
            held = journal.decode(column, value)
            shown = of.value(column.model(**{column.name: held})) if of.beside else held
            return Told(values.shown_value(of, shown, self.actor)[:LONGEST])
        return Told(_plain(column, value)[:LONGEST])

    def _column(self, change: Change) -> Any:
        model = self.models.get(change.record_key)
        if model is None or not change.field:
            return None
        return next((c for c in model._meta.concrete_fields if change.field in (c.name, c.attname)), None)

    @cached_property
    def _rights(self) -> dict[str, str]:
        """Rights and field rules of profiles, as the journal writes them."""
        labels = {(info.record, info.verb): info.label for info in changes.ACTIONS.values()}
        found: dict[str, str] = {}
        for matrix in queries.matrix_records():
            for verb in matrix.verbs:
                shown = VERBS.get(verb) or labels.get((matrix.key, verb), verb)
                found[f"{matrix.key} {verb}"[:60]] = f"{matrix.label}, {str(shown).lower()}"
            for name, label in matrix.fields:
                found[f"{matrix.key}.{name}"[:60]] = f"{matrix.label}, {label}"
        return found


def _field(change: Change) -> Any:
    record = registry.lookup(change.record_key)
    fields = record.own_fields.values() if record is not None else ()
    return next((field for field in fields if field.path == change.field), None)


def _everything(model: type[Any]) -> Any:
    return getattr(model, "everything", model._default_manager)


def _plain(column: Any, value: Any) -> str:
    """A value of a column that no screen of a record shows."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    held = parse_datetime(value) if isinstance(value, str) and len(value) > 18 else None
    if isinstance(held, datetime):
        return f"{words.day(held)}, {words.hour(held)}"
    if isinstance(value, date | Decimal):
        return str(value)
    return str(dict(column.flatchoices).get(value, value))
