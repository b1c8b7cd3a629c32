"""What the party of a row is called, and whether it is a person or a company."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.draft import Draft
from tendero.directory.rules import kinds, names, splitting
from tendero.kernel.text import fold

if TYPE_CHECKING:
    from tendero.directory.actions.importing.columns import Settings


def settle_name(draft: Draft, settings: Settings) -> None:
    """Settle kind and name; whoever is told without one is called by his company, e-mail or telephone."""
    if draft.organisation and draft.company and not draft.told_kind and not draft.contact:
        _turn_round(draft)
    parts = [draft.first, draft.middle, draft.last, draft.second]
    if any(parts):
        draft.kind = draft.kind or "person"
        if draft.organisation:
            draft.name = draft.name or " ".join(part for part in parts if part)
        else:
            _person_from_parts(draft)
    if not draft.name and not draft.first and not draft.last:
        _nameless(draft)
    _part_name(draft)
    _settle_kind(draft, settings)
    before = draft.name
    if draft.organisation:
        draft.name = cased(draft.name, settings)[:200]
        _note_repair(draft, before)
        return
    if not (draft.first or draft.last):
        if splitting.two_people(draft.name) and "name:" not in draft.unsplit:
            draft.remarks.append(_("«%(text)s» may be two people: kept as one.") % {"text": draft.name[:80]})
        split = names.split_person(cased(draft.name, settings))
        draft.first, draft.last, draft.second = split.first_name, split.last_name, split.second_last_name
    draft.first, draft.last, draft.second = (
        cased(part, settings, person=True)[:100] for part in (draft.first, draft.last, draft.second)
    )
    draft.name = names.full_name(draft.first, draft.last, draft.second)[:200]
    _note_repair(draft, before)


def _turn_round(draft: Draft) -> None:
    """The tax id is a company's and a column names the company: the name is that of whom one speaks with there."""
    name = draft.name or names.full_name(names.full_name(draft.first, draft.middle), draft.last, draft.second)
    if name and fold(name) != fold(draft.company) and kinds.guess(name).kind == "person":
        draft.name, draft.contact, draft.company = draft.company, name, ""
        draft.first = draft.middle = draft.last = draft.second = ""


def _part_name(draft: Draft) -> None:
    """A firm in brackets behind a name is where he works; a person there, whom one speaks with."""
    if draft.nameless or not draft.name.endswith(")") or "name:" in draft.unsplit:
        return
    before = draft.name
    if draft.kind != "organisation" and not draft.company:
        draft.name, draft.company = splitting.firm_in_brackets(before)
    if draft.kind != "person" and not draft.contact and draft.name == before:
        draft.name, draft.contact = splitting.person_in_brackets(before)
    if draft.name != before:
        draft.apart.append((before, f"{draft.name} · {draft.company or draft.contact}"))


def _settle_kind(draft: Draft, settings: Settings) -> None:
    """Person or company: as the row says, as somebody settled it, or as it reads, marked if that is doubtful."""
    if told := settings.settled.get(fold(draft.name)):
        draft.kind, draft.unsure = told, "settled"
    if draft.kind or draft.nameless:
        draft.kind = draft.kind or "person"
        return
    guessed = kinds.guess(draft.name)
    draft.kind = guessed.kind if guessed.sure or not settings.unsure else settings.unsure
    if draft.contact:  # whom one speaks with has a company
        draft.kind = "organisation"
    elif not guessed.sure:
        draft.unsure = guessed.why


def _note_repair(draft: Draft, before: str) -> None:
    """Remember a name that was written otherwise, for the preview."""
    if names.is_shouting(before) and draft.name != before:
        draft.repaired = (before, draft.name)


def _person_from_parts(draft: Draft) -> None:
    """First and middle name together, and two surnames out of one column."""
    draft.first = names.full_name(draft.first, draft.middle)
    if draft.last and not draft.second:
        draft.last, draft.second = names.split_surnames(draft.last)


def _nameless(draft: Draft) -> None:
    """Only a company: it is the one meant. Only an e-mail or a telephone: that is what he is called until we know."""
    if draft.company:
        draft.name, draft.company = draft.company, ""
        draft.kind = draft.kind or "organisation"
    elif draft.values.get("legal_name"):
        draft.name = draft.values["legal_name"]
    elif draft.emails or draft.phones:
        called = draft.emails[0][0][:100] if draft.emails else draft.phones[0][0].display
        draft.kind, draft.nameless = draft.kind or "person", True
        if draft.organisation:
            draft.name = called
        else:
            draft.first = called


def cased(text: str, settings: Settings, *, person: bool = False) -> str:
    """SHOUTING repaired; a person's name in small letters only too."""
    return _repaired(text, person) if settings.repair else names.tidy(text)


@lru_cache(maxsize=16_384)
def _repaired(text: str, person: bool) -> str:
    """A name out of CAPITALS, a person's out of small letters too."""
    text = names.tidy(text)
    if person and text.islower() and "@" not in text:
        return names.repair_capitals(text.upper()) if len(text) > 3 else text.capitalize()
    return names.repair_capitals(text)
