"""Two links for one empty place, opened in the same instant: one makes the first person, the other says that he came.

Two links that both open are what two processes leave that were started at once, before either could see the other's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tendero.access import actions
from tendero.access.actions import accept_invitation
from tendero.access.models import Invitation
from tendero.identity.models import User
from tendero.kernel import db

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "una frase corta y buena"
WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = %s"


def two_links() -> tuple[str, str]:
    first, second = actions.offer_first_run(), actions.offer_first_run()
    Invitation.objects.update(revoked_at=None)
    return first, second


def begins(secret: str, name: str) -> User:
    return actions.begin(secret, name=name, email=f"{name.lower()}@montoro.example", password=PASSWORD)


def accepts(secret: str, name: str) -> User:
    return accept_invitation(secret, username=name.lower(), name=name, password=PASSWORD)


def beside(made: Callable[[], object]) -> tuple[threading.Thread, list[Any]]:
    """Another request, on a connection of its own, and what came of it."""
    came: list[Any] = []

    def work() -> None:
        try:
            came.append(made())
        except ValidationError as refused:
            came.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread, came


def until_it_waits(thread: threading.Thread) -> None:
    """The other has come as far as it can while we are not done: it waits for us, or it has gone past."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        here = cursor.fetchone()[0]
        while thread.is_alive():
            cursor.execute(WAITING, [here])
            if cursor.fetchone():
                return


@pytest.mark.parametrize("other", [begins, accepts])
def test_whoever_comes_while_the_first_person_is_made_waits_and_is_told(other: Callable[[str, str], User]) -> None:
    if not db.is_postgres():
        pytest.skip("SQLite lets one write at a time")
    first, second = two_links()
    with transaction.atomic():
        begins(first, "Ana")
        thread, came = beside(lambda: other(second, "Eva"))
        until_it_waits(thread)
    thread.join()
    assert [user.username for user in User.objects.all()] == ["ana"]
    assert isinstance(came[0], ValidationError)


def test_of_two_at_once_one_begins() -> None:
    first, second = two_links()
    gate = threading.Barrier(2)

    def at_once(secret: str, name: str) -> User:
        gate.wait()
        return begins(secret, name)

    both = [beside(lambda: at_once(first, "Ana")), beside(lambda: at_once(second, "Eva"))]
    for thread, _came in both:
        thread.join()
    assert User.objects.count() == 1
    assert sorted(type(came[0]).__name__ for _thread, came in both) == ["User", "ValidationError"]


def test_of_two_offers_at_once_one_link_opens() -> None:
    if not db.is_postgres():
        pytest.skip("SQLite lets one write at a time")
    with transaction.atomic():
        first = actions.offer_first_run()
        thread, came = beside(actions.offer_first_run)
        until_it_waits(thread)
    thread.join()
    assert [actions.first_run_is_open(secret) for secret in (first, came[0])] == [False, True]
