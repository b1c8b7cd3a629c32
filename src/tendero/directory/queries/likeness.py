"""Contacts made ready to be compared, and why two look alike, in words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tendero.directory.rules.alike_fields import Degree, Field
from tendero.directory.rules.likeness import Ground, Likeness, Traits, traits
from tendero.directory.rules.matching import Identity
from tendero.directory.rules.tax_ids import parse_tax_id

_WORDS: Final[dict[tuple[Field, Degree], Promise | str]] = {
    (Field.TAX_ID, Degree.EQUAL): _("same tax id"),
    (Field.TAX_ID, Degree.NEAR): _("nearly the same tax id"),
    (Field.TAX_ID, Degree.DIFFERENT): _("another tax id"),
    (Field.REFERENCE, Degree.EQUAL): _("same reference in another system"),
    (Field.REFERENCE, Degree.DIFFERENT): _("another reference"),
    (Field.EMAIL, Degree.EQUAL): _("same e-mail"),
    (Field.EMAIL, Degree.NEAR): _("nearly the same e-mail"),
    (Field.EMAIL, Degree.DIFFERENT): _("another e-mail"),
    (Field.PHONE, Degree.EQUAL): _("same telephone"),
    (Field.PHONE, Degree.NEAR): _("nearly the same telephone"),
    (Field.PHONE, Degree.DIFFERENT): _("another telephone"),
    (Field.BIRTHDAY, Degree.EQUAL): _("same date of birth"),
    (Field.BIRTHDAY, Degree.PART): _("same birthday"),
    (Field.BIRTHDAY, Degree.NEAR): _("nearly the same date of birth"),
    (Field.BIRTHDAY, Degree.DIFFERENT): _("another birthday"),
    (Field.STREET, Degree.EQUAL): _("same street and number"),
    (Field.STREET, Degree.NEAR): _("nearly the same street"),
    (Field.STREET, Degree.PART): _("same street, another number"),
    (Field.STREET, Degree.DIFFERENT): _("another street"),
    (Field.POSTAL_CODE, Degree.EQUAL): _("same postal code"),
    (Field.POSTAL_CODE, Degree.NEAR): _("nearly the same postal code"),
    (Field.POSTAL_CODE, Degree.DIFFERENT): _("another postal code"),
    (Field.CITY, Degree.EQUAL): _("same city"),
    (Field.CITY, Degree.NEAR): _("nearly the same city"),
    (Field.CITY, Degree.DIFFERENT): _("another city"),
    (Field.NAME, Degree.EQUAL): _("same name"),
    (Field.NAME, Degree.NEAR): _("very similar name"),
    (Field.NAME, Degree.PART): _("part of the name"),
    (Field.NAME, Degree.DIFFERENT): _("another name"),
    (Field.KIND, Degree.DIFFERENT): _("a person and a company"),
}


def traits_of(values: Mapping[str, Any], identity: Identity) -> Traits:
    """What is being typed or brought, ready to be compared: `values` as forms name them, and the `identity` of them."""
    birthday = values.get("birthday")
    country = str(values.get("tax_country") or "ES")
    return traits(
        name=identity.name,
        first_name=str(values.get("first_name") or ""),
        surnames=" ".join(str(values[part]) for part in ("last_name", "second_last_name") if values.get(part)),
        legal_name=str(values.get("legal_name") or ""),
        organisation=identity.organisation,
        tax_id=identity.tax_id,
        tax_id_valid=parse_tax_id(identity.tax_id, country).valid if identity.tax_id else None,
        emails=identity.emails,
        phones=identity.phones,
        birthday_key=identity.birthday_key,
        birth_year=getattr(birthday, "year", None),
        streets=_of_addresses(values, "street"),
        postal_codes=_of_addresses(values, "postal_code"),
        cities=identity.cities,
        references=identity.references,
    )


def _of_addresses(values: Mapping[str, Any], part: str) -> list[str]:
    """One part of the address that is typed alone, and of those in the list."""
    listed = (item.get(part) for item in values.get("addresses") or () if isinstance(item, Mapping))
    return [str(one) for one in (values.get(part), *listed) if one]


def told(ground: Ground) -> str:
    """What one field says, in words."""
    return str(_WORDS[ground.field, ground.degree])


def reasons(likeness: Likeness, *, hidden: Container[Any] = ()) -> list[str]:
    """Why two look alike or do not, the weightiest first; nothing of fields the reader has hidden."""
    return [told(ground) for ground in _seen(likeness.grounds, hidden)]


def reasons_beside(found: Likeness, one: Traits, other: Traits, *, hidden: Container[Any] = ()) -> list[str]:
    """`reasons`, and what strangers share: of that the rule says nothing, but it is why somebody asked."""
    said = reasons(found, hidden=hidden)
    known = {ground.field for ground in found.grounds}
    for field, same in ((Field.PHONE, one.phones & other.phones), (Field.EMAIL, one.emails & other.emails)):
        if same and field not in known and str(field) not in hidden:
            said += [told(Ground(field, Degree.EQUAL, 0.0)), str(_("perhaps a family, or people who work together"))]
    return said


def _seen(grounds: Iterable[Ground], hidden: Container[Any]) -> Iterable[Ground]:
    return (ground for ground in grounds if str(ground.field) not in hidden)
