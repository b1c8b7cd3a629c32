"""What rooms above answer: who keeps itself in step with the tasks and activities about its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Follower = Callable[[Sequence[int]], None]
_followers: dict[str, Follower] = {}


def follow(record_key: str, follower: Follower) -> None:
    """`follower(ids)` runs, in the same transaction, when tasks or activities about these records change.

    It must be set-based: it receives all ids of one change set at once.
    """
    _followers[record_key] = follower


def tell_followers(record_key: str, ids: Sequence[int]) -> None:
    """Call the follower of `record_key`, if a room above installed one."""
    follower = _followers.get(record_key)
    if follower is not None and ids:
        follower(ids)
