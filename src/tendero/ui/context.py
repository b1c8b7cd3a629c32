"""What every full page needs: the shell of the person who asks. Fragments do not pay for it."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tendero.kernel import kept, mail, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting
from tendero.ui import menu

THEME_COOKIE = "tendero_theme"
BAR_COOKIE = "tendero_bar"
THEMES = {"light": "tendero", "dark": "tendero-dark"}


class Shell:
    """The frame of a page. Every part is read on first use, so a fragment that extends no frame asks nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @cached_property
    def places(self) -> list[menu.Place]:
        return menu.places_for(self.actor, self._request.path) if self.actor else []

    @cached_property
    def settings(self) -> list[menu.Place]:
        return menu.settings_for(self.actor, self._request.path) if self.actor else []

    @cached_property
    def new(self) -> list[menu.Place]:
        return menu.new_for(self.actor) if self.actor else []

    @property
    def rings(self) -> bool:
        """Whether there is a bell; what waits there is asked for after the page (`ui:waiting`)."""
        return self.actor is not None and menu.rings()

    @property
    def mail_held(self) -> bool:
        """Whether to tell this person that no mail leaves: he may change that."""
        return self.actor is not None and mail.held() and permissions.may(self.actor, "change", mail.COPIES)

    @cached_property
    def company(self) -> dict[str, str]:
        """Name and city, as the foot of the left bar shows them, and the version of the logo; "" without one."""
        found = Setting.read_all()
        return {name: str(found[f"company.{name}"]) for name in ("name", "city", "logo")}

    @property
    def runs(self) -> bool:
        """Whether this person may change the company: the checklist of the first week is for him."""
        return self.actor is not None and permissions.may(self.actor, "change", "kernel.Setting")

    @property
    def example(self) -> bool:
        """Whether what is seen is, in part, the example shop."""
        return self.actor is not None and Setting.read("example.state") == "there"

    @cached_property
    def theme(self) -> str:
        """“light”, “dark” or “auto”: what this browser was told last, else what the person chose."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        if chosen in {"light", "dark", "auto"}:
            return chosen
        return str(getattr(getattr(self._request, "user", None), "theme", "auto"))

    @property
    def data_theme(self) -> str:
        """Name of the colour set for the root element; empty lets the device choose."""
        return THEMES.get(self.theme, "")

    @property
    def data_bar(self) -> str:
        """“folded”, “open” or nothing, as the left bar was left."""
        left = self._request.COOKIES.get(BAR_COOKIE, "")
        return left if left in {"folded", "open"} else ""

    @cached_property
    def search_url(self) -> str:
        """Where the palette asks; empty while no room above answers."""
        try:
            return reverse("records:search")
        except NoReverseMatch:
            return ""

    def part(self, name: str, context: Context) -> SafeString:
        """A piece of the frame, of the template `name`: drawn once for each person and place, until anything changes.

        It may show what depends on who asks, on his language, theme and place in the menu, and on what is `kept`. The
        token against forgery comes in each time.
        """
        if self.actor is None:
            return draw(name, context)

        def anew() -> SafeString:
            with context.push(csrf_token=_TOKEN):
                return draw(name, context)

        drawn = _parts.get((name, self._key), anew)
        if kept.verify and drawn != anew():
            raise kept.Stale(name)
        return mark_safe(drawn.replace(_TOKEN, str(context.get("csrf_token", ""))))  # noqa: S308 - drawn by a template

    @cached_property
    def _key(self) -> Hashable:
        user = self._request.user.get_username()
        return self.actor, user, get_language(), self.theme, self.in_settings, menu.holders(self._request.path)

    @property
    def in_settings(self) -> bool:
        """Whether this page belongs to the settings, wherever its address stands: lists that a company keeps, too."""
        return menu.is_setting("/" + self._request.path.split("/")[1] + "/")


_TOKEN: Final = "token-of-this-page"  # noqa: S105 - stands where the token will
_parts: Final = kept.Shelf[SafeString](1_000)


def draw(name: str, context: Context) -> SafeString:
    """The template `name` in the place of an ``include``."""
    template = context.template
    assert template is not None, "drawn from within a page"
    return template.engine.get_template(name).render(context)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, and `is_fragment` for templates that serve both."""
    return {"shell": Shell(request)}
