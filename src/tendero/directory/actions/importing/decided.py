"""What is answered about doubtful rows once the file is in: it is said of two contacts, and done at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from tendero.directory.actions.duplicates import ask_again, told_apart
from tendero.directory.actions.merging import merge_by_rule
from tendero.directory.models import Party
from tendero.directory.queries.merging import merges_of
from tendero.kernel import changes, journal, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing, Refused
from tendero.kernel.write import Conflict
from tendero.records.exchange.asking import Beside, Compared, Settled


def decide(pair: Beside, seen: Mapping[str, int], by: Actor) -> Settled:
    """Make them one, tell them apart, or take either back. Nothing of whoever may not change both, or is gone.

    Whom somebody wrote since he was `seen` (version by reference), or who came into another one, is looked at first.
    """
    if not pair.told:
        return _taken_back(pair, by)
    if pair.told == "two":
        return _apart(pair, by)
    rows = _standing([pair], by).get(pair.one, [])
    if len(rows) < 2:
        return Settled()
    try:
        if unknown := [row for row in rows if seen and row.ref not in seen]:
            raise Conflict(unknown[0])
        kept, done = merge_by_rule(rows, seen=seen, by=by)
    except Conflict:
        said = _("One of both was changed after this was asked: look at them before they are made one.")
        return Settled(said, further=_address(rows))
    except (Missing, Refused):
        return Settled(_("Noted, but your profile may not merge these contacts."))
    except ValidationError:  # a person and a company: only the screen can ask which
        return Settled(further=_address(rows))
    return Settled(_("They are one now: %(name)s") % {"name": kept.name}, undo=done, now={kept.ref: kept.version})


def compared(pairs: Sequence[Beside], by: Actor) -> Mapping[int, Compared]:
    """By `Beside.one`, where both stand side by side; of those whom `by` may merge. Two queries."""
    if not permissions.may(by, "merge", Party.record_key):
        return {}
    both = {one: rows for one, rows in _standing(pairs, by).items() if len(rows) == 2}
    return {one: Compared(_address(rows), {row.ref: row.version for row in rows}) for one, rows in both.items()}


def _address(rows: Sequence[Party]) -> str:
    return f"{reverse('directory:merge')}?{urlencode([('ref', row.ref) for row in rows])}"


def _standing(pairs: Sequence[Beside], by: Actor) -> dict[int, list[Party]]:
    """The two of each pair as they stand now, of whom one was merged into the one that stays."""
    wanted = {pk for pair in pairs for pk in (pair.one, pair.other)}
    into = {pk: kept or pk for pk, kept in Party.everything.filter(pk__in=wanted).values_list("pk", "merged_into")}
    rows = {row.pk: row for row in Party.objects.visible_to(by, "change").filter(pk__in=set(into.values()))}
    found = {}
    for pair in pairs:
        keys = sorted({into[pk] for pk in (pair.one, pair.other) if pk in into})
        found[pair.one] = [rows[pk] for pk in keys if pk in rows]
    return found


def _taken_back(pair: Beside, by: Actor) -> Settled:
    """Made two again where the answer had made them one, or asked again where it had told them apart."""
    both = _both(pair, by)
    if not both:
        return Settled()
    one, other = both
    if (undone := _made_two(one, other, by)) is not None:
        return Settled(undone or _("They are two again."))
    if one.binned_at is None and other.binned_at is None:
        ask_again(one, other=other, by=by)
    return Settled()


def _apart(pair: Beside, by: Actor) -> Settled:
    """Told apart for good; made two first where an earlier answer had made them one."""
    both = _both(pair, by)
    if both and (kept := _made_two(*both, by)):
        return Settled(kept)
    rows = _standing([pair], by).get(pair.one, [])
    if len(rows) == 2:
        with changes.change_set("directory.apart", by=by):
            told_apart([(rows[0].pk, rows[1].pk)], by=by)
    return Settled()


def _both(pair: Beside, by: Actor) -> tuple[Party, Party] | None:
    """The two themselves, in the bin or not; None where `by` may not change both."""
    rows = {row.pk: row for row in Party.everything.visible_to(by, "change").filter(pk__in=(pair.one, pair.other))}
    return (rows[pair.one], rows[pair.other]) if len(rows) == 2 else None


def _made_two(one: Party, other: Party, by: Actor) -> str | None:
    """Undo the merge of these two: None where they are not one, else what stood in its way, "" for nothing."""
    for merged, kept in ((one, other), (other, one)):
        if merged.merged_into_id == kept.pk and (done := merges_of(kept, [merged]).get(merged.pk)) is not None:
            report = journal.revert(done, by=by)
            still = Party.everything.filter(pk=merged.pk, merged_into=kept).exists()
            return report.kept[0].reason if still and report.kept else ""
    return None
