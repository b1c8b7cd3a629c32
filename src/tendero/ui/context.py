"""What every full page needs: the shell of the person who asks. Fragments do not pay for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tendero.kernel import mail, permissions
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

    @property
    def in_settings(self) -> bool:
        """Whether this page belongs to the settings, wherever its address stands: lists that a company keeps, too."""
        return menu.is_setting("/" + self._request.path.split("/")[1] + "/")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, and `is_fragment` for templates that serve both."""
    return {"shell": Shell(request)}
