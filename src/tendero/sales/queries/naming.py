"""The names of products that a file of sales asks about, a page at a time, as the screen tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.catalog.models import Product
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.money import from_scaled
from tendero.records.exchange import intake
from tendero.records.models import Import
from tendero.sales.actions.importing.answering import asked, doubtful
from tendero.sales.rules.answers import IS, NEW, told
from tendero.ui import words

PER_PAGE: Final = 12
REASONS: Final = {
    "spacing": gettext_lazy("the same name, with other spaces or signs"),
    "writing": gettext_lazy("the same words and sizes, written another way"),
    "figures_order": gettext_lazy("the same words and numbers, in another order"),
    "figures_missing": gettext_lazy("the same words, and only one of the two says a size or a number"),
    "says_more": gettext_lazy("one of the two says more than the other"),
    "spelling": gettext_lazy("almost the same letters"),
}
"""Why two names are taken for one, or might be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One name: what it carries, what it is likest to and why, and how it stands (`new`, `text`, `joined`, `answered`).

    `is_new` and `is_what` say the answer that was given; `like_answer` is the one that is proposed.
    """

    key: str
    name: str
    code: str
    lines: int
    money: str
    like: str
    why: str
    like_answer: str
    stands: str
    is_new: bool
    is_what: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of them. `open_ones` are doubtful and unanswered; `joined` join by themselves; `more` are not listed."""

    lines: Sequence[Line]
    names: int
    open_ones: int
    joined: int
    more: int
    page: int
    last: int
    may_add: bool


def names_asked(batch: Import, actor: Actor, page: int = 1) -> Asked | None:
    """Doubtful names first, then the other new ones, then those that join by themselves; each by what it carries.

    One query. None where the dry run met no name that the catalogue does not know, or was not made.
    """
    every = sorted(asked(batch), key=_group)
    if not every:
        return None
    given = intake.plan_of(batch).answers
    last = max(1, -(-len(every) // PER_PAGE))
    page = min(max(page, 1), last)
    shown = every[(page - 1) * PER_PAGE : page * PER_PAGE]
    called = _called(shown, given, actor)
    return Asked(
        lines=[_line(one, given.get(one["key"], ""), called) for one in shown],
        names=len(every),
        open_ones=sum(doubtful(one) and one["key"] not in given for one in every),
        joined=sum(one["how"] == "joined" and one["key"] not in given for one in every),
        more=int(batch.foreseen["questions"].get("more", 0)),
        page=page,
        last=last,
        may_add=permissions.may(actor, "add", Product.record_key),
    )


def _group(one: Mapping[str, Any]) -> int:
    return 0 if doubtful(one) else 2 if one["how"] == "joined" else 1


def _called(shown: Sequence[Mapping[str, Any]], given: Mapping[str, str], actor: Actor) -> dict[str, str]:
    """The names of the products that the answers on this page mean."""
    meant = [told(given.get(one["key"], "")) for one in shown]
    refs = {what for kind, what in meant if kind == IS}
    rows = Product.objects.visible_to(actor).filter(ref__in=refs) if refs else Product.objects.none()
    return dict(rows.values_list("ref", "name"))


def _line(one: Mapping[str, Any], answered: str, called: Mapping[str, str]) -> Line:
    kind, what = told(answered)
    like = one.get("like", {})
    reason = REASONS.get(like.get("reason", ""), "")
    came_to = [words.amount(from_scaled(sum_), currency) for currency, sum_ in sorted(one["money"].items())]
    return Line(
        key=one["key"],
        name=one["name"],
        code=one["code"],
        lines=one["lines"],
        money=_(" and ").join(came_to),
        like=like.get("name", ""),
        why=str(reason),
        like_answer=like.get("answer", ""),
        stands="answered" if kind else one["how"] if one["how"] != "answered" else "new",
        is_new=kind == NEW,
        is_what=called.get(what, "") if kind == IS else what,
    )
