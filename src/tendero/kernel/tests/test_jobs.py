"""The queue: nothing asked for is lost, nothing is done twice where it says so, nobody waits for a dead worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import GiveUp, Job, LeaseLost, RetryLater, cancel, enqueue, queue, registry, run_due, task
from tendero.kernel.jobs.running import run

pytestmark = pytest.mark.django_db
WORK: list[Any] = []


@pytest.fixture(autouse=True)
def tasks() -> Iterator[None]:
    """Tasks of this test only."""
    before = dict(registry._tasks)
    WORK.clear()

    @task("test.note", retries=2)
    def note(job: Job, *, what: str) -> dict[str, str]:
        WORK.append(what)
        return {"noted": what}

    @task("test.fail", retries=2)
    def fail(job: Job) -> None:
        WORK.append(job.attempt)
        raise ValueError("no luck")

    @task("test.never")
    def never(job: Job) -> None:
        raise GiveUp("the file is gone")

    @task("test.later", retries=3)
    def later(job: Job) -> None:
        WORK.append("asked")
        if len(WORK) == 1:
            raise RetryLater(600)

    @task("test.chunks", queue="long", retries=3)
    def chunks(job: Job, *, stop_at: int) -> None:
        for number in range(job.checkpoint.get("next", 0), 5):
            with job.chunk({"next": number + 1}, done=number + 1, total=5):
                if number == stop_at and job.attempt == 1 and not job.checkpoint.get("tripped"):
                    raise ValueError("tripped")
                WORK.append(number)

    yield
    registry._tasks.clear()
    registry._tasks.update(before)


def test_a_job_runs_and_keeps_its_result() -> None:
    job = enqueue("test.note", by=Actor.system("test"), what="milk")
    assert run_due() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.percent) == ("successful", {"noted": "milk"}, 100)


def test_work_asked_for_by_what_did_not_happen_is_not_done() -> None:
    def ask_and_fall() -> None:
        with transaction.atomic():
            enqueue("test.note", what="milk")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fall()
    assert run_due() == 0
    assert WORK == []


def test_an_unknown_task_is_refused_when_asked_for() -> None:
    with pytest.raises(registry.UnknownTask):
        enqueue("test.typo")


def test_the_same_key_asks_once() -> None:
    first = enqueue("test.note", key="today", what="milk")
    second = enqueue("test.note", key="today", what="milk")
    assert first.pk == second.pk or Job.objects.count() == 1
    assert run_due() == 1


def test_a_failing_job_is_tried_again_later_and_then_given_up() -> None:
    job = enqueue("test.fail")
    moment = clock.now()
    for _round in range(5):
        moment += timedelta(hours=2)
        with clock.frozen(moment):
            run_due()
    job.refresh_from_db()
    assert WORK == [1, 2, 3]
    assert job.state == "failed"
    assert job.error == "ValueError: no luck"


def test_a_job_that_gives_up_is_not_tried_again() -> None:
    job = enqueue("test.never")
    run_due()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempt) == ("failed", "the file is gone", 1)


def test_a_job_may_choose_when_to_be_tried_again() -> None:
    enqueue("test.later")
    run_due()
    with clock.travelled(timedelta(minutes=9)):
        assert run_due() == 0
    with clock.travelled(timedelta(minutes=11)):
        assert run_due() == 1
    assert WORK == ["asked", "asked"]


@pytest.mark.django_db(transaction=True)
def test_after_a_fall_it_goes_on_from_the_last_chunk_and_repeats_none() -> None:
    job = enqueue("test.chunks", stop_at=3)
    run_due()
    job.refresh_from_db()
    assert (WORK, job.checkpoint, job.done) == ([0, 1, 2], {"next": 3}, 3)
    Job.objects.update(attempt=5, attempts_allowed=9)
    with clock.travelled(timedelta(hours=2)):
        run_due()
    job.refresh_from_db()
    assert WORK == [0, 1, 2, 3, 4]
    assert job.state == "successful"


def test_a_silent_workers_job_goes_to_another_and_its_late_writes_count_for_nothing() -> None:
    enqueue("test.chunks", stop_at=99)
    lost = queue.claim("long", "first")
    assert lost is not None
    with clock.travelled(timedelta(minutes=2)):
        assert queue.reap() == 1
        taken = queue.claim("long", "second")
        assert taken is not None
        assert isinstance(run(lost, patient=False), LeaseLost)
        assert WORK == []
        assert run(taken, patient=False) is None
    assert WORK == [0, 1, 2, 3, 4]


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = enqueue("test.note", what="milk")
    assert cancel(job.ref) == 1
    assert run_due() == 0
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_running_job_stops_at_its_next_chunk() -> None:
    job = enqueue("test.chunks", stop_at=99)
    running = queue.claim("long", "worker")
    assert running is not None
    cancel(job.ref)
    run(running, patient=False)
    job.refresh_from_db()
    assert (job.state, WORK) == ("cancelled", [])


def test_the_long_queue_does_not_keep_the_short_one_waiting() -> None:
    enqueue("test.chunks", stop_at=99)
    enqueue("test.note", what="mail")
    assert run_due("short") == 1
    assert WORK == ["mail"]


def test_old_jobs_are_forgotten() -> None:
    enqueue("test.note", what="milk")
    run_due()
    with clock.travelled(timedelta(days=31)):
        assert queue.purge(timedelta(days=30)) == 1
    assert not Job.objects.exists()
