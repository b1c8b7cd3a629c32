"""One small reader a column: from a cell's text to its place in a `Draft`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.importing import consents, mending, several
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.rules import birthdays, damage, import_values
from tendero.kernel.text import plain_number
from tendero.records.sight import says_so
from tendero.records.values import web_address

Reader = Callable[[Draft, str], None]
PLACE_PARTS: Final = frozenset(["street", "street2", "postal_code", "city", "region", "country"])
_PLAIN: Final = {"legal_name": 200, "tax_id": 30, "tax_country": 2, "source_detail": 200}
_MONTH_FIRST: Final = re.compile(r"^(\d{1,2})([/.\-])(\d{1,2})(.*)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading needs to know besides the columns."""

    country: str
    repair: bool
    today: date
    dates: str = "dmy"
    own: bool = False
    columns: frozenset[str] = frozenset()
    unsure: str = ""
    settled: Mapping[str, str] = field(default_factory=dict)


def reader_of(key: str, settings: Settings, *, whole: bool = False) -> Reader:
    """The reader of one column; `key` is a target, with a label or a channel after the colon.

    `whole`: its cells hold one value each, whatever signs stand in them.
    """
    base, _colon, label = key.partition(":")
    unsplit = several.WHOLE.get(base) if whole else None
    reader = unsplit(base, label) if unsplit is not None else _reader_of(key, base, label, settings)
    return mending.whole(reader) if base in mending.CODES else reader


def _reader_of(key: str, base: str, label: str, settings: Settings) -> Reader:
    if base in PLACE_PARTS:
        return _place(base, label)
    if base in _PLAIN:
        return _plain(base, _PLAIN[base])
    makers: dict[str, Callable[[str, Settings], Reader]] = {
        "email": several.emails,
        "phone": several.phones,
        "consent": consents.given,
        "objection": consents.objection,
        "reference": _reference,
        "birthday": _birthday,
        "website": _website,
        "language": _language,
        "is_company": _is_company,
        "kind": _kind,
        "taste": _observation,
        "need": _observation,
        "values_first": _valued,
        "values_second": _valued,
    }
    if base in ("taste", "need", "values_first", "values_second"):
        return makers[base](base, settings)
    if base in makers:
        return makers[base](label, settings)
    return _SIMPLE[base]


def _place(part: str, label: str) -> Reader:
    """One part of the address with that label; the parts of a label make one address."""

    def read(draft: Draft, text: str) -> None:
        """The last column of the same part counts."""
        draft.places.setdefault(label, {})[part] = text

    return read


def _plain(name: str, longest: int) -> Reader:
    """A column that is kept as it comes."""

    def read(draft: Draft, text: str) -> None:
        """The first column that tells it counts; what does not fit is cut, with a remark."""
        if len(text) > longest:
            draft.remarks.append(_("«%(text)s…» is too long and was cut.") % {"text": text[:30]})
        draft.values.setdefault(name, text[:longest])

    return read


def _website(label: str, settings: Settings) -> Reader:
    """An address of the web."""

    def read(draft: Draft, text: str) -> None:
        """Put in order and checked as on every other way in, since it becomes a link."""
        try:
            draft.values.setdefault("website", web_address(text)[:300])
        except ValidationError as error:
            draft.remarks.append(" ".join([*error.messages, _("It was left out.")]))

    return read


def _reference(system: str, settings: Settings) -> Reader:
    """The code he has in another program."""

    def read(draft: Draft, text: str) -> None:
        """Several systems may each have their own."""
        draft.references.append((system[:40], text[:100]))

    return read


def _birthday(label: str, settings: Settings) -> Reader:
    """A birthday in one cell."""

    def read(draft: Draft, text: str) -> None:
        """An hour behind the date is dropped; month first is turned round; a serial number of Excel is a day."""
        swapped = _MONTH_FIRST.sub(r"\3\2\1\4", text) if settings.dates == "mdy" else text
        if day := damage.serial_day(text):
            swapped = day.isoformat()
        found = birthdays.parse_birthday(swapped.split(" ")[0] if ":" in swapped else swapped, settings.today)
        if found is None:
            draft.remarks.append(_("«%(text)s» is not a date: left out.") % {"text": text[:40]})
        else:
            draft.birth = {"day": found.day, "month": found.month, "year": found.year or 0}

    return read


def _language(label: str, settings: Settings) -> Reader:
    """The language to speak to him."""

    def read(draft: Draft, text: str) -> None:
        """Our own files bring codes already; names of languages are looked up."""
        if code := text if draft.exact else import_values.read_language(text):
            draft.values["language"] = code[:8]
        else:
            draft.remarks.append(_("«%(text)s» is not a language: left out.") % {"text": text[:40]})

    return read


def _is_company(label: str, settings: Settings) -> Reader:
    """A column of yes and no, or of kinds, that asks whether it is a company."""

    def read(draft: Draft, text: str) -> None:
        """A no is a person; what says neither leaves the kind to the rest of the row."""
        told = import_values.read_flag(text)
        kind = import_values.read_kind(text) if told is None else ("organisation" if told else "person")
        draft.kind, draft.told_kind = kind or draft.kind, bool(kind)

    return read


def _kind(label: str, settings: Settings) -> Reader:
    """Person or company, in words."""

    def read(draft: Draft, text: str) -> None:
        """An unknown word leaves the kind to the rest of the row."""
        if kind := import_values.read_kind(text):
            draft.kind, draft.told_kind = kind, True

    return read


def _observation(kind: str, settings: Settings) -> Reader:
    """Tastes or needs."""

    def read(draft: Draft, text: str) -> None:
        """Several in a cell are noted one by one."""
        parts = (part[:200] for part in import_values.split_list(text) if not says_so(part))
        draft.observations.extend((kind, part) for part in parts)

    return read


def _valued(name: str, settings: Settings) -> Reader:
    """What he values first, or second."""

    def read(draft: Draft, text: str) -> None:
        """Words outside the three we know say nothing."""
        if told := import_values.read_valued(text):
            draft.values[name] = told

    return read


def _birth_part(part: str) -> Reader:
    """Day, month or year of the birthday, in a column of its own."""

    def read(draft: Draft, text: str) -> None:
        """Spreadsheets write 1975.0; what is no number is passed over."""
        number = plain_number(text.split(".")[0], 9_999)
        if number is not None:
            draft.birth[part] = number

    return read


def _text(name: str, longest: int = 200) -> Reader:
    """A part of the draft that holds one text."""

    def read(draft: Draft, text: str) -> None:
        """The first column that tells it counts; line breaks and double blanks become one."""
        if not getattr(draft, name):
            setattr(draft, name, " ".join(text.split())[:longest])

    return read


def _many(name: str, longest: int, *, comma: bool = True) -> Reader:
    """A part of the draft that holds several texts."""

    def read(draft: Draft, text: str) -> None:
        """Every column adds to it."""
        getattr(draft, name).extend(part[:longest] for part in import_values.split_list(text, comma=comma))

    return read


def _note(draft: Draft, text: str) -> None:
    """Every column of notes makes a note of its own."""
    draft.notes.append(text)


_SIMPLE: Final[dict[str, Reader]] = {
    "id": _text("ref", 20),
    "name": _text("name"),
    "first_name": _text("first"),
    "middle_name": _text("middle"),
    "last_name": _text("last"),
    "second_last_name": _text("second"),
    "company": _text("company"),
    "job_title": _text("job", 120),
    "owner": _text("owner"),
    "source": _text("source", 80),
    "referred_by": _text("referred_by"),
    "tags": _many("tags", 80),
    "roles": _many("roles", 80),
    "profile": _many("profiles", 300, comma=False),
    "birth_day": _birth_part("day"),
    "birth_month": _birth_part("month"),
    "birth_year": _birth_part("year"),
    "note": _note,
    "contact": _text("contact"),
    "proof": _text("proof", 300),
    "vcard": mending.vcard_lines,
}
