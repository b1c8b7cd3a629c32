"""Which of several rows says the same as another one, where a part of it may be left unsaid on one side.

Two addresses in one house are two if each names another floor; one that names none is either of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

Said = tuple[Hashable, str]
"""What a row says, and the detail ("" unsaid) that tells two which say the same apart where both have one."""


def twin(mine: Said, others: Sequence[Said]) -> int | None:
    """The place of the one that says the same: down to the detail, else the first where a side leaves it unsaid.

    >>> twin(("Mayor 1", "2b"), [("Mayor 1", ""), ("Mayor 1", "3a"), ("Mayor 1", "2b")])
    2
    >>> twin(("Mayor 1", "2b"), [("Mayor 1", "3a"), ("Mayor 1", "")])
    1
    """
    if mine in others:
        return others.index(mine)
    what, detail = mine
    return next((at for at, (said, told) in enumerate(others) if said == what and not (detail and told)), None)


def paired(mine: Sequence[Said], theirs: Sequence[Said]) -> dict[int, int]:
    """Place of each of mine to the place of its twin, each of theirs once; those alike in detail find each other first.

    >>> paired([("Mayor 1", ""), ("Mayor 1", "2b")], [("Mayor 1", "2b"), ("Mayor 1", "3a")])
    {1: 0, 0: 1}
    """
    free = dict(enumerate(theirs))
    found: dict[int, int] = {}
    for exactly in (True, False):
        for at, one in enumerate(mine):
            places = [] if at in found else list(free)
            place = twin(one, [free[other] for other in places])
            if place is not None and (not exactly or free[places[place]] == one):
                found[at] = places[place]
                del free[places[place]]
    return found
