"""The last look at a draft, when all its columns have spoken: kind, names, addresses, telephones, keys."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing import own_files
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.naming import cased, settle_name
from tendero.directory.rules import splitting, tax_ids
from tendero.directory.rules.addresses import Address, normalised
from tendero.directory.rules.birthdays import make_birthday
from tendero.directory.rules.import_values import read_country, read_emails
from tendero.directory.rules.matching import Identity, mark_of, match_keys
from tendero.directory.rules.phones import parse_phone
from tendero.directory.rules.vcard.outgoing import read as read_card
from tendero.directory.rules.vcard.people import Held, marked
from tendero.kernel.text import fold

if TYPE_CHECKING:
    from tendero.directory.actions.importing.columns import Settings


KEYLESS: Final = "keyless"
"""The kind of key of whoever has none: all that is known of him, so that the same row twice is still one."""
FIRM: Final = "firm"
"""The kind of key of a company by its name alone: asked by a row that knows nothing else to tell it by."""
UNMARKED: Final = frozenset({KEYLESS, FIRM})
"""Keys that the directory does not keep: they are found by its columns."""


def likeness(kind: str, name: str, city: str = "", phone: str = "") -> str:
    """The key of a party without keys."""
    return f"{kind}|{fold(name)}|{fold(city)}|{phone}"


def finish(draft: Draft, settings: Settings) -> None:
    """Fill what follows from the rest; set `problem` when there is no name to call anybody by."""
    home = _told_country(draft) or settings.country
    if draft.exact:
        own_files.settle(draft, settings)
    else:
        _ungroup(draft)
    _phones(draft, home)
    _places(draft, settings, home)
    if not draft.exact:
        _tax_id(draft, home)
        settle_name(draft, settings)
        _birthday(draft)
    if draft.vcard:
        _keep_card(draft)
    if not draft.name:
        draft.problem = draft.problem or _("No name, company or e-mail: there is nobody to note down.")
    if not draft.problem:
        _beside(draft, settings)
        _keys(draft)


def _keys(draft: Draft) -> None:
    """By what the row will be looked up."""
    draft.keys = [(str(kind), key) for kind, key in match_keys(identity(draft))]
    draft.marks = [mark_of(kind, key) for kind, key in draft.keys]
    if not draft.keys:
        told = identity(draft)
        city, phone = next(iter(told.cities), ""), next(iter(told.phones), "")
        draft.keys.append((KEYLESS, likeness(draft.kind, draft.name, city, phone)))
        draft.bare = (FIRM, fold(draft.name)) if draft.organisation else None
    elif draft.organisation:
        draft.bare = (KEYLESS, likeness(draft.kind, draft.name))


def _beside(draft: Draft, settings: Settings) -> None:
    """Whom one speaks with at a company is a person of his own; beside a person he is a note."""
    if not draft.contact or draft.exact or fold(draft.contact) == fold(draft.name):
        return
    if not draft.organisation:
        draft.notes.append(_("Contact: %(name)s") % {"name": draft.contact})
        return
    beside = Draft(draft.number, kind="person", name=draft.contact, company=draft.name, job=draft.job, of_firm=True)
    beside.owner, beside.unsplit = draft.owner, frozenset({"name:"})
    settle_name(beside, settings)
    _keys(beside)
    draft.beside = beside


def mark_of_row(draft: Draft) -> int:
    """A digest of all by which the row tells who it is: the same row of another file has the same."""
    told = identity(draft)
    parts = [draft.kind, fold(draft.name), *(f"{kind}:{key}" for kind, key in draft.keys)]
    parts += sorted(fold(city) for city in told.cities) + sorted(told.phones)
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big") >> 1 or 1


def _keep_card(draft: Draft) -> None:
    """Of his card, what Tendero holds from now on and what only the card says."""
    held = Held(
        draft.name,
        draft.company,
        draft.job,
        draft.organisation,
        [address for address, _label in draft.emails],
        [phone.number for phone, _label in draft.phones],
        [address for address, _label in draft.addresses],
        [*draft.profiles, str(draft.values.get("website", ""))],
        (draft.values.get("birthday_key", 0), draft.values.get("birth_year", 0)),
        list(draft.tags),
    )
    lines = draft.vcard.split("\n")
    told = [(line, one) for line in lines for one in read_card(line)]
    draft.vcard = marked([line for line, _one in told], held, [one for _line, one in told])


def identity(draft: Draft) -> Identity:
    """The draft as the rule of uniqueness sees it."""
    return Identity(
        name="" if draft.nameless else draft.name,
        organisation=draft.organisation,
        tax_id=draft.values.get("tax_id", ""),
        emails=[*_grouped(draft, "emails", "address"), *(address for address, _label in draft.emails)],
        phones=[*_grouped(draft, "phones", "number"), *(phone.number for phone, _label in draft.phones)],
        references=[
            *((row.get("system", ""), row.get("code", "")) for row in draft.groups.get("references", ())),
            *draft.references,
        ],
        birthday_key=draft.values.get("birthday_key", 0),
        cities=[*_grouped(draft, "addresses", "city"), *(address.city for address, _label in draft.addresses)],
    )


def _grouped(draft: Draft, name: str, part: str) -> list[str]:
    """One part of every line of a group, for looking at it without its rows."""
    return [row.get(part, "") for row in draft.groups.get(name, ())]


def _ungroup(draft: Draft) -> None:
    """Groups of a row that is not ours to the letter are read as anybody's: e-mails, telephones, addresses, codes."""
    for row in draft.groups.pop("emails", ()):
        good, _bad = read_emails(row.get("address", ""))
        draft.emails.extend((address, row.get("label", "")) for address in good)
    for row in draft.groups.pop("phones", ()):
        draft.waiting_phones.append((row.get("number", ""), row.get("label", "")))
        if row.get("whatsapp"):
            draft.whatsapp.add(row.get("number", ""))
    for row in draft.groups.pop("references", ()):
        draft.references.append((row.get("system", ""), row.get("code", "")))
    draft.profiles += [row["address"] for row in draft.groups.pop("profiles", ()) if "address" in row]
    for number, row in enumerate(draft.groups.pop("addresses", ())):
        label = row.pop("label", "")
        draft.places[label if label and label not in draft.places else str(900 + number)] = row


def _told_country(draft: Draft) -> str:
    """The country that the row's first address names, if any."""
    told = next((parts["country"] for parts in draft.places.values() if "country" in parts), "")
    return read_country(told) if told else ""


def _country_of_phone(draft: Draft, home: str) -> str:
    """Bogotá with a Colombian telephone lies in Colombia, whatever the company's own country is."""
    return next((phone.country for phone, _label in draft.phones if phone.country and not phone.problem), home)


def _places(draft: Draft, settings: Settings, home: str) -> None:
    """Addresses from their parts, in the country they name, or else at home or where the telephone is."""
    for label, parts in draft.places.items():
        country = read_country(parts["country"]) if "country" in parts else ""
        if "country" in parts and not country:
            draft.remarks.append(_("«%(text)s» is not a country we know.") % {"text": parts["country"][:40]})
        if not country:
            country = home if "postal_code" in parts else _country_of_phone(draft, home)
        if not draft.exact and f"street:{label}" not in draft.unsplit:
            _split_street(draft, parts, country)
        if "city" in parts and not draft.exact:
            parts["city"] = cased(parts["city"], settings)
        if parts:
            address = _address(parts, country)
            told = parts.get("postal_code", "")
            draft.zeros += len(told) == 4 and address.postal_code == f"0{told}"
            draft.addresses.append((address, "" if label.isdigit() else label[:40]))


def _split_street(draft: Draft, parts: dict[str, str], country: str) -> None:
    """A street that holds its postal code and town gives them to the columns that have nothing."""
    alone = "street" in parts and not parts.keys() & {"postal_code", "city"}
    if alone and (told := splitting.town_of(parts["street"], country)):
        draft.apart.append((parts["street"][:120], f"{told.street} · {told.postal_code} · {told.city}"))
        parts["street"], parts["postal_code"], parts["city"] = told.street, told.postal_code, told.city
        if told.region:
            parts.setdefault("region", told.region)


def _address(parts: dict[str, str], country: str) -> Address:
    """Parts cut to what fits, then put in order as everywhere."""
    told = parts.get
    return normalised(
        Address(
            told("street", "")[:200],
            told("street2", "")[:200],
            told("postal_code", "")[:40],
            told("city", "")[:100],
            told("region", "")[:100],
            country,
        )
    )


def _phones(draft: Draft, country: str) -> None:
    """Telephones read under the row's country, each number once; odd ones are kept with a remark."""
    seen = set()
    for text, label in draft.waiting_phones:
        phone = parse_phone(text, country)
        if text in draft.whatsapp:
            draft.whatsapp.add(phone.number)
        if phone.problem == "empty" or phone.number in seen:
            continue
        seen.add(phone.number)
        draft.phones.append((phone, label))
        if phone.problem:
            draft.remarks.append(_("The telephone «%(text)s» looks doubtful; kept as it came.") % {"text": text[:40]})


def _tax_id(draft: Draft, country: str) -> None:
    """The tax id in its one spelling; a valid one tells a company from a person where nothing else does."""
    if told := draft.values.get("tax_id"):
        found = tax_ids.parse_tax_id(told, country)
        draft.values["tax_id"], draft.values["tax_country"] = found.value[:30], country
        if not found.value:
            del draft.values["tax_id"]
        elif found.valid is False:
            draft.remarks.append(_("The tax id «%(text)s» does not add up; kept, marked.") % {"text": told})
        if found.organisation is not None and not draft.kind and found.valid:
            draft.kind = "organisation" if found.organisation else "person"


def _birthday(draft: Draft) -> None:
    """Day, month and year gathered from their columns, if they make a date; a year far off is dropped."""
    if draft.birth and (
        found := make_birthday(draft.birth.get("day"), draft.birth.get("month"), draft.birth.get("year") or None)
    ):
        draft.values["birthday_key"] = found.key
        if found.year and 1850 < found.year < 2200:
            draft.values["birth_year"] = found.year
