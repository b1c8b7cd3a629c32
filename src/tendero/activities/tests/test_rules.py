"""Rules of the agenda, with the examples of docs/rules/tasks.md."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.activities.rules import days, due, mentions, quick_entry, recurrence

TUESDAY = dt.date(2026, 11, 24)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))


def test_a_task_of_last_friday_is_four_days_late() -> None:
    assert due.due_on(dt.date(2026, 11, 20), today=TUESDAY) == due.Due(due.DueState.LATE, 4)
    assert due.due_on(TUESDAY, today=TUESDAY).state is due.DueState.TODAY
    assert due.due_on(dt.date(2026, 11, 26), today=TUESDAY) == due.Due(due.DueState.PLANNED, 2)
    assert due.due_on(None, today=TUESDAY).state is due.DueState.NOTHING


@pytest.mark.parametrize(
    ("text", "day", "time", "rest"),
    [
        ("mañana", dt.date(2026, 11, 25), None, ""),
        ("pasado mañana", dt.date(2026, 11, 26), None, ""),
        ("llamar el jueves", dt.date(2026, 11, 26), None, "llamar"),
        ("el martes a las 10", dt.date(2026, 12, 1), dt.time(10), ""),
        ("el jueves pasado", dt.date(2026, 11, 19), None, ""),
        ("enviar tarifa 30 nov", dt.date(2026, 11, 30), None, "enviar tarifa"),
        ("enviar tarifa el 3 de enero", dt.date(2027, 1, 3), None, "enviar tarifa"),
        ("30/11/2026 10:30 medir", dt.date(2026, 11, 30), dt.time(10, 30), "medir"),
        ("en dos semanas", dt.date(2026, 12, 8), None, ""),
        ("dentro de 3 días llamar", dt.date(2026, 11, 27), None, "llamar"),
        ("la semana que viene", dt.date(2026, 11, 30), None, ""),
        ("el mes que viene", dt.date(2026, 12, 1), None, ""),
        ("a las 5 de la tarde", None, dt.time(17), ""),
        ("mañana a las 9 de la mañana", dt.date(2026, 11, 25), dt.time(9), ""),
        ("viene por la mañana", None, None, "viene por la mañana"),
        ("31 feb", None, None, "31 feb"),
        ("tomorrow at 9", dt.date(2026, 11, 25), dt.time(9), ""),
        ("el día 28", dt.date(2026, 11, 28), None, ""),
        ("martesada", None, None, "martesada"),
    ],
)
def test_days_as_people_write_them(text: str, day: dt.date | None, time: dt.time | None, rest: str) -> None:
    assert days.read(text, today=TUESDAY) == days.Moment(day, time, rest)


@given(st.text(max_size=60), DATES)
def test_no_text_breaks_the_reader(text: str, today: dt.date) -> None:
    days.read(text, today=today)
    assert quick_entry.parse(text, today=today).kind
    assert len(days.flat(text)) == len(text)


@given(DATES, st.integers(0, 364))
def test_a_written_date_is_read_back(today: dt.date, ahead: int) -> None:
    day = today + dt.timedelta(days=ahead)
    assert days.read(f"{day.day}/{day.month}/{day.year}", today=today).day == day


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Prefiere café natural", quick_entry.Entry("note", "Prefiere café natural")),
        ("Quiere que le llamemos mañana", quick_entry.Entry("note", "Quiere que le llamemos mañana")),
        ("llamada: pidió precio del M-64", quick_entry.Entry("call", "Pidió precio del M-64")),
        (
            "Visita ayer, quiere lavavajillas",
            quick_entry.Entry("visit", "Quiere lavavajillas", "", dt.date(2026, 11, 23)),
        ),
        ("visita mañana 10:30", quick_entry.Entry("task", "Visita", "visit", dt.date(2026, 11, 25), dt.time(10, 30))),
        ("tarea llamar a Rosa el jueves", quick_entry.Entry("task", "Llamar a Rosa", "call", dt.date(2026, 11, 26))),
        ("tarea enviar tarifa", quick_entry.Entry("task", "Enviar tarifa", "other", TUESDAY)),
        ("Llamar a Rosa el jueves", quick_entry.Entry("task", "Llamar a Rosa", "call", dt.date(2026, 11, 26))),
        ("task call Rosa tomorrow", quick_entry.Entry("task", "Call Rosa", "call", dt.date(2026, 11, 25))),
    ],
)
def test_the_first_word_says_what_it_is(line: str, entry: quick_entry.Entry) -> None:
    assert quick_entry.parse(line, today=TUESDAY) == entry


def test_mentions_are_not_addresses() -> None:
    text = "@Beto, mira esto con @nuria. Escríbele a rosa@laparada.example y a @beto"
    assert mentions.mentioned(text) == ("beto", "nuria")


def test_a_weekly_task_finished_late_skips_the_weeks_that_passed() -> None:
    assert recurrence.following("FREQ=WEEKLY", day=dt.date(2026, 11, 3), done=TUESDAY) == (
        dt.date(2026, 12, 1),
        "FREQ=WEEKLY",
    )


def test_a_task_of_the_31st_falls_on_the_last_day_of_short_months_and_comes_back() -> None:
    first = recurrence.following("FREQ=MONTHLY", day=dt.date(2027, 1, 31), done=dt.date(2027, 1, 31))
    assert first == (dt.date(2027, 2, 28), "FREQ=MONTHLY;BYMONTHDAY=31")
    assert recurrence.following(first[1], day=first[0], done=first[0]) == (
        dt.date(2027, 3, 31),
        "FREQ=MONTHLY;BYMONTHDAY=31",
    )


def test_a_birthday_of_29_february_is_kept_each_year() -> None:
    found = recurrence.following("FREQ=YEARLY", day=dt.date(2028, 2, 29), done=dt.date(2028, 2, 29))
    assert found == (dt.date(2029, 2, 28), "FREQ=YEARLY;BYMONTHDAY=29")


def test_a_count_runs_out_and_an_end_ends() -> None:
    assert recurrence.following("FREQ=DAILY;COUNT=2", day=TUESDAY, done=TUESDAY) == (
        dt.date(2026, 11, 25),
        "FREQ=DAILY;COUNT=1",
    )
    assert recurrence.following("FREQ=DAILY;COUNT=1", day=TUESDAY, done=TUESDAY) is None
    assert recurrence.following("FREQ=WEEKLY;UNTIL=20261130", day=TUESDAY, done=TUESDAY) is None
    assert recurrence.following("", day=TUESDAY, done=TUESDAY) is None


@pytest.mark.parametrize("bad", ["FREQ=HOURLY", "INTERVAL=2", "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;UNTIL=20261399", "x"])
def test_a_rule_outside_the_subset_is_named(bad: str) -> None:
    with pytest.raises(recurrence.BadRecurrence):
        recurrence.clean(bad)


@given(DATES, DATES, st.sampled_from(recurrence.FREQUENCIES), st.integers(1, 30))
def test_the_next_day_is_always_ahead(day: dt.date, done: dt.date, frequency: str, interval: int) -> None:
    found = recurrence.following(f"FREQ={frequency};INTERVAL={interval}", day=day, done=done)
    assert found is not None
    assert found[0] > max(day, done)
