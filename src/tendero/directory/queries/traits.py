"""Contacts of the base as the rule of likeness compares them: five statements for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyKind, PartyPhone, PartyReference
from tendero.directory.rules.likeness import Traits, traits

CHUNK: Final = 5_000
_OWN: Final = (
    "pk", "kind", "name", "first_name", "last_name", "second_last_name", "legal_name", "tax_id", "tax_id_valid",
    "birthday_key", "birth_year",
)  # fmt: skip


def living_traits() -> Iterator[tuple[int, Traits]]:
    """Every contact that is not in the bin, oldest first, with its key."""
    last = 0
    while rows := list(Party.objects.filter(pk__gt=last).order_by("pk").values_list(*_OWN)[:CHUNK]):
        last = rows[-1][0]
        yield from _made(rows, {"party__gte": rows[0][0], "party__lte": last})


def traits_by_key(ids: Sequence[int]) -> dict[int, Traits]:
    """These contacts, by key."""
    rows = list(Party.objects.filter(pk__in=ids).values_list(*_OWN))
    return dict(_made(rows, {"party__in": ids}))


def _made(rows: Sequence[tuple[Any, ...]], which: dict[str, Any]) -> Iterator[tuple[int, Traits]]:
    emails = _of(PartyEmail, which, "address")
    phones = _of(PartyPhone, which, "number")
    references = _of(PartyReference, which, "system", "code")
    addresses = _of(PartyAddress, which, "street", "postal_code", "city")
    for pk, kind, name, first, last, second, legal, tax_id, valid, birthday, year in rows:
        places = addresses.get(pk, ())
        yield (
            pk,
            traits(
                name=name,
                first_name=first,
                surnames=f"{last} {second}" if second else last,
                legal_name=legal,
                organisation=kind == PartyKind.ORGANISATION,
                tax_id=tax_id,
                tax_id_valid=valid,
                emails=[row[0] for row in emails.get(pk, ())],
                phones=[row[0] for row in phones.get(pk, ())],
                birthday_key=birthday,
                birth_year=year,
                streets=[row[0] for row in places],
                postal_codes=[row[1] for row in places],
                cities=[row[2] for row in places],
                references=references.get(pk, ()),
            ),
        )


def _of(model: type[Any], which: dict[str, Any], *columns: str) -> dict[int, list[Any]]:
    """The rows of one table that belong to these contacts."""
    found: dict[int, list[Any]] = defaultdict(list)
    for party, *values in model.objects.filter(**which).order_by().values_list("party", *columns):
        found[party].append(tuple(values))
    return found
