"""A form as a browser holds it, read from the page."""

from __future__ import annotations

from html.parser import HTMLParser


class Inputs(HTMLParser):
    """What a browser would send back of the page's main form, untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = self._area = ""
        self._inside = False
        self.feed(page)

    @property
    def data(self) -> dict[str, list[str]]:
        """The same by name."""
        found: dict[str, list[str]] = {}
        for name, value in self.sent:
            found.setdefault(name, []).append(value)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self._inside = "data-draft" in found or "/edit" in found.get("action", "")
        if not self._inside or (not name and tag != "option"):
            return
        if tag == "input" and found.get("type") in {"checkbox", "radio"}:
            if "checked" in found:
                self.sent.append((name, found.get("value", "on")))
        elif tag == "input" and found.get("type") not in {"submit", "button", "file"}:
            self.sent.append((name, found.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.sent.append((self._select, found.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self.sent.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, before = self.sent.pop()
            self.sent.append((name, before + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._inside = False
