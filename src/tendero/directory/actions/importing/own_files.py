"""What our own export wrote, read to the letter: nothing guessed, nothing repaired, every group whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tendero.directory.actions.importing import groups
from tendero.directory.actions.importing.draft import Draft, named
from tendero.directory.models import Party
from tendero.directory.rules import names
from tendero.directory.rules.birthdays import make_birthday
from tendero.directory.rules.import_values import read_country
from tendero.directory.rules.phones import parse_phone, phone_digits
from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records import custom, registry
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.plan import Formats
from tendero.records.exchange.reading.cells import content
from tendero.records.exchange.titles import REF
from tendero.records.exchange.typed import plain
from tendero.records.fields import Field
from tendero.records.values import packing

if TYPE_CHECKING:
    from tendero.directory.actions.importing.columns import Settings

Reader = Callable[[Draft, str], None]
RELATIONSHIPS: Final = "relationships"
LINKED: Final = ("referred_by", "company")
_PARTS: Final = frozenset({"first_name", "last_name", "second_last_name"})


def readers(columns: Sequence[str], *, by: Actor, own: bool) -> dict[str, Reader]:
    """How to read the columns that only files of ours have; and tags and roles, where the file is one."""
    fields = registry.get(Party.record_key).own_fields
    found: dict[str, Reader] = {}
    for name in (*groups.GROUPS, RELATIONSHIPS):
        if name in columns and (own or name != "roles"):
            found[name] = _group(name, fields[name].travels or fields[name], by)
    if own and "tags" in columns:
        found["tags"] = _tags
    for name in (*LINKED, *custom.fields_of(Party.record_key)):
        if f"{name}{REF}" in columns:
            found[f"{name}{REF}"] = _reference_of(name)
    return found


def typed_columns(columns: Sequence[str]) -> list[tuple[int, str, Field]]:
    """Columns of the company's own fields, which are read by their kind: `(column, key, field)`."""
    own = custom.fields_of(Party.record_key)
    return [(at, key.removeprefix("custom."), own[key]) for at, key in enumerate(columns) if key in own]


def own_field(draft: Draft, key: str, field: Field, cell: str, formats: Formats) -> None:
    """A value of one of the company's own fields, its number or day written without a doubt."""
    if text := unshield(content(cell)).strip():
        draft.custom[key] = plain(field, cell, text, formats, own=draft.exact)


def _group(name: str, field: Field, by: Actor) -> Reader:
    """Reader of a group of lines in one cell, as our own export packs them."""

    def read(draft: Draft, text: str) -> None:
        """Adds to the lines of the draft: two columns may tell of the same group."""
        draft.groups.setdefault(name, []).extend(groups.read(field, text, by, draft))

    return read


def _tags(draft: Draft, text: str) -> None:
    """Tags as our export packs them: a comma may stand inside one."""
    draft.tags.extend(tag[:80] for tag in packing.unpack(text) if tag)


def _reference_of(name: str) -> Reader:
    """Reader of the column with a contact's reference, which counts more than his name."""

    def read(draft: Draft, text: str) -> None:
        """Kept beside the name until the whole row is read (`_links`)."""
        draft.links[name] = ("", text)

    return read


def settle(draft: Draft, settings: Settings) -> None:
    """The last look at a row of ours: what one column says again of another is dropped, the rest stays as written."""
    _links(draft)
    if "phones" in draft.groups:
        _phones(draft, settings.country)
    _without_repetitions(draft)
    if not draft.kind:
        draft.kind = names.guess_kind(draft.name)
    if draft.organisation or settings.columns >= _PARTS:
        draft.name = draft.name or names.full_name(draft.first, draft.last, draft.second)[:200]
    elif not (draft.first or draft.last or draft.second):
        split = names.split_person(draft.name)
        draft.first, draft.last, draft.second = split.first_name, split.last_name, split.second_last_name
    draft.first, draft.last, draft.second = draft.first[:100], draft.last[:100], draft.second[:100]
    if draft.values.get("tax_id"):
        draft.values.setdefault("tax_country", settings.country)
    if found := make_birthday(draft.birth.get("day"), draft.birth.get("month"), draft.birth.get("year") or None):
        draft.values["birthday_key"] = found.key
        draft.values["birth_year"] = found.year


def _links(draft: Draft) -> None:
    """Whoever is named with a reference is that one, whatever he is called."""
    for name, (_none, ref) in list(draft.links.items()):
        key = name.removeprefix("custom.")
        if not refs.is_ref(ref):
            del draft.links[name]
        elif name in LINKED:
            draft.links[name] = (getattr(draft, name), ref)
            setattr(draft, name, "")
        else:
            draft.links[name] = (draft.custom.pop(key, ""), ref)


def _phones(draft: Draft, country: str) -> None:
    """A number is shown as this company writes it."""
    for row in draft.groups["phones"]:
        number = row.get("number", "")
        found = parse_phone(number, country)
        draft.shown[number] = found.display if found.number == number else number


def _without_repetitions(draft: Draft) -> None:
    """Main e-mail, telephone, address and employer stand in columns of their own too."""
    have = {row.get("address", "").lower() for row in draft.groups.get("emails", ())}
    draft.emails = [(address, label) for address, label in draft.emails if address.lower() not in have]
    numbers = [phone_digits(row.get("number", "")) for row in draft.groups.get("phones", ())]
    draft.waiting_phones = [
        (text, label)
        for text, label in draft.waiting_phones
        if not any(number.endswith(phone_digits(text).lstrip("0")) for number in numbers)
    ]
    if addresses := draft.groups.get("addresses"):
        main = addresses[0]
        draft.places = {label: parts for label, parts in draft.places.items() if not _repeats(main, parts)}
    related = {fold(named(row.get("other", ""))[0]) for row in draft.groups.get(RELATIONSHIPS, ())}
    if RELATIONSHIPS in draft.groups:
        draft.links.pop("company", None)
        draft.company = "" if fold(draft.company) in related else draft.company


def _repeats(main: dict[str, str], parts: dict[str, str]) -> bool:
    """Whether these parts only say again what the main address of the list says."""
    told = {**parts, "country": read_country(parts["country"])} if "country" in parts else parts
    return all(fold(main.get(name, "")) == fold(text) for name, text in told.items())
