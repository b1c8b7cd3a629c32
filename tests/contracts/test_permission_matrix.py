"""The permission matrix: every route and API operation × profile × kind of row; allow and deny both proven.

An allowed cell answers what it should and does what it says; a denied one answers 403 or 404 and writes nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tendero.access.actions import create_token
from tendero.access.rules.matrix import PROFILES
from tendero.kernel.changes import ACTIONS
from tendero.records import registry
from tests.contracts.matrix import routes as tables
from tests.contracts.matrix.asking import ask, call, proof, told, written
from tests.contracts.matrix.company import BINNED, CASES, PEOPLE, Company, door
from tests.contracts.matrix.lean import lean
from tests.contracts.matrix.routes import API, ENGINE, JOURNAL, LISTS, NOTHING, OF_A_ROW, ON_A_CONTACT, Row
from tests.contracts.samples import fresh
from tests.contracts.test_records import text_field
from tests.world import World

pytestmark = pytest.mark.once
__all__ = ["lean"]
KEYS = registry.keys()
SCREENS_OF_A_ROW = len(ENGINE) * len(KEYS) - len(tables.TAKEN_OVER) + len(OF_A_ROW) + len(ON_A_CONTACT) + 1


def rows_of(key: str) -> dict[str, Row]:
    """The screens of one row of that kind."""
    engine = {name: row for name, row in ENGINE.items() if (key, name) not in tables.TAKEN_OVER}
    return engine | {name: row for name, (of, row) in OF_A_ROW.items() if of == key}


def ask_of_a_row(company: Company, client: Client, at: tuple[str, str], row: Row, wanted: str, name: str) -> None:
    """One cell: the answer, and what was written."""
    profile, case = at
    with written() as tables_written:
        if row.given and case != "nonexistent":
            row.given(company.again(profile, case), company.world.system)
            tables_written.clear()
        found = told(ask(client, row, **company.names(profile, case)))
        done = proof(row if wanted == "allowed" else Row(""), tables_written)
        if wanted == "allowed" and row.touches and not company.touched(profile, case):
            done = "another row than the one asked for"
    told_wanted = f"{row.answer} {row.effect}" if wanted == "allowed" else f"{wanted} {NOTHING}"
    company.cells.check(f"{profile} {name} {company.key} {case}", told_wanted, f"{found} {done}")


def screens(company: Company, profile: str, client: Client) -> None:
    """Every screen of a row, and those of a contact about something else."""
    for name, row in rows_of(company.key).items():
        for case in CASES:
            ask_of_a_row(company, client, (profile, case), row, company.expected(profile, row.verb, case), name)
    if company.key != "directory.Party":
        return
    for name, (of, row) in ON_A_CONTACT.items():
        for case in CASES:
            wanted = door(profile, of, row.verb) or company.expected(profile, "view", case)
            ask_of_a_row(company, client, (profile, case), row, wanted, name)
    for case in CASES:
        wanted = door(profile, company.key, "add") or company.expected(profile, "change", case)
        ask_of_a_row(company, client, (profile, case), tables.SOMEBODY_THERE, wanted, "directory:person")


def lists(company: Company, profile: str, client: Client) -> None:
    """Screens without a row."""
    own = {name: row for name, (of, row) in tables.OF_ONE_KIND.items() if of == company.key}
    for name, row in (LISTS | own).items():
        wanted = door(profile, company.key, row.verb) or "allowed"
        ask_of_a_row(company, client, (profile, "nonexistent"), row, wanted, name)


def api(company: Company, profile: str) -> None:
    """Every operation of the API, with a token of that person."""
    world, name = company.world, PEOPLE[profile]
    _token, secret = create_token(world.user(name), by=world.actor(name), name="prueba")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    base, text = f"/api/v1/{company.record.slug}", {text_field(company.key): "Con API"}
    for method, verb, answer, body in (
        ("get", "view", 200, None),
        ("patch", "change", 200, text),
        ("delete", "delete", 204, None),
    ):
        row = Row(method, verb, None, answer=answer, effect=NOTHING if method == "get" else JOURNAL)
        for case in CASES:
            _operation(company, client, (profile, case), row, (method, "", body))
    for info in company.record.actions():
        _key, arguments, given = API[info.name]
        row = Row("post", info.verb, answer=200, effect=JOURNAL, given=given)
        for case in CASES:
            _operation(company, client, (profile, case), row, ("post", f"/{info.name.partition('.')[2]}", arguments))
    for method, verb, answer, body in (("get", "view", 200, None), ("post", "add", 201, fresh(world, company.key))):
        if body is NotImplemented:
            continue
        shut = door(profile, company.key, verb)
        with written() as seen:
            found = told(call(client, method, base, body))
        wanted = f"{shut} {NOTHING}" if shut else f"{answer} {NOTHING if method == 'get' else JOURNAL}"
        done = proof(Row("", effect=JOURNAL if method == "post" and not shut else NOTHING), seen)
        company.cells.check(f"{profile} {method} {base}", wanted, f"{found} {done}")
    restore(company, profile, client)


def _filled(value: Any, names: dict[str, str]) -> Any:
    return [_filled(one, names) for one in value] if isinstance(value, list) else value.format(**names)


def _operation(company: Company, client: Client, at: tuple[str, str], row: Row, request: Any) -> None:
    """One operation on one row."""
    (profile, case), (method, ending, body) = at, request
    names, wanted = company.names(profile, case), company.expected(profile, row.verb, case)
    sent = None if body is None else {name: _filled(value, names) for name, value in body.items()}
    with written() as seen:
        if row.given and case != "nonexistent":
            row.given(company.again(profile, case), company.world.system)
            seen.clear()
        found = told(call(client, method, f"/api/v1/{names['slug']}/{names['ref']}{ending}", sent))
        done = proof(row if wanted == "allowed" else Row(""), seen)
        left = wanted == "allowed" and row.effect == JOURNAL and company.touched(profile, case)
        if wanted == "allowed" and row.effect == JOURNAL and not left:
            done = "another row than the one asked for"
    told_wanted = f"{row.answer} {row.effect}" if wanted == "allowed" else f"{wanted} {NOTHING}"
    if wanted == "allowed" and ending == "/assign_owners" and company.narrow(profile):
        told_wanted = f"422 {NOTHING}"  # he would give it where he does not reach: it is taken back before the answer
        done = "changed" if left else NOTHING
    company.cells.check(f"{profile} {method}{ending} {company.key} {case} by API", told_wanted, f"{found} {done}")


def restore(company: Company, profile: str, client: Client) -> None:
    """Out of the bin, by the API and by the screen of the bin: whoever might have put it there."""
    shut = door(profile, company.key, "delete")
    screen = company.world.client(PEOPLE[profile])
    for case in BINNED:
        ref, reaches = company.ref(profile, case), company.within(profile, "delete", case)
        comes_back = reaches and case.startswith("binned")
        with written() as seen:
            found = told(call(client, "post", f"/api/v1/{company.record.slug}/{ref}/restore", {}))
            back = case != "nonexistent" and company.touched(profile, case)
        wanted = shut or ("200" if reaches else "missing")
        done = (wanted, comes_back, comes_back)
        company.cells.check(f"{profile} restore {company.key} {case} by API", done, (found, back, JOURNAL in seen))
        with written() as seen:
            found = told(screen.post(f"/{company.record.slug}/bin/restore", {"one": ref}).status_code)
            back = case != "nonexistent" and company.touched(profile, case)
        done = (shut or "200", comes_back, comes_back)
        company.cells.check(f"{profile} restore {company.key} {case}", done, (found, back, JOURNAL in seen))


def many(company: Company, profile: str, client: Client) -> None:
    """A list with foreign rows among it: each changes, goes or is acted on by its own right, whatever the list says."""
    slug, names = company.record.slug, company.names(profile, "own")
    names["heir"] = company.world.user("sara" if profile == "direccion" else "ana").ref  # nobody has a row of theirs
    ways: list[tuple[str, str, str, dict[str, str]]] = [("bulk bin", "delete", "bulk", {"bin": "1"})]
    if company.key != "activities.Document":  # nothing of it suits many
        field, value = tables.IN_BULK.get(company.key, ("position", "77"))
        ways.append(("bulk edit", "change", "bulk", {"field": field, "_field": field, field: value}))
    for info in company.record.actions():
        if info.name in tables.ASKED_ELSEWHERE:
            continue
        short = info.name.partition(".")[2]
        sent = {name: value.format(**names) for name, value in API[info.name][1].items()}
        ways.append((f"bulk {short}", info.verb, f"do/{short}/", sent))
    for name, verb, path, sent in ways:
        shut = door(profile, company.key, verb)
        with written() as seen:
            for case in CASES:
                if (given := API.get(f"{company.key.partition('.')[0]}.{name[5:]}", ("", {}, None))[2]) and case in (
                    "own", "team", "other",
                ):  # fmt: skip
                    given(company.again(profile, case), company.world.system)
            company.settle()
            seen.clear()
            rows = [company.ref(profile, case) for case in CASES]
            found = told(client.post(f"/{slug}/{path}", {"row": rows, "step": "run", **sent}).status_code)
            changed = {case for case in CASES[:-1] if company.touched(profile, case)}
            done = JOURNAL in seen and bool(changed)
        company.forget()
        away = name == "bulk assign_owners" and company.narrow(profile)
        for case in CASES[:-1]:
            seen_too = company.reaches(profile, "view", case) and company.reaches(profile, verb, case)
            may = not shut and not away and seen_too
            company.cells.check(f"{profile} {name} {company.key} {case}", may, case in changed)
        company.cells.check(
            f"{profile} {name} {company.key}",
            (shut or ("422" if away else "200"), not shut and not away),
            (found, done),
        )


@pytest.mark.parametrize("key", KEYS)
def test_every_way_to_a_row(world: World, key: str) -> None:
    company = Company(world, key)
    for profile, name in PEOPLE.items():
        client = world.client(name)
        screens(company, profile, client)
        lists(company, profile, client)
        many(company, profile, client)
        api(company, profile)
    company.cells.done()


def test_every_action_of_the_api_is_asked() -> None:
    assert {info.name for info in ACTIONS.values() if info.offered} == set(API)


def cells() -> Iterator[int]:
    """How many cells the tables make; whatever a denial leaves behind is a part of its cell."""
    profiles, cases, kinds = len(PROFILES), len(CASES), len(KEYS)
    yield profiles * cases * SCREENS_OF_A_ROW
    yield profiles * (len(LISTS) * kinds + len(tables.OF_ONE_KIND))
    yield profiles * cases * (3 * kinds + len(API)) + profiles * 2 * kinds
    yield profiles * len(BINNED) * 2 * kinds
    yield profiles * cases * (2 * kinds + len(API))


def test_the_matrix_is_large_enough() -> None:
    """At least 6,000 cells, counted from the tables themselves."""
    assert sum(cells()) >= 6_000
