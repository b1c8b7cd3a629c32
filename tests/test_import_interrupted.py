"""A worker is killed at several rows; the next one ends with what an undisturbed one would have made."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from tendero.directory.models import Party, PartyKey, PartyPhone
from tendero.kernel import clock, jobs
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import queue
from tendero.kernel.models import SearchDocument
from tendero.records.exchange import running
from tendero.records.models import ImportRow
from tendero.sales.models import Sale, SaleLine
from tests import imports
from tests.world import World

ROWS = 240


def a_file() -> str:
    lines = [f"C-{i % 200},Rosa{i % 200},Ferrer Gil,r{i % 200}@example.com,Firma {i % 7}" for i in range(ROWS)]
    return "\n".join(["codigo cliente,nombre,apellidos,email,empresa", *lines]) + "\n"


def state() -> Any:
    return (
        sorted(Party.everything.values_list("name", "email", "kind", "main_contact__name")),
        sorted(PartyKey.objects.values_list("mark", "party__name")),
        sorted(SearchDocument.objects.values_list("title", "words")),
        sorted(ImportRow.objects.values_list("number", "outcome")),
    )


def _work_and_die(at: int) -> None:
    """A worker process whose machine is cut off at its `at`-th chunk, in the middle of the transaction."""
    connections.close_all()
    kept = running._keep
    calls = 0

    def keep(*args: Any) -> None:
        nonlocal calls
        kept(*args)
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)

    running._keep = keep
    jobs.run_due(raise_errors=True)


def _die_at(at: int) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=_work_and_die, args=(at,))
    connections.close_all()
    process.start()
    process.join(120)
    return process.exitcode


def a_file_of_sales() -> str:
    """Tickets whose lines lie far apart, and rows without a number that are alike to the letter."""
    lines = [
        f"03/02/2026,{f'T-{i % 50}' if i % 3 else ''},Cliente {i % 7},Café {i % 4},{i % 5 + 1}.50" for i in range(ROWS)
    ]
    return "\n".join(["fecha,ticket,cliente,producto,importe", *lines]) + "\n"


def state_of_sales() -> Any:
    lines = SaleLine.objects.values_list("sale__number", "sale__party__name", "product__name", "amount", "mark", "nth")
    sales = Sale.everything.values_list("number", "party__name", "net", "total", "mark")
    return sorted(lines), sorted(sales), sorted(ImportRow.objects.values_list("number", "outcome"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("slug", "file", "told"), [("parties", a_file, state), ("sales", a_file_of_sales, state_of_sales)]
)
def test_killed_at_several_rows_and_begun_again(monkeypatch, slug, file, told):
    by = Actor.system("test")
    monkeypatch.setattr(running, "CHUNK", 40)
    whole = imports.begin(file(), by=by, slug=slug)
    imports.run(whole, by=by)
    undisturbed, tally = told(), whole.tally
    _empty()

    batch = imports.begin(file(), by=by, slug=slug)
    running.start(batch, by=by)
    for turn, at in enumerate((1, 2, 1, 2)):
        with clock.travelled(timedelta(minutes=10 * turn + 1)):
            assert _die_at(at) == -signal.SIGKILL
        with clock.travelled(timedelta(minutes=10 * turn + 9)):
            assert queue.reap() == 1
    with clock.travelled(timedelta(hours=1)):
        jobs.run_due(raise_errors=True)

    batch.refresh_from_db()
    assert batch.state == "done"
    assert sum(batch.counts.values()) == ROWS
    assert (told(), batch.tally) == (undisturbed, tally)


def _empty() -> None:
    from django.core.management import call_command

    connections.close_all()
    call_command("flush", interactive=False, verbosity=0)


def test_a_long_file_refreshes_the_statistics_of_what_it_fills(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its first chunk is in, and at its end; a file of one chunk leaves that to the engine."""
    filled: list[tuple[Any, ...]] = []
    monkeypatch.setattr(running, "CHUNK", 2)
    monkeypatch.setattr(running.db, "tidy", lambda *models, **_using: filled.append(models))

    imports.bring(b"Nombre;Apellidos\nRosa;Gil\nEva;Lou\nLuis;Pardo\nPilar;Sanz\nIker;Bueno\n", by=world.actor("ana"))
    assert len(filled) == 2
    assert all({Party, PartyPhone} <= set(models) for models in filled)

    imports.bring(b"Nombre;Apellidos\nMarta;Vera\nPablo;Mora\n", by=world.actor("ana"), name="dos.csv")
    assert len(filled) == 2
