"""The daily screens, as a browser asks for them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.client import Client, Measured, measure

PREPARE = """
import json
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.records import registry
from tendero.records.rows import Rows
user = User.objects.get(username="beto")
director = User.objects.get(username="ana")
def session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key
mine = Party.objects.filter(owner=user)
from django.db.models import Count
from tendero.catalog.models import Product
bought = Product.objects.annotate(lines=Count("sale_lines")).order_by("-lines")
# As far down as the footer's arrows would lead, in larger steps.
rows = Rows(registry.get("directory.Party"), user.actor("screen"), order="name")
goal = min(90_000, Party.objects.count() * 9 // 20)
deep, seen = "", 0
while seen < goal:
    page = rows.page(deep, 500, ["name"])
    if not page.next:
        break
    deep, seen = page.next, seen + len(page.rows)
print(json.dumps({
    "sessions": {"beto": session(user), "ana": session(director)},
    "owner": user.ref,
    "product": bought[len(bought) // 2].ref,
    "deep": deep,
    "deep_row": seen,
    "refs": list(mine.order_by("id").values_list("ref", flat=True)[:400]),
}))
"""
CSRF = "benchmarkbenchmarkbenchmarkbench"


@dataclass
class Screens:
    """What each screen is called and how it is asked for."""

    client: Client
    facts: dict[str, Any]
    times: int
    director: Client

    def all(self) -> list[Measured]:
        """Every screen, in the order of the table."""
        deep = f"/parties/?{urlencode({'order': 'name', 'cursor': self.facts['deep']})}"
        filtered = urlencode({"filter": json.dumps(self.quiet_in_a_city())})
        plans: list[tuple[str, Callable[[int], str]]] = [
            ("list, first page by name", lambda _n: "/parties/?order=name"),
            (f"list, page at row {self.facts['deep_row']:,}", lambda _n: deep),
            ("list, owner + city + quiet 90 days", lambda _n: f"/parties/?{filtered}"),
            ("search “garc”, its page", lambda _n: "/search?q=garc"),
            ("card", lambda n: f"/parties/{self.ref(n)}/"),
            ("board with sums", lambda _n: "/opportunities/board"),
            ("Hoy", lambda _n: "/"),
        ]
        late = urlencode({"view": "late", "filter": json.dumps(self.bought_lately()), "order": "-days_late"})
        plans.append(("list, bought X in 90 days, by delay", lambda _n: f"/parties/?{late}"))
        whole = urlencode({"view": "late", "filter": "{}", "order": "-year_purchases"})
        plans.append(("list, all by twelve months", lambda _n: f"/parties/?{whole}"))
        found = [measure(name, self.times, lambda n, path=path: self.client.get(path(n))[0]) for name, path in plans]  # type: ignore[misc]
        figures = [
            measure(name, self.times, lambda _n, path=path: self.director.get(path)[0])  # type: ignore[misc]
            for name, path in (("figures, this year", "/summary/"), ("figures, twelve months", "/summary/?period=12m"))
        ]
        return [*found[:3], self.palette(), found[3], self.create(), self.inline_edit(), *found[4:], *figures]

    def bought_lately(self) -> dict[str, Any]:
        """Who bought a certain product in the last ninety days."""
        product = {"field": "bought_product", "op": "eq", "value": self.facts["product"]}
        lately = {"all": [product, {"field": "on", "op": "gte", "value": "-90d"}]}
        return {"related": "sales", "where": lately, "count": {"gte": 1}}

    def ref(self, number: int) -> str:
        refs: list[str] = self.facts["refs"]
        return refs[number % len(refs)]

    def quiet_in_a_city(self) -> dict[str, Any]:
        ninety = {"field": "at", "op": "gte", "value": "-90d"}
        return {
            "all": [
                {"field": "owner", "op": "eq", "value": self.facts["owner"]},
                {"field": "city", "op": "eq", "value": "Sevilla"},
                {"related": "activities", "where": ninety, "count": {"eq": 0}},
            ]
        }

    def palette(self) -> Measured:
        def ask(_number: int) -> http.client.HTTPResponse:
            return self.client.get("/search?q=garc", **{"HX-Request": "true"})[0]

        return measure("search “garc”, while typing", self.times, ask)

    def create(self) -> Measured:
        def ask(number: int) -> http.client.HTTPResponse:
            fields = [("quick", "1"), ("kind", "person"), ("name", f"Nuevo{number} Banco"), ("phone", f"6{number:08d}")]
            answer = self.client.post("/parties/new", fields)[0]
            if answer.status != 302:
                raise RuntimeError("the new contact was not written")
            return answer

        return measure("create", self.times, ask)

    def inline_edit(self) -> Measured:
        def ask(number: int) -> http.client.HTTPResponse:
            path, new = f"/parties/{self.ref(number)}/field/website", f"https://w{number}.example"
            answer = self.client.post(path, [("website", new)], **{"HX-Request": "true"})[0]
            if "cell-changed" not in answer.headers.get("HX-Trigger", ""):
                raise RuntimeError("the cell was not written")
            return answer

        return measure("inline edit", self.times, ask)
