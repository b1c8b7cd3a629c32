"""From the names that forms, the API and imports use to columns and groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.lists import Group, Row
from tendero.directory.actions.reading import GROUPS, home_country, tidy
from tendero.directory.models import MostValued, Party, PartyKind
from tendero.directory.rules import names
from tendero.directory.rules.birthdays import Birthday, parse_birthday
from tendero.records.values import web_address

TEXTS: Final = ("first_name", "last_name", "second_last_name", "name", "legal_name", "tax_id", "language", "website",
                "source_detail")  # fmt: skip
CHOICES: Final = {"values_first": MostValued.values, "values_second": MostValued.values, "kind": PartyKind.values}
RELATIONS: Final = ("source", "referred_by", "owner")
MAIN: Final = {"email": ("emails", "address"), "phone": ("phones", "number")}
ADDRESS: Final = ("street", "postal_code", "city", "region", "country")
_NAMES: Final = ("first_name", "last_name", "second_last_name")


def columns(values: Mapping[str, Any], party: Party) -> Row:
    """The columns of the party's own row, normalised. ValidationError by field."""
    found: Row = {name: tidy(values[name], _longest(name)) for name in TEXTS if name in values}
    for name, allowed in CHOICES.items():
        if name in values:
            found[name] = _choice(name, values[name], allowed)
    found.update({name: values[name] for name in RELATIONS if name in values})
    if found.get("website"):
        try:
            found["website"] = web_address(found["website"])
        except ValidationError as error:
            raise ValidationError({"website": error}) from error
    if "tax_country" in values:
        found["tax_country"] = tidy(values["tax_country"], 2).upper() or home_country()
    if "birthday" in values:
        found.update(_birthday(values["birthday"]))
    _settle_names(found, party)
    return found


def _longest(name: str) -> int:
    """Signs that fit in that column of a contact."""
    column: Any = Party._meta.get_field(name)
    return int(column.max_length or 200)


def _choice(name: str, value: Any, allowed: list[Any]) -> str:
    """One of `allowed`, or nothing; ValidationError otherwise."""
    given = str(value or "")
    if given and given not in allowed:
        raise ValidationError({name: _("That is not one of the options.")})
    return given


def _birthday(value: Any) -> Row:
    """Columns of a birthday given as ISO text, as people write it, or as a `Birthday`; None takes it away."""
    if not value:
        return {"birthday_key": 0, "birth_year": None}
    found = value if isinstance(value, Birthday) else parse_birthday(str(value))
    if found is None:
        raise ValidationError({"birthday": _("Write it as 12/3 or 12/3/1984.")})
    return {"birthday_key": found.key, "birth_year": found.year}


def _settle_names(found: Row, party: Party) -> None:
    """A person's whole name is split in its parts; what is no longer a person loses them."""
    kind = found.get("kind") or party.kind
    found.update({"kind": kind} if "kind" in found else {})
    parts = [found.get(name, getattr(party, name)) for name in _NAMES]
    if kind == PartyKind.PERSON:
        if "name" in found and not any(name in found for name in _NAMES) and found["name"] != party.name:
            split = names.split_person(found["name"])
            found.update(dict(zip(_NAMES, (split.first_name, split.last_name, split.second_last_name), strict=True)))
            parts = [found[name] for name in _NAMES]
        if any(parts):
            found.pop("name", None)
    elif any(parts):
        found.setdefault("name", names.full_name(*parts))
        found.update(dict.fromkeys(_NAMES, ""))
    if not any(parts) and not found.get("name", party.name):
        field = "first_name" if kind == PartyKind.PERSON else "name"
        raise ValidationError({field: _("Write a name.")})


def groups(values: Mapping[str, Any], party: Party) -> dict[str, list[Any]]:
    """The repeated groups somebody wants, by name: lists as given, with the main e-mail, telephone and address."""
    wanted: dict[str, list[Any]] = {name: list(values[name] or []) for name in GROUPS if name in values}
    for field, (name, first) in MAIN.items():
        if field in values:
            items = wanted[name] if name in wanted else _stored(GROUPS[name], party)
            wanted[name] = _with_main(GROUPS[name], items, first, values[field], party, given=name in values)
    if any(field in values for field in ADDRESS):
        items = wanted["addresses"] if "addresses" in wanted else _stored(GROUPS["addresses"], party)
        wanted["addresses"] = _with_address(items, {name: values[name] for name in ADDRESS if name in values})
    return wanted


def _stored(group: Group, party: Party) -> list[Any]:
    """The group's lines as they are now, in the shape in which new ones are told."""
    return [group.as_row(child) for child in group.rows(party)]


def _with_main(group: Group, items: list[Any], first: str, value: Any, party: Party, *, given: bool) -> list[Any]:
    """The list with `value` at its head. One that stood elsewhere moves; else it takes the first's place."""
    main = group.read(value, party) if value else None
    if main is None:
        return items if given else items[1:]
    rest = [item for item in items if not _same(group, item, main, party)]
    same = next((item for item in items if _same(group, item, main, party)), None)
    if same is not None:
        return [same, *rest]
    if given or not rest:
        return [{first: value}, *rest]
    head = dict(rest[0]) if isinstance(rest[0], Mapping) else {}
    return [{**head, first: value}, *rest[1:]]


def _same(group: Group, item: Any, main: Row, party: Party) -> bool:
    """Whether a line, once read, is the very one that is to be the main."""
    row = group.read(item, party)
    return row is not None and group.said(row) == group.said(main)


def _with_address(items: list[Any], changes: Mapping[str, Any]) -> list[Any]:
    """The list with these parts of its first address changed; one that is left without anything goes."""
    head = dict(items[0]) if items else {}
    if "postal_code" in changes and "region" not in changes and changes["postal_code"] != head.get("postal_code"):
        head["region"] = ""
    head.update({name: value or "" for name, value in changes.items()})
    empty = not any(head.get(name) for name in ("street", "street2", "postal_code", "city", "region"))
    if empty and not changes.get("country"):
        return items[1:]
    return [head, *items[1:]]
