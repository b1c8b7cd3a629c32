"""Reads about people."""

from collections.abc import Iterable

from tendero.identity.models import User
from tendero.identity.models.user import KEPT
from tendero.kernel.kept import Kept
from tendero.kernel.text import fold, words


def _read() -> dict[str, tuple[int, str]]:
    return {ref: (pk, name) for pk, ref, name in User.objects.values_list("pk", "ref", "name")}


people = Kept(KEPT, _read)
"""Everybody who works or worked here, `{reference: (primary key, name)}`."""


def names_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Names of these people, `{id: name}`."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def match_by_name(text: str, people: Iterable[User] | None = None) -> User | None:
    """The one person whom `text` names: user name, e-mail, name, or the beginnings “N. PALACIN”; None if not one."""
    wanted = words(text)
    if not wanted:
        return None
    everyone = list(people if people is not None else User.objects.active())
    exact = [p for p in everyone if fold(text) in {fold(p.username), fold(p.email), fold(p.name)}]
    found = exact or [person for person in everyone if _begins(wanted, words(person.name))]
    return found[0] if len(found) == 1 else None


def named(text: str, people: Iterable[User] | None = None) -> User | None:
    """The colleague of that reference, or whom `match_by_name` finds; `people` are those who work here if not told."""
    everyone = list(people if people is not None else User.objects.active())
    return next((user for user in everyone if user.ref == text), None) or match_by_name(text, everyone)


def _begins(wanted: list[str], name: list[str]) -> bool:
    rest = iter(name)
    return all(any(part.startswith(word) for part in rest) for word in wanted)
