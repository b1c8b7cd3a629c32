"""A doubtful row beside whom it may be: what is equal, near and different, and why it is asked, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from tendero.directory.actions.importing.doubting import party_traits, traits_of
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.models import Party, PartyAddress, PartyEmail, PartyPhone
from tendero.directory.models.duplicates import unseen
from tendero.directory.queries import likeness as words
from tendero.directory.rules.likeness import Traits, likeness
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold
from tendero.records import registry
from tendero.records.exchange.plan import Line, Sides

_MARKS: Final = {"equal": "same", "near": "near", "part": "near", "different": "other"}
_FIELDS: Final = ("name", "kind", "tax_id", "emails", "phones", "street", "postal_code", "city", "birthday")


@dataclass(slots=True)
class _Told:
    """One of the two, as people read it: texts by field."""

    title: str
    traits: Traits
    texts: dict[str, str] = field(default_factory=dict)
    url: str = ""


def sides(doubts: Sequence[Any], drafts: Mapping[int, Draft], actor: Actor) -> dict[int, Sides]:
    """Each question's two sides, by row; one whose other side is not there for this actor has none."""
    parties = _parties({doubt.other_id for doubt in doubts if doubt.other_id}, actor)
    hidden = permissions.hidden_fields(actor, Party.record_key)
    unsaid = {str(one) for one in unseen(actor)}
    found = {}
    for doubt in doubts:
        row = drafts.get(doubt.number)
        other = parties.get(doubt.other_id) if doubt.other_id else _of_row(drafts.get(doubt.other_number))
        if row is not None and other is not None:
            found[doubt.number] = _sides(_of_draft(row), other, hidden, unsaid)
    return found


def _sides(one: _Told, other: _Told, hidden: frozenset[str], unsaid: set[str]) -> Sides:
    alike = likeness(one.traits, other.traits)
    degrees = {str(ground.field): str(ground.degree) for ground in alike.grounds}
    lines = []
    for name in _FIELDS:
        left, right = one.texts.get(name, ""), other.texts.get(name, "")
        if _guard(name) in hidden or not (left or right):
            continue
        mark = _MARKS.get(degrees.get(name, ""), "")
        if not mark and left and right:
            mark = "same" if fold(left) == fold(right) else "other"
        if name == "kind" and mark == "same":
            continue  # said only where it tells two apart
        lines.append(Line(LABELS()[name], left, right, mark if left and right else ""))
    reasons = words.reasons_beside(alike, one.traits, other.traits, hidden=unsaid)
    return Sides(one.title, other.title, other.url, tuple(lines), tuple(reasons))


def _guard(name: str) -> str:
    """The field of the record that hides a line."""
    return "addresses" if name in ("street", "postal_code", "city") else name


def _parties(ids: set[int], actor: Actor) -> dict[int, _Told]:
    """Contacts in sight as people read them; a query for each of their tables."""
    if not ids:
        return {}
    rows = {row.pk: row for row in Party.objects.visible_to(actor).filter(pk__in=ids)}
    told = party_traits(rows)
    record = registry.get(Party.record_key)
    found = {
        pk: _Told(row.name, told[pk], {"name": row.name, "kind": _kind(row.kind), "tax_id": row.tax_id,
                                       "birthday": str(row.birthday or "")}, f"/{record.slug}/{row.ref}/")
        for pk, row in rows.items() if pk in told
    }  # fmt: skip
    columns: tuple[tuple[str, type[Any], Callable[[Any], str]], ...] = (
        ("emails", PartyEmail, lambda child: child.address),
        ("phones", PartyPhone, lambda child: child.shown or child.number),
        ("street", PartyAddress, lambda child: child.street),
        ("postal_code", PartyAddress, lambda child: child.postal_code),
        ("city", PartyAddress, lambda child: child.city),
    )
    for name, model, text in columns:
        for child in model.objects.filter(party__in=list(found)).order_by("position", "id"):
            texts = found[child.party_id].texts
            texts[name] = ", ".join(dict.fromkeys(part for part in (texts.get(name, ""), text(child)) if part))
    return found


def _of_row(draft: Draft | None) -> _Told | None:
    return _of_draft(draft) if draft is not None else None


def _of_draft(draft: Draft) -> _Told:
    """A row as people read it."""
    places = [address for address, _label in draft.addresses]
    birthday = draft.values.get("birthday_key", 0)
    return _Told(
        _("%(name)s (row %(number)s)") % {"name": draft.name, "number": draft.number},
        traits_of(draft),
        {
            "name": draft.name,
            "kind": _kind(draft.kind),
            "tax_id": draft.values.get("tax_id", ""),
            "emails": ", ".join(address for address, _label in draft.emails),
            "phones": ", ".join(phone.display for phone, _label in draft.phones),
            "street": ", ".join(place.street for place in places if place.street),
            "postal_code": ", ".join(place.postal_code for place in places if place.postal_code),
            "city": ", ".join(place.city for place in places if place.city),
            "birthday": f"{birthday % 100}/{birthday // 100}" if birthday else "",
        },
    )


def _kind(kind: str) -> str:
    return _("Company") if kind == "organisation" else _("Person")


def LABELS() -> dict[str, str]:
    """What each line is called."""
    return {
        "name": _("Name"),
        "kind": _("Person or company"),
        "tax_id": _("Tax id"),
        "emails": _("E-mail"),
        "phones": _("Telephone"),
        "street": _("Street"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "birthday": _("Birthday"),
    }
