"""How parties are imported: where columns may go, what titles of other programs mean, by what a party is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tendero.directory import card_files  # noqa: F401 - declares files of cards
from tendero.directory.actions.importing import PartySession
from tendero.directory.models import CHANNELS, Party
from tendero.directory.rules import programs
from tendero.directory.rules.import_labels import guess_target
from tendero.directory.rules.matching import KeyKind
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records import custom, registry
from tendero.records.exchange import importers, titles
from tendero.records.exchange.importers import Tallied, Target
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.titles import REF
from tendero.records.fields import Text
from tendero.ui.words import number

_WHO = _("Who")
_REACH = _("How to reach")
_MEMORY = _("What we know")
_FIXED: tuple[Target, ...] = (
    Target("name", _("Name or company name"), _WHO, effect=_("Splits name and surnames"), splits=True),
    Target("first_name", _("First name"), _WHO),
    Target("middle_name", _("Second given name"), _WHO),
    Target("last_name", _("Surnames"), _WHO, effect=_("Splits both surnames")),
    Target("second_last_name", _("Second surname"), _WHO),
    Target("company", _("Company where he works"), _WHO, effect=_("Finds or creates the company")),
    Target("contact", _("Contact person of the company"), _WHO, effect=_("Makes the person, who works there")),
    Target("job_title", _("Position"), _WHO),
    Target("kind", _("Person or company"), _WHO),
    Target("is_company", _("Is a company (yes or no)"), _WHO),
    Target("legal_name", _("Legal name"), _WHO),
    Target("tax_id", _("Tax id"), _WHO, effect=_("Checked, never refused")),
    Target("tax_country", _("Country of the tax id"), _WHO),
    Target("reference", _("External reference"), _WHO, many=True, effect=_("So as not to repeat when importing again")),
    Target("id", _("Tendero reference"), _WHO, effect=_("Finds the very same contact")),
    Target("email", _("E-mail"), _REACH, many=True, splits=True),
    Target("phone", _("Telephone"), _REACH, many=True, effect=_("Stored with its country's prefix"), splits=True),
    Target("street", _("Street"), _REACH, many=True, splits=True),
    Target("street2", _("Floor, door"), _REACH, many=True),
    Target("postal_code", _("Postal code"), _REACH, many=True),
    Target("city", _("City"), _REACH, many=True),
    Target("region", _("Province"), _REACH, many=True),
    Target("country", _("Country"), _REACH, many=True),
    Target("website", _("Website"), _REACH),
    Target("profile", _("Page on a network"), _REACH, many=True),
    Target("owner", _("Responsible"), _MEMORY),
    Target("tags", _("Tags"), _MEMORY, many=True, effect=_("Creates those that are missing"), splits=True),
    Target("roles", _("Roles"), _MEMORY, many=True, effect=_("Creates those that are missing"), splits=True),
    Target("source", _("Source"), _MEMORY),
    Target("source_detail", _("Detail of the source"), _MEMORY),
    Target("referred_by", _("Referred by"), _MEMORY),
    Target("birthday", _("Birthday"), _MEMORY),
    Target("birth_day", _("Day of birth"), _MEMORY),
    Target("birth_month", _("Month of birth"), _MEMORY),
    Target("birth_year", _("Year of birth"), _MEMORY),
    Target("language", _("Language"), _MEMORY),
    Target("values_first", _("Values most"), _MEMORY),
    Target("values_second", _("Values next"), _MEMORY),
    Target("taste", _("Tastes"), _MEMORY, many=True),
    Target("need", _("Needs"), _MEMORY, many=True),
    Target("vcard", _("The rest of the card"), _MEMORY, effect=_("Kept, and given back on export")),
    Target("note", _("Note"), _MEMORY, many=True, effect=_("A note in the history")),
    Target("proof", _("Proof of the permission"), _("Consent")),
)
# Groups of our own export: a line each, its parts between bars.
_GROUPS = ("emails", "phones", "addresses", "profiles", "references", "observations", "relationships", "responsibles",
           "consents")  # fmt: skip
# Fields of our own export that go somewhere of another name.
_OWN = {"works_at": "company", f"works_at{REF}": f"company{REF}"}
# Where a column of such a title goes in a file that is not ours.
_FLAT = {"emails": "email", "phones": "phone", "profiles": "profile", "references": "reference"}
# What a hidden or closed field of the record takes with it.
_GUARDED = {
    "first_name": "name", "middle_name": "name", "last_name": "name", "second_last_name": "name",
    "email": "emails", "phone": "phones", "reference": "references", "profile": "profiles", "street": "addresses",
    "street2": "addresses", "postal_code": "addresses", "city": "addresses", "region": "addresses",
    "country": "addresses", "birth_day": "birthday", "birth_month": "birthday", "birth_year": "birthday",
    "taste": "observations", "need": "observations", "company": "relationships", "job_title": "relationships",
    "consent": "consents", "objection": "consents", "is_company": "kind", "contact": "relationships",
    "proof": "consents",
}  # fmt: skip


_ALSO = {"company": "works_at", "job_title": "works_at"}
"""What else takes it along: where nobody works at a company."""


class PartyImporter:
    """Implements `records.exchange.importers.Importer` for the directory."""

    def targets(self, actor: Actor) -> Sequence[Target]:
        """Where a column may go, without what this actor may not know of or not write."""
        closed = permissions.hidden_fields(actor, Party.record_key)
        closed |= permissions.readonly_fields(actor, Party.record_key)
        consents = [
            Target(f"{what}:{channel}", label, _("Consent"))
            for channel, name in CHANNELS
            for what, label in (("consent", _consent(name)), ("objection", _objection(name)))
        ]
        fields = registry.get(Party.record_key).own_fields
        effect = _("A line each, its parts between bars")
        groups = [Target(name, fields[name].label, _("Whole groups, as we export them"), effect=effect)
                  for name in _GROUPS]  # fmt: skip
        own = [Target(name, field.label, _("Own fields")) for name, field in custom.fields_of(Party.record_key).items()]
        return [
            t
            for t in (*_FIXED, *groups, *consents, *own)
            if not {t.key, _guard(t.key), t.key.partition(":")[0], _ALSO.get(t.key, "")} & closed
        ]

    def guess(self, label: str) -> str:
        """Own fields by their label; then the titles that other programs use."""
        for name, field in custom.fields_of(Party.record_key).items():
            if str(field.label).casefold() == label.strip().casefold() or name == label:
                return name
        return (
            _own_titles(translation.get_language() or "es").get(fold(label))
            or guess_target(label)
            or programs.of_any(label)
        )

    def arrange(self, labels: Sequence[str], found: list[str]) -> list[str]:
        """A file of ours says of each column which field it is; else of two «Nombre» the first is whole."""
        fields = titles.read(registry.get(Party.record_key), labels)
        if fields is not None:
            targets = _own_targets()
            told = [_OWN.get(name, name) for name in fields]
            return [key if key.removesuffix(REF) in targets else "" for key in told]
        mine = programs.titles_of(labels)
        found = [mine.get(programs.normal(label), key) for label, key in zip(labels, found, strict=True)]
        if "contact" in found and not {"name", "first_name", "last_name", "company", "legal_name"} & set(found):
            found[found.index("contact")] = "name"  # the only name that the file has
        for second in (i for i, label in enumerate(labels) if label.endswith(" (2)") and label[:-4] in labels):
            first = labels.index(labels[second][:-4])
            if found[first] == "first_name":
                found[first], found[second] = "name", "first_name"
        return found

    def matches(self) -> Sequence[tuple[str, Text]]:
        """The kinds of `rules.matching`, strongest first."""
        return [
            (KeyKind.REFERENCE, _("External reference")),
            (KeyKind.TAX_ID, _("Tax id")),
            (KeyKind.EMAIL, _("E-mail")),
            (KeyKind.PHONE, _("Telephone")),
            (KeyKind.NAME_BIRTHDAY, _("Name and birthday")),
            (KeyKind.NAME_CITY, _("Name and city")),
        ]

    def also(self) -> Text:
        """Employers, and contact persons of companies, that nobody had yet."""
        return _("Made on the way: firms where somebody works, people one speaks with there")

    def tallied(self, tally: Mapping[str, int]) -> Sequence[Tallied]:
        """What spreadsheets did to codes, and on what the permissions rest that the file brings."""
        named = (
            ("zeros", _("Postal codes that got their first zero back"), False),
            ("damaged", _("Values that lost digits in Excel, left out"), True),
            ("yes_consent", _("Permissions with their proof"), False),
            ("yes_other", _("Permissions on another basis, stated"), False),
            ("yes_purchase", _("Permissions by an earlier purchase: electronic offers only"), False),
            ("yes_unproved", _("Permissions without proof: they allow nothing until it is noted"), True),
            ("yes_none", _("Permissions without a basis: they allow nothing"), True),
        )
        return [Tallied(key, label, number(tally[key]), doubt) for key, label, doubt in named if tally.get(key)]

    def program(self, labels: Sequence[str]) -> str:
        """The program whose export has these titles, "" where none is recognised."""
        return programs.program_of(labels)

    def stated(self, plan: Plan, formats: Formats, cells: Sequence[str]) -> int | None:
        """Nothing: a listing of contacts adds up to no amount of ours."""
        return None

    def heeds(self) -> frozenset[str]:
        """All of them."""
        return frozenset({"owner", "tags", "source", "basis", "country", "repair", "whole", "unsure"})

    def session(self, plan: Plan, formats: Formats, *, by: Actor, origin: str) -> PartySession:
        return PartySession(plan, formats, by=by, origin=origin)


@lru_cache(maxsize=8)
def _own_titles(language: str) -> dict[str, str]:
    """The labels of our own fields in that language, where the titles of others do not say it."""
    fields = registry.get(Party.record_key).own_fields
    named = {name: _FLAT.get(name, _OWN.get(name, name)) for name in fields}
    known = {target.key for target in _FIXED} | set(_GROUPS)
    with translation.override(language):
        return {fold(str(fields[name].label)): key for name, key in named.items() if key in known and name not in _OURS}


# Titles that people use for other things, which our own labels do not decide.
_OURS = frozenset({"name", "first_name", "email"})


def _own_targets() -> frozenset[str]:
    return frozenset({*(target.key for target in _FIXED), *_GROUPS, *custom.fields_of(Party.record_key)})


def _guard(key: str) -> str:
    return _GUARDED.get(key.partition(":")[0], key)


def _consent(channel: Text) -> Text:
    from django.utils.text import format_lazy

    return format_lazy("{}: {}", _("Permission"), channel)


def _objection(channel: Text) -> Text:
    from django.utils.text import format_lazy

    return format_lazy("{}: {}", _("Objection"), channel)


importers.declare(Party.record_key, PartyImporter())
