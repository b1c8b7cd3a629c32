"""The cards of the board: plain markup from one function, since a board shows hundreds of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tendero.activities.rules.due import DueState
from tendero.activities.rules.hours import shown_hour
from tendero.pipeline.queries.board import Card, CardRow
from tendero.ui import words
from tendero.ui.markup import fill
from tendero.ui.templatetags.tendero import avatar, icon

_CARD = (
    '<li class="t-bcard{look}" id="deal-{ref}" data-ref="{ref}" data-panel="{page}panel"{move} tabindex="0">'
    '<a class="t-bcard__name" href="{page}">{name}</a>'
    '<span class="t-bcard__party">{avatar}<span>{party}</span></span>'
    '<span class="t-bcard__line"><span class="t-bcard__sum">{sum}</span>{close}</span>{next}</li>'
)
_MARK = "0" * 20


class Drawer:
    """Draws cards for one answer; what every card repeats (addresses, icons, words) is made once."""

    do_not_call_in_templates = True

    def __init__(self, *, may_move: bool, hidden: frozenset[str] = frozenset()) -> None:
        self.may_move, self.hidden = may_move, hidden
        self._day = words.Here().day
        self._page = reverse("records:detail", args=["opportunities", _MARK])
        self._move = reverse("pipeline:move", args=[_MARK])
        self._draw: dict[DueState, Callable[[CardRow, Card], SafeString]] = {
            DueState.NOTHING: self._nothing,
            DueState.LATE: self._late,
            DueState.TODAY: self._today,
            DueState.PLANNED: self._planned,
        }

    def __call__(self, card: Card) -> SafeString:
        """One card, open or won."""
        deal = card.row
        move = fill(' data-move="{}"', self._move.replace(_MARK, deal.ref)) if self.may_move else ""
        return fill(
            _CARD,
            look=" t-bcard--rot" if card.still else "",
            ref=deal.ref,
            page=self._page.replace(_MARK, deal.ref),
            move=move,
            name=deal.name,
            avatar=avatar(deal.party_name, kind=deal.party_kind, size="sm"),
            party=deal.party_name,
            sum="" if "amount" in self.hidden else words.amount(deal.amount, deal.currency),
            close=self._close(deal, card),
            next=self._draw[card.due.state](deal, card) if deal.closed_at is None else "",
        )

    def _close(self, deal: CardRow, card: Card) -> SafeString | str:
        if deal.closed_at is not None:
            shape = '<span class="t-bcard__close t-good t-iconline">{}{}</span>'
            return fill(shape, self._icons["won"], self._day(deal.closed_at))
        if card.still:
            shape = '<span class="t-bcard__close t-late t-iconline">{}{}</span>'
            return fill(shape, self._icons["still"], self._words["still"] % {"n": card.still})
        if deal.expected_close is None or "expected_close" in self.hidden:
            return ""
        closes = self._words["closes"] % {"day": self._day(deal.expected_close)}
        return fill('<span class="t-bcard__close">{}</span>', closes)

    def _nothing(self, deal: CardRow, card: Card) -> SafeString:
        return self._next("nothing", self._words["nothing"])

    def _late(self, deal: CardRow, card: Card) -> SafeString:
        return self._next("late", f"{deal.next_title}, {self._words['late'] % {'n': card.due.days}}")

    def _today(self, deal: CardRow, card: Card) -> SafeString:
        return self._next("today", f"{deal.next_title}, {shown_hour(deal.next_time) or self._words['today']}")

    def _planned(self, deal: CardRow, card: Card) -> SafeString:
        return self._next("planned", f"{deal.next_title}, {self._day(deal.next_on)}" if deal.next_on else "")

    def _next(self, look: str, text: str) -> SafeString:
        return fill('<span class="t-bcard__next {}">{}<span>{}</span></span>', look, self._icons[look], text)

    @cached_property
    def _icons(self) -> dict[str, SafeString]:
        return {
            "won": icon("circle-check", "sm"),
            "still": icon("clock", "sm"),
            "nothing": icon("circle-dashed"),
            "late": icon("clock"),
            "today": icon("sun"),
            "planned": icon("calendar"),
        }

    @cached_property
    def _words(self) -> dict[str, str]:
        return {
            "still": _("stopped %(n)s d"),
            "closes": _("closes %(day)s"),
            "nothing": _("Without next step"),
            "late": _("%(n)s d late"),
            "today": _("today"),
        }
