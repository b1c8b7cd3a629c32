"""The fields of a contact, as forms, lists, filters, the API and imports know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.directory import cells
from tendero.directory.models import CHANNELS, PURPOSES, ConsentEntry, Observation, Party, PartyKind
from tendero.directory.models.party import ConsentStatus
from tendero.records import registry
from tendero.records.fields import Field, Kind, Text, from_model


def _rows(child: str, *names: str) -> Callable[[Party], list[dict[str, Any]]]:
    """How a group is read: one dict a row, without what says nothing."""

    def read(party: Party) -> list[dict[str, Any]]:
        rows = ({name: getattr(row, name) for name in names} for row in getattr(party, child).all())
        return [{name: value for name, value in row.items() if value not in ("", None)} for row in rows]

    return read


def _text(name: str, label: Text, longest: int = 200, **more: Any) -> Field:
    return Field(name=name, label=label, kind=Kind.TEXT, path=name, max_length=longest, **more)


def _choice(name: str, label: Text, pairs: Iterable[tuple[Any, Any]], **more: Any) -> Field:
    known = [(str(value), text) for value, text in pairs]
    return Field(name=name, label=label, kind=Kind.CHOICE, path=name, choices=lambda: known, **more)


def _group(name: str, label: Text, item: tuple[Field, ...], *, joins: str = "", **more: Any) -> Field:
    """A group that repeats; not filtered itself: each of its columns has a filter of its own."""
    return Field(
        name=name,
        label=label,
        kind=Kind.LIST,
        item=item,
        read=_rows(name, *(part.name for part in item)),
        filterable=False,
        prefetch=tuple(f"{name}__{join}" for join in joins.split()) or (name,),
        **more,
    )


def _seek(name: str, label: Text, path: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A column of a group, to filter by: any row of the contact will do."""
    return Field(
        name=name,
        label=label,
        kind=kind,
        path=path,
        many=True,
        editable=False,
        seek_only=True,
        read=lambda _row: None,
        **more,
    )


def _of_address(name: str, label: Text, longest: int) -> Field:
    """A part of the main address that lists need not read."""

    def read(party: Party) -> str:
        first = next(iter(party.addresses.all()), None)
        return getattr(first, name, "")

    return _text(name, label, longest, read=read, prefetch=("addresses",), filterable=False)


def _with_whom(party: Party) -> Any:
    """At a company whom one deals with; of a person, where he works."""
    return party.main_contact if party.kind == PartyKind.ORGANISATION else party.works_at


def named_by_observations() -> Field | None:
    """The part of a taste or a need that says what it names; a room above adds it."""
    item = registry.get(Party.record_key).own_fields["observations"].item
    return next((part for part in item if part.name == "subject"), None)


_LABEL: Final = _text("label", _("label"), 40)
_SINCE: Final = Field(name="since", label=_("since"), kind=Kind.DATE, path="since")
_UNTIL: Final = Field(name="until", label=_("until"), kind=Kind.DATE, path="until")


def _record(name: str, label: Text, target: str, kind: Kind = Kind.RECORD, **more: Any) -> Field:
    return Field(name=name, label=label, kind=kind, path=name, target=target, **more)


def _standing_consents(party: Party) -> list[dict[str, Any]]:
    """The ledger without what was written by mistake: no file can say which entry another takes back."""
    entries = list(party.consents.all())
    annulled = {entry.annuls_id for entry in entries}
    kept = (e for e in entries if e.pk not in annulled and e.decision != ConsentEntry.DecisionChoice.ANNULLED)
    names = ("decision", "channel", "purpose", "basis", "on", "origin", "proof")
    return [{name: value for name in names if (value := getattr(entry, name))} for entry in kept]


_ROLES_IN_FILES: Final = Field(
    name="roles",
    label=pgettext_lazy("of a contact", "Role"),
    kind=Kind.LIST,
    item=(
        _record("role", _("Role"), "directory.RoleType"),
        _SINCE,
        _UNTIL,
        _record("target", _("role to reach"), "directory.RoleType"),
    ),
    read=_rows("roles", "role", "since", "until", "target"),
    prefetch=("roles__role", "roles__target"),
)
_CONSENTS: Final = _group("consents", _("Consent"), (
    _choice("decision", _("What he said"), ConsentEntry.DecisionChoice.choices),
    _choice("channel", _("Channel"), CHANNELS),
    _choice("purpose", _("What for"), PURPOSES),
    _choice("basis", _("Basis"), ConsentEntry.BasisChoice.choices),
    Field(name="on", label=_("When"), kind=Kind.DATE, path="on"),
    _text("origin", _("Where"), 120), _text("proof", _("Proof"), 300),
))  # fmt: skip
_PERSON: Final = ("kind", PartyKind.PERSON.value)
_COMPANY: Final = ("kind", PartyKind.ORGANISATION.value)
WHO: Final[list[Field]] = [
    from_model(Party, "kind").but(required=False),
    from_model(Party, "name").but(required=False, help=_("Of a company, what people call it."), only_if=_COMPANY),
    from_model(Party, "first_name").but(only_if=_PERSON),
    from_model(Party, "last_name").but(only_if=_PERSON),
    from_model(Party, "second_last_name").but(only_if=_PERSON),
    from_model(Party, "legal_name").but(only_if=_COMPANY),
    Field(
        name="with_whom",
        label=_("With whom"),
        kind=Kind.PARTY,
        path="main_contact",
        target="directory.Party",
        editable=False,
        read=_with_whom,
        joins=("main_contact", "works_at"),
        draw=cells.with_whom,
    ),
    _record(
        "works_at",
        _("Works at"),
        "directory.Party",
        Kind.PARTY,
        joins=("works_at",),
        help=_("The company of a person."),
        only_if=_PERSON,
    ),
]
REACH: Final[list[Field]] = [
    Field(name="phone", label=_("Telephone"), kind=Kind.PHONE, path="phone", max_length=60, sort="phone",
          read=lambda party: party.phone_shown, draw=cells.phone),
    Field(name="email", label=_("E-mail"), kind=Kind.EMAIL, path="email", max_length=254, sort="email"),
    _of_address("street", _("Street"), 200),
    _text("postal_code", _("Postal code"), 12, sort="postal_code"),
    _text("city", _("City"), 100, folded="city_folded", sort="city_sort", indexed=True),
    _text("region", _("Province"), 100, folded="region_folded"),
    _text("country", _("Country"), 2, help=_("Two letters: ES, MX, CO…")),
    _group("emails", _("E-mails"), (_text("address", _("E-mail"), 254), _LABEL)),
    _group("phones", _("Telephones"), (
        _text("number", _("Telephone"), 60), _LABEL,
        Field(name="whatsapp", label=_("has WhatsApp"), kind=Kind.BOOL, path="whatsapp"),
    )),
    _group("addresses", _("Addresses"), (
        _text("street", _("Street")), _text("street2", _("Floor, door")), _text("postal_code", _("Postal code"), 12),
        _text("city", _("City"), 100), _text("region", _("Province"), 100), _text("country", _("Country"), 2), _LABEL,
    )),
    from_model(Party, "website").but(kind=Kind.URL),
    _group("profiles", _("Pages on networks"), (_text("address", _("Address"), 300), _LABEL)),
    _seek("any_email", _("Any of the e-mails"), "emails__address", folded="emails__address_folded"),
    _seek("any_phone", _("Any of the telephones"), "phones__number", Kind.PHONE),
    _seek("any_city", _("City of any address"), "addresses__city", folded="addresses__city_folded"),
    _seek("any_postal_code", _("Postal code of any address"), "addresses__postal_code"),
]  # fmt: skip
PLACE: Final[list[Field]] = [
    Field(
        name="roles",
        label=pgettext_lazy("of a contact", "Role"),
        kind=Kind.RECORD,
        path="roles__current",
        target="directory.RoleType",
        many=True,
        read=lambda party: [given.current for given in party.roles.all() if given.current is not None],
        prefetch=("roles__current",),
        draw=cells.roles,
        travels=_ROLES_IN_FILES,
    ),
    _seek("past_roles", _("Role he has or had"), "roles__role", Kind.RECORD, target="directory.RoleType"),
    from_model(Party, "owner"),
    _group("responsibles", _("Also looked after by"), (
        _record("user", _("Who"), "identity.User", Kind.USER), _text("topic", _("for what"), 60),
    ), joins="user"),
    _seek("looked_after_by", _("Looked after for a topic by"), "responsibles__user", Kind.USER, target="identity.User"),
    Field(
        name="tags",
        label=_("Tags"),
        kind=Kind.RECORD,
        path="tags__tag",
        target="directory.Tag",
        many=True,
        read=lambda party: [row.tag for row in party.tags.all()],
        prefetch=("tags__tag",),
    ),
    from_model(Party, "source"),
    from_model(Party, "source_detail"),
    from_model(Party, "referred_by"),
    from_model(Party, "tax_id"),
    from_model(Party, "tax_country"),
    _group("references", _("References elsewhere"), (
        _text("code", _("Code"), 100), _text("system", _("System"), 40),
    )),
    _seek("reference", _("Reference elsewhere"), "references__code", folded="references__code_folded"),
    _seek("reference_system", _("System of the reference"), "references__system", folded="references__system_folded"),
]  # fmt: skip
MEMORY: Final[list[Field]] = [
    from_model(Party, "values_first"),
    from_model(Party, "values_second"),
    Field(name="birthday", label=_("Birthday"), kind=Kind.BIRTHDAY, path="birthday_key", beside=("birth_year",),
          read=lambda party: party.birthday, only_if=_PERSON),
    from_model(Party, "language"),
    _group("observations", _("Tastes and needs"), (
        _text("text", _("What")),
        _choice("kind", _("Kind"), Observation.Kind.choices),
        Field(name="on", label=_("When"), kind=Kind.DATE, path="on"),
        _text("origin", _("How we know"), 120),
    )),
    _seek("observation", _("Taste or need"), "observations__text", folded="observations__text_folded"),
    _group("relationships", _("Relationships"), (
        _record("other", _("With whom"), "directory.Party", Kind.PARTY),
        _record("type", _("Relationship"), "directory.RelationshipType"),
        _SINCE, _UNTIL, _text("note", _("Position or note"), 120),
    ), joins="other type"),
    _seek("related_to", _("Related to"), "relationships__other", Kind.PARTY, target="directory.Party"),
    _seek("related_from", _("To whom is related"), "related_from__party", Kind.PARTY, target="directory.Party"),
    _seek("relationship", _("Kind of relationship"), "relationships__type", Kind.RECORD,
          target="directory.RelationshipType"),
    _CONSENTS.but(travels=_CONSENTS.but(read=_standing_consents)),
    *(_choice(f"consent_{channel}", from_model(Party, f"consent_{channel}").label, ConsentStatus.choices,
              editable=False) for channel, _label in CHANNELS),
    from_model(Party, "created").but(editable=False),
    from_model(Party, "changed").but(editable=False),
]  # fmt: skip
PARTY_FIELDS: Final[list[Field]] = [*WHO, *REACH, *PLACE, *MEMORY]
"""In the order that menus of columns and of filters show them."""
