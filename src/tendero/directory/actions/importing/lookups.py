"""Names in a file that stand for rows of ours: salesmen, tags, roles, sources, employers. Each is looked up once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.importing.draft import named as name_and_ref
from tendero.directory.models import Party, PartyKind, RelationshipType, RoleType, Source, Tag
from tendero.directory.models.lists import WORKS_AT
from tendero.identity.models import User
from tendero.identity.queries import named
from tendero.kernel import permissions, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import RecordModel
from tendero.kernel.text import fold, sort_key
from tendero.records import registry
from tendero.records.values import lookup

if TYPE_CHECKING:
    from tendero.directory.actions.importing.foreseen import Foreseen


class Lookups:
    """What the session has looked up so far; the short lists are few rows and kept whole.

    With `foreseen`, in a dry run, nothing is made; what would be made gets a row without a key.
    """

    def __init__(self, *, by: Actor, foreseen: Foreseen | None = None) -> None:
        """Empty: each list is asked of the database on first need."""
        self.by, self.foreseen, self.pretend = by, foreseen, foreseen is not None
        self._owners: dict[str, User | None] = {}
        self._lists: dict[type[Any], dict[str, Any]] = {}
        self._subjects: dict[str, RecordModel | None] = {}

    @cached_property
    def people(self) -> list[User]:
        """Who works here now."""
        return list(User.objects.active())

    def owner(self, text: str) -> User | None:
        """The colleague whom the file names, None if nobody or several."""
        if text not in self._owners:
            self._owners[text] = named(text, self.people)
        return self._owners[text]

    def listed(self, model: type[Any], name: str) -> Any:
        """The row of a short list by its name, made when it is missing; None if the actor may not make it."""
        rows = self._lists.setdefault(model, {})
        if not rows:
            rows.update({row.name_folded: row for row in model.objects.all()})
        folded = fold(name)
        if folded not in rows:
            if not permissions.may(self.by, "add", model.record_key) and not permissions.may(
                self.by, "change", Party.record_key
            ):
                return None
            rows[folded] = self._make(model, name)
        return rows[folded]

    def tag(self, name: str) -> Any:
        """The tag of that name, as `listed` finds it."""
        return self.listed(Tag, name)

    def role(self, name: str) -> Any:
        """The role of that name, as `listed` finds it."""
        return self.listed(RoleType, name)

    def source(self, name: str) -> Any:
        """The source of that name, as `listed` finds it."""
        return self.listed(Source, name)

    def subject(self, text: str) -> RecordModel | None:
        """What a taste or a need names, told by its name and reference; None if there is no such, or several."""
        if text not in self._subjects:
            self._subjects[text] = self._named(text)
        return self._subjects[text]

    def _named(self, text: str) -> RecordModel | None:
        item = registry.get(Party.record_key).own_fields["observations"].item
        name, ref = name_and_ref(text)
        for part in item:
            if part.name == "subject":
                for told in (ref, name):
                    try:
                        return cast(RecordModel, lookup.by_name(part, told, self.by)) if told else None
                    except ValidationError:
                        continue
        return None

    @cached_property
    def _relationships(self) -> dict[str, Any]:
        """Kinds of relationship by folded name."""
        return {row.name_folded: row for row in RelationshipType.objects.all()}

    def relationship(self, name: str) -> Any:
        """The kind of relationship of that name; none is made, for nobody says how it reads from the other side."""
        return self._relationships.get(fold(name))

    @cached_property
    def works_at(self) -> Any:
        """The kind of relationship between a person and his employer; made if the company has none yet."""
        found = RelationshipType.objects.filter(code=WORKS_AT).first()
        row = RelationshipType(code=WORKS_AT, name=_("works at"), inverse=_("has working there"))
        return found or (row if self.pretend else write.create(row))

    def organisations(self, names: Iterable[str]) -> dict[str, list[Party]]:
        """`{folded name: organisations}` of those that this actor may see, among the living, the oldest first."""
        keys = {sort_key(name) for name in names}
        found = Party.objects.visible_to(self.by).filter(name_sort__in=keys, kind=PartyKind.ORGANISATION)
        firms: dict[str, list[Party]] = defaultdict(list)
        for row in found.order_by("id"):
            firms[row.name_folded].append(row)
        if self.foreseen is not None:
            self.foreseen.organisations(names, firms)
        return firms

    def _make(self, model: type[Any], name: str) -> Any:
        """A new row of a short list; in a dry run one without key, that compares by its name."""
        row = model(name=name[:80])
        if self.pretend:
            row.name_folded = fold(row.name)
            return row
        return write.create(row)
