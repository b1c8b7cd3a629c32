"""The titles of our own files: how an export calls its columns, and how an import knows them again.

A file is ours when one of its columns is called «Tendero reference». Then each column goes back to the field it came
from, whoever's language it was written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from tendero.kernel.text import fold
from tendero.records.fields import Field, Kind
from tendero.records.registry import RecordType

REF: Final = ":ref"
"""Behind the name of a field: the column of the references of those whom the field names."""
_NAMED: Final = re.compile(r"^(.*) \(([a-z][a-z0-9_.]*)\)$")


def reference() -> str:
    """The title of the row's own reference."""
    return _("Tendero reference")


def reference_of(title: str) -> str:
    """The title of the references of those whom the column `title` names."""
    return _("%(field)s: Tendero reference") % {"field": title}


def has_reference(field: Field) -> bool:
    """Whether a column of references goes with it: a contact is not told by its name alone."""
    return field.kind is Kind.PARTY and field.editable and not field.many


def of_fields(record: RecordType[Any], fields: Iterable[Field]) -> dict[str, str]:
    """The title of each field; where fields of the record are called alike, all but the first show their names."""
    owners = _owners(record)
    return {
        field.name: title if owners[fold(title)] == field.name else f"{title} ({field.name})"
        for field in fields
        for title in [_title(field)]
    }


def _title(field: Field) -> str:
    label = " ".join(str(field.label).split())
    return f"{label[:1].upper()}{label[1:]}"


def _owners(record: RecordType[Any]) -> dict[str, str]:
    """Whose each title is: the first field called so, in the language in use."""
    found = {fold(reference()): "id"}
    for field in record.all_fields().values():
        if not field.seek_only:
            found.setdefault(fold(_title(field)), field.name)
    return found


def is_reference(title: str) -> bool:
    """Whether a column of that title holds the rows' own references, in any of our languages."""
    return any(fold(reference()) == fold(title) for _language in _languages())


def read(record: RecordType[Any], labels: Sequence[str]) -> list[str] | None:
    """The field of each column (``id``, ``city``, ``party:ref``, "" for none) of a file of ours; None for another's."""
    if not any(is_reference(label) for label in labels):
        return None
    return max((_read(record, labels) for _language in _languages()), key=lambda found: sum(map(bool, found)))


def _read(record: RecordType[Any], labels: Sequence[str]) -> list[str]:
    fields = record.all_fields()
    names = _owners(record)
    for name, title in of_fields(record, (field for field in fields.values() if has_reference(field))).items():
        names.setdefault(fold(reference_of(title)), f"{name}{REF}")
    found: list[str] = []
    for label in labels:
        told = _NAMED.match(label)
        name = told[2] if told and told[2] in fields else names.get(fold(label), "")
        found.append("" if name in found else name)
    return found


def _languages() -> Iterator[str]:
    """Each of our languages, active while it is looked at; whoever looks first."""
    for language in dict.fromkeys([translation.get_language() or "es", "es", "en"]):
        with translation.override(language):
            yield language
