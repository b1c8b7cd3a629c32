"""What somebody said of doubtful rows, in this import or an earlier one, as the rows of a chunk come by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tendero.directory.actions.duplicates import told_apart
from tendero.directory.actions.importing.cards import Card
from tendero.directory.actions.importing.draft import Draft
from tendero.directory.actions.importing.finishing import mark_of_row
from tendero.directory.actions.importing.foreseen import ROW
from tendero.directory.actions.importing.matching import SAID, Key
from tendero.directory.models import Party
from tendero.records.exchange import asking
from tendero.records.exchange.plan import Answer

if TYPE_CHECKING:
    from tendero.directory.actions.importing.foreseen import Foreseen
    from tendero.directory.actions.importing.session import PartySession
    from tendero.kernel.actor import Actor


class Said:
    """Answers about the rows of one chunk. Nothing is asked of the database where nobody ever answered anything."""

    def __init__(self, drafts: Sequence[Draft], session: PartySession, *, foreseen: Foreseen | None) -> None:
        """Mark the rows about which something was said, and tell each whom it means."""
        self.foreseen = foreseen
        self.answers: dict[int, list[Answer]] = {}
        self.pending: set[int] = set()
        if not session.answered or session.plan.policy == "add":
            return
        marked = {
            id(draft): mark_of_row(draft) for draft in drafts if not draft.problem and not draft.exact and draft.keys
        }
        self.answers, self.pending = asking.told_of(Party.record_key, marked.values())
        for draft in drafts:
            mark = marked.get(id(draft), 0)
            if mark in self.pending or mark in self.answers:
                draft.mark = mark
                draft.meant = self._meant(mark)

    def _meant(self, mark: int) -> list[Key]:
        """The keys of those whom the row was said to be."""
        same = [one for one in self.answers.get(mark, ()) if one.answer == "same"]
        return [(ROW, str(one.other_mark)) if one.other_mark else (SAID, str(one.other_id)) for one in same]

    def meant(self) -> dict[Key, list[int]]:
        """The contacts behind those keys, as they stand after the chunks before."""
        found: dict[Key, list[int]] = defaultdict(list)
        rows = {one.other_mark for told in self.answers.values() for one in told if one.other_mark}
        gone = self.foreseen.gone_into(rows) if self.foreseen is not None and rows else {}
        for told in self.answers.values():
            for one in told:
                if one.answer != "same":
                    continue
                if one.other_mark:
                    pk = gone.get(one.other_mark) or one.became_id
                    if pk and pk not in found[ROW, str(one.other_mark)]:
                        found[ROW, str(one.other_mark)].append(pk)
                elif one.other_id not in found[SAID, str(one.other_id)]:
                    found[SAID, str(one.other_id)].append(one.other_id)
        return {key: ids for key, ids in found.items() if ids}

    def keep(self, cards: Iterable[Card], *, by: Actor) -> None:
        """Write down into whom rows went of which others were told, and tell apart those that came in as it was said.

        What an earlier file settled is asked no more, not even by the desk of duplicates. One query more a chunk.
        """
        came = list(cards)
        became = {mark: card.party.pk for card in came for mark in card.rows if mark in self.pending}
        if became:
            asking.became(Party.record_key, became)
        apart = [
            (card.party.pk, other)
            for card in came
            if card.new or card.restore
            for mark in card.rows
            for one in self.answers.get(mark, ())
            if one.answer == "two" and (other := one.other_id or became.get(one.other_mark) or one.became_id)
        ]
        if apart:
            told_apart([pair for pair in apart if pair[0] != pair[1]], by=by)
