"""What a row says, brought onto a card: what is blank is filled, what differs stays or is replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.models import (
    Observation,
    PartyAddress,
    PartyCard,
    PartyEmail,
    PartyPhone,
    PartyProfile,
    PartyReference,
)
from tendero.directory.rules.addresses import floor_key, leaves_off, one_house
from tendero.directory.rules.twins import twin
from tendero.kernel import write
from tendero.kernel.text import fold

_PLACE: Final = ("street", "street2", "postal_code", "city", "region")
_SAID_BY: Final = {"emails": "address", "phones": "number", "references": "code", "profiles": "address"}


def merge(card: Card, draft: Draft, resolved: dict[str, Any], *, update: bool) -> None:
    """Bring what the draft says onto the card: blanks are filled; with `update`, what differs is replaced."""
    if card.nameless and draft.organisation and not draft.nameless:
        card.set("kind", draft.kind)  # who was only an address turns out to be a company
        card.set("name", draft.name)
    for name, value in {**_names(card, draft), **draft.values, **resolved}.items():
        blank = not card.get(name) or name == "tax_country"  # which has a value before anybody says one
        if value and (update or blank) and _may_follow(card, name, update):
            card.set(name, value)
    _merge_reach(card, draft, update=update)
    _merge_addresses(card, draft, update=update)
    _merge_lists(card, draft)


def _merge_vcard(card: Card, text: str) -> None:
    """The card he came with is kept; of another one, the lines that it did not have."""
    there = card.of("vcards")
    if not there:
        card.add("vcards", write.blank(PartyCard, text=text))
        return
    known = Counter(line[1:] for line in there[0].text.split("\n"))
    more: list[str] = []
    for line in text.split("\n"):
        if known[line[1:]] > 0:
            known[line[1:]] -= 1
        else:
            more.append(line)
    if more:
        card.change(there[0], text="\n".join([there[0].text, *more]))


def lacks(card: Card, draft: Draft) -> bool:
    """Whether the row says anything for which the card has nothing yet: such a row would fill it in."""
    have = {name: {getattr(child, column) for child in card.of(name)} for name, column in _SAID_BY.items()}
    return (
        any(value and not card.get(name) for name, value in draft.values.items() if name != "tax_country")
        or not {address.lower() for address, _label in draft.emails} <= {text.lower() for text in have["emails"]}
        or not {phone.number for phone, _label in draft.phones} <= have["phones"]
        or not {code for _system, code in draft.references} <= have["references"]
        or not set(draft.profiles) <= have["profiles"]
        or any(_lacks_place(card, address, label) for address, label in draft.addresses)
    )


def differing(card: Card, draft: Draft) -> list[str]:
    """What the row says otherwise than the card, in words."""
    found = []
    if not draft.nameless and fold(card.name) != fold(draft.name):
        found.append(_("name: %(text)s") % {"text": draft.name})
    tax_id = draft.values.get("tax_id", "")
    if tax_id and card.get("tax_id") and tax_id != card.get("tax_id"):
        found.append(_("tax id: %(text)s") % {"text": tax_id})
    have = {child.address.lower() for child in card.of("emails")}
    new = [address for address, _label in draft.emails if have and address.lower() not in have]
    found += [_("e-mail: %(text)s") % {"text": address} for address in new]
    numbers = {child.number for child in card.of("phones")}
    others = [phone.display for phone, _label in draft.phones if numbers and phone.number not in numbers]
    found += [_("telephone: %(text)s") % {"text": number} for number in others]
    towns = {fold(child.city) for child in card.of("addresses") if child.city}
    cities = [address.city for address, _label in draft.addresses if address.city]
    return found + [_("city: %(text)s") % {"text": city} for city in cities if towns and fold(city) not in towns]


def _lacks_place(card: Card, address: Any, label: str) -> bool:
    """Whether the card would get this address, or parts of it."""
    told = {name: value for name in _PLACE if (value := getattr(address, name))}
    same = _same_place(card.of("addresses"), told, label, update=False)
    return same is None or not all(getattr(same, name) for name in told)


def _names(card: Card, draft: Draft) -> dict[str, Any]:
    """A name is one thing: its parts are filled together or not at all, and only into the same kind of party."""
    if draft.nameless or draft.kind != card.kind:
        return {}
    if draft.organisation:
        return {"name": draft.name}
    if not card.new and fold(card.name) == fold(draft.name):
        return {}
    return {"first_name": draft.first, "last_name": draft.last, "second_last_name": draft.second}


def _may_follow(card: Card, name: str, update: bool) -> bool:
    """Columns that only make sense with another: the tax id's country with the tax id, the year with the birthday."""
    if name == "tax_country":
        return card.new or "tax_id" in card.values
    if name == "birth_year" and not update:
        return card.new or "birthday_key" in card.values or not card.party.birth_year
    return True


def _merge_reach(card: Card, draft: Draft, *, update: bool) -> None:
    """What is not there yet is added; when updating, an e-mail or telephone alone takes the main one's place."""
    _merge_phones(card, draft, update=update)
    if draft.emails:
        have = {child.address.lower() for child in card.of("emails")}
        alone = update and len(draft.emails) == 1
        for address, label in draft.emails:
            if (folded := address.lower()) not in have:
                have.add(folded)
                _put(card, "emails", write.blank(PartyEmail, address=address, label=label), "address", alone)
    if draft.profiles:
        pages = {child.address for child in card.of("profiles")}
        for address in draft.profiles:
            if address not in pages:
                pages.add(address)
                _put(card, "profiles", write.blank(PartyProfile, address=address), "address", False)


def _merge_phones(card: Card, draft: Draft, *, update: bool) -> None:
    """Numbers that are not there are added; one that has WhatsApp by the row has it from then on."""
    if draft.phones:
        numbers = {child.number for child in card.of("phones")}
        alone = update and len(draft.phones) == 1
        for phone, label in draft.phones:
            if phone.number not in numbers:
                numbers.add(phone.number)
                columns = {"number": phone.number, "shown": phone.display[:40], "label": label}
                child = write.blank(PartyPhone, **columns, whatsapp=phone.number in draft.whatsapp)
                _put(card, "phones", child, "number", alone)
        for child in card.of("phones") if draft.whatsapp else ():
            if child.number in draft.whatsapp:
                card.change(child, whatsapp=True)


def _put(card: Card, name: str, child: Any, column: str, replace: bool) -> None:
    """Add a child behind the others, or put its value in the main one's place."""
    others = card.of(name)
    if replace and others:
        values = {column: getattr(child, column)}
        if isinstance(child, PartyPhone):
            values |= {"shown": child.shown, "whatsapp": child.whatsapp}
        card.change(others[0], **values)
        return
    child.position = others[-1].position + 1 if others else 0
    card.add(name, child)


def _merge_addresses(card: Card, draft: Draft, *, update: bool) -> None:
    """Each address completes the one it speaks of (`_same_place`), or stands behind the others."""
    if not draft.addresses:
        return
    there = list(card.of("addresses"))
    for address, label in draft.addresses:
        parts = {name: getattr(address, name) for name in _PLACE}
        told = {name: value for name, value in parts.items() if value}
        same = _same_place(there, told, label, update=update)
        if same is None:
            others = card.of("addresses")
            position = others[-1].position + 1 if others else 0
            card.add(
                "addresses", write.blank(PartyAddress, **parts, country=address.country, label=label, position=position)
            )
        else:
            card.change(same, **_changes(same, told, update=update))


def _changes(there: Any, told: dict[str, str], *, update: bool) -> dict[str, str]:
    """What an address gets of these parts. A line that leaves off the floor, or repeats it, says nothing of the street;
    another house has the floor that the file says, or none.
    """
    street = told.get("street", "")
    if floor_key(street) != floor_key(there.street) and leaves_off(street, f"{there.street} {there.street2}"):
        told = {name: value for name, value in told.items() if name != "street" or not there.street}
    elif update and street and there.street and not one_house(street, there.street):
        told = {"street2": "", **told}
    return {name: value for name, value in told.items() if update or not getattr(there, name)}


def _same_place(there: Sequence[Any], told: dict[str, str], label: str, *, update: bool) -> Any:
    """The address already there that these parts speak of, if any.

    One that they do not contradict, the very floor first; else, under the same label, the one to be replaced, or the
    one that a mere town without a street does not improve.
    """
    place = {name: fold(value) for name, value in told.items() if name not in ("street", "street2")}
    street, floor = told.get("street", ""), floor_key(told.get("street2", ""))
    open_to = [
        one
        for one in there
        if all(fold(getattr(one, name)) in ("", text) for name, text in place.items())
        and (not (street and one.street) or leaves_off(street, f"{one.street} {one.street2}"))
    ]
    floors = [("", floor_key(one.street2)) for one in open_to]
    if (at := twin(("", floor), floors)) is not None:
        return open_to[at]
    if update or "street" not in told:
        return next((other for other in there if other.label == label), None)
    return None


def _merge_lists(card: Card, draft: Draft) -> None:
    """References, observations and notes only grow; what is there already is not doubled."""
    if draft.references:
        known = {(fold(child.system), child.code) for child in card.of("references")}
        for system, code in draft.references:
            if (fold(system), code) not in known:
                known.add((fold(system), code))
                card.add("references", write.blank(PartyReference, system=system, code=code))
    if draft.observations:
        seen = {(child.kind, fold(child.text)) for child in card.of("observations")}
        for kind, text in draft.observations:
            if (kind, fold(text)) not in seen:
                seen.add((kind, fold(text)))
                card.add("observations", write.blank(Observation, kind=kind, text=text))
    if draft.vcard:
        _merge_vcard(card, draft.vcard)
    for text in draft.notes:
        if text not in card.notes:
            card.notes.append(text)
