"""The places of the program: rooms add theirs when they are loaded; each person sees those that his profile opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.text import fold

Text = Any
Url = str | Callable[[], str]


@dataclass(frozen=True)
class MenuItem:
    """A place in the left bar; `count` says how many things wait there, None or 0 for no figure."""

    key: str
    label: Text
    url: Url
    icon: str
    position: int = 50
    record: str = ""
    verb: str = "view"
    count: Callable[[Actor], int | None] | None = None


@dataclass(frozen=True)
class SettingItem:
    """A page of the settings, with one line on what it is for."""

    key: str
    label: Text
    help: Text
    url: Url
    icon: str
    position: int = 50
    record: str = ""
    verb: str = "view"


@dataclass(frozen=True)
class NewItem:
    """An entry of “+ New”: opens as a dialog."""

    label: Text
    url: Url
    icon: str
    record: str = ""
    position: int = 50
    verb: str = "add"
    key: str = ""


@dataclass(frozen=True)
class Bell:
    """What waits to be read, and where."""

    count: int
    url: str


@dataclass(frozen=True)
class Place:
    """A menu entry as one person sees it on one page."""

    key: str
    label: Text
    help: Text
    url: str
    icon: str
    count: int | None
    current: bool
    shortcut: str = ""
    counted: bool = False


Item = TypeVar("Item", MenuItem, SettingItem, NewItem)
_places: dict[str, MenuItem] = {}
_settings: dict[str, SettingItem] = {}
_new: dict[str, NewItem] = {}
_bell: list[Callable[[Actor], Bell]] = []


def add(item: MenuItem) -> None:
    """Put a place in the left bar; the same key again replaces it."""
    _places[item.key] = item


def add_setting(item: SettingItem) -> None:
    """Put a page in the settings; the same key again replaces it."""
    _settings[item.key] = item


def add_new(item: NewItem) -> None:
    """Put an entry in “+ New”."""
    _new[item.key or item.record or item.icon] = item


def bell(answer: Callable[[Actor], Bell]) -> Callable[[Actor], Bell]:
    """Register (or decorate) the one function that counts what a person has not read. The last one wins."""
    _bell[:] = [answer]
    return answer


def rings() -> bool:
    """Whether any room answers for the bell."""
    return bool(_bell)


def counts_for(actor: Actor) -> list[Place]:
    """The places of this person that count what waits there, with their figures."""
    counted = [item for item in _allowed(actor, _places.values()) if item.count is not None]
    return [replace(_place(item, actor, current=False), count=item.count(actor)) for item in counted if item.count]


def bell_for(actor: Actor) -> Bell | None:
    """What waits for this person; None while no room answers."""
    return _bell[0](actor) if _bell else None


def places_for(actor: Actor, path: str = "") -> list[Place]:
    """The left bar of this person, in order; the place that holds `path` is the current one."""
    items = _allowed(actor, _places.values())
    here = _holder(items, path)
    keys = _shortcuts(items)
    return [_place(item, actor, current=item.key == here, shortcut=keys.get(item.key, "")) for item in items]


def _shortcuts(items: Iterable[MenuItem]) -> dict[str, str]:
    """The second key after `g`: the first letter of each label, for the first place that begins with it."""
    keys: dict[str, str] = {}
    for item in items:
        letter = fold(str(item.label))[:1]
        if letter not in keys.values():
            keys[item.key] = letter
    return keys


def settings_for(actor: Actor, path: str = "") -> list[Place]:
    """The pages of the settings that this person may open."""
    items = _allowed(actor, _settings.values())
    here = _holder(items, path)
    return [_place(item, actor, current=item.key == here) for item in items]


@lru_cache(maxsize=256)
def is_setting(path: str) -> bool:
    """Whether an address that begins so holds a page of the settings, for whoever may open it."""
    return path == "/settings/" or bool(_holder(_settings.values(), path))


def holders(path: str) -> tuple[str, ...]:
    """All places and settings, seen or not, whose address `path` begins with: what says which one is current."""
    items: list[MenuItem | SettingItem] = [*_places.values(), *_settings.values()]
    return tuple(item.key for item in items if _holds(_address(item.url), path))


def new_for(actor: Actor) -> list[Place]:
    """What this person may create."""
    return [_place(item, actor, current=False) for item in _allowed(actor, _new.values())]


def _allowed(actor: Actor, items: Iterable[Item]) -> list[Item]:
    seen = [item for item in items if not item.record or permissions.may(actor, item.verb, item.record)]
    return sorted(seen, key=lambda item: item.position)


def _holder(items: Iterable[MenuItem | SettingItem], path: str) -> str:
    """Key of the item whose address is the longest beginning of `path`; the home page holds only itself."""
    best, key = 0, ""
    for item in items:
        url = _address(item.url)
        if _holds(url, path) and len(url) > best:
            best, key = len(url), item.key
    return key


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _place(item: MenuItem | SettingItem | NewItem, actor: Actor, *, current: bool, shortcut: str = "") -> Place:
    return Place(
        key=item.key,
        label=item.label,
        help=getattr(item, "help", ""),
        url=_address(item.url),
        icon=item.icon,
        count=None,
        current=current,
        shortcut=shortcut,
        counted=isinstance(item, MenuItem) and item.count is not None,
    )


def _address(url: Url) -> str:
    return str(url() if callable(url) else url)
