"""Questions the kernel asks of rooms above, with a safe answer until somebody gives a better one."""

from collections.abc import Callable
from typing import Any, Literal, Protocol

from tendero.kernel.actor import Actor

Scope = Literal["none", "own", "team", "all"]


class PermissionPolicy(Protocol):
    """Answered by `access`. `record` is a record key such as ``directory.Party``."""

    def scope(self, actor: Actor, record: str, verb: str) -> Scope: ...

    def hidden_fields(self, actor: Actor, record: str) -> frozenset[str]: ...

    def readonly_fields(self, actor: Actor, record: str) -> frozenset[str]: ...


class NobodyMay:
    """The null policy: without `access`, only the system itself may do anything."""

    def scope(self, actor: Actor, record: str, verb: str) -> Scope:
        return "none"

    def hidden_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return frozenset()

    def readonly_fields(self, actor: Actor, record: str) -> frozenset[str]:
        return frozenset()


permission_policy: PermissionPolicy = NobodyMay()


def answer_permissions(policy: PermissionPolicy) -> None:
    """Install the policy; called once by `access` at start-up."""
    global permission_policy  # the one port of this module, filled at start-up
    permission_policy = policy


def _no_field(change: Any) -> str:
    return ""


child_field: Callable[[Any], str] = _no_field
"""The field of a record that the change of one of its children stands for; "" when it stands for none."""


def answer_child_field(answer: Callable[[Any], str]) -> None:
    """Install the answer; called once by `records` at start-up."""
    global child_field  # a port, filled at start-up
    child_field = answer


def _all_in_use(record: str) -> frozenset[str]:
    return frozenset()


unused_fields: Callable[[str], frozenset[str]] = _all_in_use
"""The fields of a record that this company does without: kept, and shown nowhere."""


def answer_unused_fields(answer: Callable[[str], frozenset[str]]) -> None:
    """Install the answer; called once by `records` at start-up."""
    global unused_fields  # a port, filled at start-up
    unused_fields = answer
