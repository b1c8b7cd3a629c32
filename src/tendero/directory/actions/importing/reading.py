"""From cells to a `Draft`: one small reader a column, chosen once for the whole file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.directory.actions.importing import own_files
from tendero.directory.actions.importing.draft import Draft, problem_text
from tendero.directory.actions.importing.finishing import finish
from tendero.directory.rules import birthdays, import_values
from tendero.directory.rules.phones import split_phones
from tendero.kernel import refs
from tendero.kernel.actor import Actor
from tendero.records.exchange.formulas import unshield
from tendero.records.exchange.plan import Formats, Plan
from tendero.records.exchange.reading import StagedRow
from tendero.records.exchange.reading.cells import MARK, content
from tendero.records.values import web_address

Reader = Callable[[Draft, str], None]
PLACE_PARTS: Final = frozenset(["street", "street2", "postal_code", "city", "region", "country"])
_MARKED: Final = ("'", MARK)
_PLAIN: Final = {"legal_name": 200, "tax_id": 30, "tax_country": 2, "source_detail": 200}
_EMPTY: Final = frozenset(["", "-", "--", "—", "null", "NULL", "n/a", "N/A", "#N/A", "(en blanco)", "none", "None"])
_NOTHING: Final = frozenset([""])
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


class RowReader:
    """Reads rows under one plan."""

    def __init__(self, plan: Plan, formats: Formats, *, country: str, today: date, by: Actor) -> None:
        own = "id" in plan.columns
        self.settings = Settings(
            plan.country or country, plan.repair, today, formats.dates, own, frozenset(plan.columns)
        )
        columns = _with_whole_names(plan.columns)
        self.ref_column = columns.index("id") if own else None
        told = own_files.readers(columns, by=by, own=own)
        self.readers = [
            (index, told.get(key) or _reader(key, self.settings))
            for index, key in enumerate(columns)
            if (key and not key.startswith("custom.")) or key in told
        ]
        self.formats, self.typed = formats, own_files.typed_columns(columns)

    def read(self, row: StagedRow) -> Draft:
        """What the row says; `problem` is set when it cannot become anybody."""
        draft = Draft(row.number)
        if row.problem:
            draft.problem = problem_text(row.problem)
            return draft
        cells = row.cells
        if self.ref_column is not None and refs.is_ref(content(cells[self.ref_column]).strip()):
            draft.exact = True
        empty = _NOTHING if draft.exact else _EMPTY
        for index, reader in self.readers:
            if cell := cells[index]:
                if cell[0] in _MARKED:
                    cell = unshield(content(cell))
                if (text := cell.strip()) not in empty:
                    reader(draft, text)
        for index, key, field in self.typed:
            own_files.own_field(draft, key, field, cells[index], self.formats)
        finish(draft, self.settings)
        return draft


def _with_whole_names(columns: Sequence[str]) -> list[str]:
    """«Nombre» without a column for surnames holds the whole name."""
    if "first_name" in columns and not {"last_name", "second_last_name", "name"} & set(columns):
        return ["name" if key == "first_name" else key for key in columns]
    return list(columns)


def _reader(key: str, settings: Settings) -> Reader:
    base, _colon, label = key.partition(":")
    if base in PLACE_PARTS:
        return _place(base, label)
    if base in _PLAIN:
        return _plain(base, _PLAIN[base])
    makers: dict[str, Callable[[str, Settings], Reader]] = {
        "email": _email,
        "phone": _phone,
        "consent": _consent,
        "objection": _objection,
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
    def read(draft: Draft, text: str) -> None:
        draft.places.setdefault(label, {})[part] = text

    return read


def _plain(name: str, longest: int) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if len(text) > longest:
            draft.remarks.append(_("«%(text)s…» is too long and was cut.") % {"text": text[:30]})
        draft.values.setdefault(name, text[:longest])

    return read


def _website(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        try:
            draft.values.setdefault("website", web_address(text)[:300])
        except ValidationError as error:
            draft.remarks.append(" ".join([*error.messages, _("It was left out.")]))

    return read


def _email(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        good, bad = import_values.read_emails(text)
        draft.emails.extend((address, label) for address in good)
        for word in bad:
            draft.remarks.append(_("«%(text)s» is not an e-mail address: left out.") % {"text": word[:80]})

    return read


def _phone(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        draft.waiting_phones.extend((part, label) for part in split_phones(text))

    return read


def _consent(channel: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        told = import_values.read_flag(text)
        if told is None:
            draft.remarks.append(_("«%(text)s» is neither yes nor no: no consent noted.") % {"text": text[:40]})
        else:
            draft.consents.append((channel, "given" if told else "objected"))

    return read


def _objection(channel: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if import_values.read_flag(text):
            draft.consents.append((channel, "objected"))

    return read


def _reference(system: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        draft.references.append((system[:40], text[:100]))

    return read


def _birthday(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        swapped = _MONTH_FIRST.sub(r"\3\2\1\4", text) if settings.dates == "mdy" else text
        found = birthdays.parse_birthday(swapped.split(" ")[0] if ":" in swapped else swapped, settings.today)
        if found is None:
            draft.remarks.append(_("«%(text)s» is not a date: left out.") % {"text": text[:40]})
        else:
            draft.birth = {"day": found.day, "month": found.month, "year": found.year or 0}

    return read


def _language(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if code := text if draft.exact else import_values.read_language(text):
            draft.values["language"] = code[:8]
        else:
            draft.remarks.append(_("«%(text)s» is not a language: left out.") % {"text": text[:40]})

    return read


def _is_company(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        told = import_values.read_flag(text)
        kind = import_values.read_kind(text) if told is None else ("organisation" if told else "person")
        draft.kind, draft.told_kind = kind or draft.kind, bool(kind)

    return read


def _kind(label: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if kind := import_values.read_kind(text):
            draft.kind, draft.told_kind = kind, True

    return read


def _observation(kind: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        draft.observations.extend((kind, part[:200]) for part in import_values.split_list(text))

    return read


def _valued(name: str, settings: Settings) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if told := import_values.read_valued(text):
            draft.values[name] = told

    return read


def _birth_part(part: str) -> Reader:
    def read(draft: Draft, text: str) -> None:
        number = text.split(".")[0]
        if number.isdigit() and len(number) <= 4:
            draft.birth[part] = int(number)

    return read


def _text(name: str, longest: int = 200) -> Reader:
    def read(draft: Draft, text: str) -> None:
        if not getattr(draft, name):
            setattr(draft, name, " ".join(text.split())[:longest])

    return read


def _many(name: str, longest: int, *, comma: bool = True) -> Reader:
    def read(draft: Draft, text: str) -> None:
        getattr(draft, name).extend(part[:longest] for part in import_values.split_list(text, comma=comma))

    return read


def _note(draft: Draft, text: str) -> None:
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
}
