"""What the record engine derives for contacts and for the short lists they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.directory import actions, queries, rest
from tendero.directory.fields import PARTY_FIELDS
from tendero.directory.models import Party, PartyKind, RelationshipType, RoleType, Source, Tag
from tendero.directory.panels import PANELS
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.records import registry
from tendero.records.registry import Caution, Labels, Link, Preset, RecordType, Section, Similar, register
from tendero.ui import menu

_ADDRESS: Final = ("street", "postal_code", "city", "region", "country")
TOGETHER: Final[Mapping[str, Sequence[str]]] = {
    "phone": ("phones", "any_phone"),
    "phones": ("phone", "any_phone"),
    "email": ("emails", "any_email"),
    "emails": ("email", "any_email"),
    **dict.fromkeys(_ADDRESS, ("addresses",)),
    "postal_code": ("addresses", "any_postal_code"),
    "city": ("addresses", "any_city"),
    "addresses": (*_ADDRESS, "any_city", "any_postal_code"),
    "roles": ("past_roles",),
    "references": ("reference", "reference_system"),
    "observations": ("observation",),
    "relationships": ("related_to", "related_from", "relationship"),
    "responsibles": ("looked_after_by",),
}


def _is(field: str, op: str, *value: Any) -> dict[str, Any]:
    """One test of the filter language."""
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


OF_COMPANIES: Final = frozenset({"kind", "legal_name", "with_whom", "works_at"})
"""What a contact's card says of companies, or of the one where somebody works."""
_TELLS: Final = {"phone": "phone", "email": "email", "tax_id": "tax_id", "reference": "references"}
"""Which field says that somebody is here already, by kind of key; the main one, where it is filled in."""


@register
class PartyRecord(RecordType[Party]):
    model = Party
    slug = "parties"
    icon = "users"
    labels = Labels(
        one=_("Contact"),
        many=_("Contacts"),
        new=_("New contact"),
        empty=_("Everyone you deal with: people and companies. Bring the list you have, or write the first one."),
    )
    fields: ClassVar = PARTY_FIELDS
    list_columns: ClassVar = ["name", "with_whom", "roles", "owner", "phone", "city"]
    title_field = "name"
    bulk_fields: ClassVar = ["owner", "roles", "tags"]
    order = "name"
    sections: ClassVar = [
        Section(_("Who"), ["kind", "first_name", "last_name", "second_last_name", "name", "legal_name", "works_at"]),
        Section(_("How to reach"), ["phone", "email", "street", "postal_code", "city", "region", "country"]),
        Section(_("What he is to us"), ["roles", "owner", "tags"]),
        Section(_("Origin"), ["source", "source_detail", "referred_by"]),
        Section(_("Tax id"), ["tax_id", "tax_country"]),
        Section(_("What they value"), ["values_first", "values_second"], folded=True),
        Section(_("About him"), ["birthday", "language", "references"], folded=True),
        Section(_("Tastes and needs"), ["observations"], folded=True),
        Section(_("Relationships"), ["relationships"], folded=True),
        Section(_("Also looked after by"), ["responsibles"], folded=True),
        Section(_("Every way to reach"), ["phones", "emails", "addresses", "website", "profiles"], folded=True),
    ]
    presets: ClassVar = [
        Preset("mine", pgettext_lazy("contacts", "Mine"), _is("owner", "is_me")),
        Preset("unowned", _("Without responsible"), _is("owner", "empty")),
        Preset("birthdays", _("Birthday this week"), _is("birthday", "within", "7d")),
        Preset("companies", _("Companies"), _is("kind", "eq", PartyKind.ORGANISATION.value)),
        Preset("recent", _("New this month"), _is("created", "eq", "this_month"), order="-created"),
    ]
    children: ClassVar[Mapping[str, str]] = {
        "directory.PartyEmail": "emails",
        "directory.PartyPhone": "phones",
        "directory.PartyAddress": "addresses",
        "directory.PartyProfile": "profiles",
        "directory.PartyReference": "references",
        "directory.PartyRole": "roles",
        "directory.PartyTag": "tags",
        "directory.Relationship": "relationships",
        "directory.Observation": "observations",
        "directory.Responsible": "responsibles",
        "directory.ConsentEntry": "consents",
    }
    repeated: ClassVar[Mapping[str, Sequence[str]]] = {
        "phone": ("phone_shown",),
        "phones": ("phone", "phone_shown"),
        "emails": ("email",),
    }
    together: ClassVar = TOGETHER
    told_by: ClassVar[Mapping[str, Sequence[str]]] = {
        "phone": (),
        "email": (),
        "tax_id": ("tax_country",),
        "postal_code": ("country",),
    }
    facts_position = None
    panels: ClassVar = PANELS
    menu_position = 20
    links: ClassVar = [
        Link(
            "duplicates",
            _("Duplicates"),
            partial(reverse, "directory:duplicates"),
            "merge",
            verb="change",
            count=queries.pairs_waiting,
        )
    ]

    def told(self, row: Party) -> Iterable[tuple[str, str]]:
        return ("phone", row.phone_shown), ("city", row.city)

    @staticmethod
    def similar(values: Mapping[str, Any], actor: Actor, *, but: Party | None = None) -> Sequence[Similar]:
        told = {**_TELLS, **{name: f"{name}s" for name in ("phone", "email") if not values.get(name)}}
        found = queries.duplicates_of(values, actor, but=but)
        return [Similar(one.party, one.why, told.get(one.kind, "")) for one in found]

    @staticmethod
    def warnings(values: Mapping[str, Any], actor: Actor) -> Sequence[Caution]:
        return [Caution(field, text) for field, text in queries.doubts(values)]

    @staticmethod
    def unused() -> frozenset[str]:
        """A company that sells to people alone is asked nothing about companies."""
        return OF_COMPANIES if Setting.read("company.sells_to") == "people" else frozenset()

    @staticmethod
    def initial() -> Mapping[str, Any]:
        return {"kind": PartyKind.ORGANISATION.value} if Setting.read("company.sells_to") == "companies" else {}

    @staticmethod
    def create(*, by: Actor, values: Mapping[str, Any]) -> Party:
        party: Party = actions.create_party(by=by, values=values)
        return party

    @staticmethod
    def update(row: Party, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None) -> set[str]:
        changed: set[str] = actions.update_party(row, by=by, values=values, expected_version=expected_version)
        return changed


class ListRecord(RecordType[Any]):
    """A short list that each company makes its own, edited in the settings."""

    in_menu = False
    order = "position"
    icon = "list"


@register
class RoleTypeRecord(ListRecord):
    model = RoleType
    slug = "role-types"
    icon = "id-card"
    labels = Labels(
        one=_("Role"), many=_("Roles"), new=_("New role"), empty=_("What somebody may be to you: prospect, supplier…")
    )
    fields: ClassVar = ["name", "objective", "target", "position"]
    list_columns: ClassVar = ["name", "objective", "target", "position"]
    sections: ClassVar = [Section(_("Role"), ["name", "objective", "target", "position"])]
    quick_fields: ClassVar = ["name", "objective"]
    menu_position = 81


@register
class TagRecord(ListRecord):
    model = Tag
    slug = "tags"
    icon = "tag"
    labels = Labels(
        one=_("Tag"),
        many=_("Tags"),
        new=_("New tag"),
        empty=_("Words of your own to sort contacts by."),
        all=pgettext_lazy("tags", "All"),
    )
    fields: ClassVar = ["name", "position"]
    list_columns: ClassVar = ["name", "position"]
    sections: ClassVar = [Section(_("Tag"), ["name", "position"])]
    quick_fields: ClassVar = ["name"]
    menu_position = 82


@register
class SourceRecord(ListRecord):
    model = Source
    slug = "sources"
    icon = "sprout"
    labels = Labels(one=_("Source"), many=_("Sources"), new=_("New source"), empty=_("Where your contacts come from."))
    fields: ClassVar = ["name", "position"]
    list_columns: ClassVar = ["name", "position"]
    sections: ClassVar = [Section(_("Source"), ["name", "position"])]
    quick_fields: ClassVar = ["name"]
    menu_position = 83


@register
class RelationshipTypeRecord(ListRecord):
    model = RelationshipType
    slug = "relationship-types"
    icon = "users"
    labels = Labels(
        one=_("Kind of relationship"),
        many=_("Kinds of relationship"),
        new=_("New kind of relationship"),
        empty=_("How two contacts are related, read from either side."),
    )
    fields: ClassVar = ["name", "inverse", "position"]
    list_columns: ClassVar = ["name", "inverse", "position"]
    sections: ClassVar = [Section(_("Relationship"), ["name", "inverse", "position"])]
    quick_fields: ClassVar = ["name", "inverse"]
    menu_position = 84


def _lists() -> None:
    """The short lists, in the settings."""
    for place, (slug, help) in enumerate(_LISTS.items()):
        record = registry.by_slug(slug)
        menu.add_setting(
            menu.SettingItem(
                key=slug,
                label=record.labels.many,
                help=help,
                url=partial(record.url, "list"),
                icon=record.icon,
                position=30 + place,
                record=record.key,
                verb="change",
            )
        )


_LISTS: dict[str, Any] = {
    "role-types": _("What somebody may be to you, and what you seek of him."),
    "tags": _("Words of your own to sort contacts by."),
    "sources": _("Where your contacts come from."),
    "relationship-types": _("How two contacts are related, read from either side."),
}
_lists()
rest.offer()
menu.add_setting(
    menu.SettingItem(
        key="duplicates",
        label=_("Duplicates"),
        help=_("Contacts that look alike: the same, or two."),
        url=partial(reverse, "directory:duplicates"),
        icon="merge",
        position=29,
        record=Party.record_key,
        verb="change",
    )
)
