"""Rules of the historial, with the examples of docs/rules/timeline.md and tasks.md."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.activities.queries.timeline import heading_of
from tendero.activities.rules import hours, spans
from tendero.activities.rules.headline import LONGEST, Headline, headline

TUESDAY = dt.date(2026, 11, 24)


def test_a_note_is_read_by_its_first_line() -> None:
    found = headline(title="", body="Tiene dos locales\nEl otro, en Huesca", outcome="", is_note=True)
    assert found == Headline("Tiene dos locales", "El otro, en Huesca")


def test_a_call_is_read_by_its_outcome_else_by_its_kind() -> None:
    assert headline(title="", body="Pidió precio", outcome="Interesado", is_note=False) == Headline(
        "Interesado", "Pidió precio"
    )
    assert headline(title="", body="Pidió precio", outcome="", is_note=False) == Headline("", "Pidió precio")


def test_an_entry_with_a_subject_is_read_by_it() -> None:
    found = headline(title="Visita con informe", body="", outcome="Pide presupuesto", is_note=False)
    assert found == Headline("Visita con informe", "Pide presupuesto")


@given(st.text(max_size=400))
def test_no_letter_of_a_note_is_lost(body: str) -> None:
    body = body.strip()
    found = headline(title="", body=body, outcome="", is_note=True)
    assert len(found.first) <= LONGEST
    assert "".join(f"{found.first}{found.rest}".split()) == "".join(body.split())


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (dt.date(2026, 11, 24), "Esta semana y la pasada"),
        (dt.date(2026, 11, 16), "Esta semana y la pasada"),
        (dt.date(2026, 11, 15), "Noviembre"),
        (dt.date(2026, 10, 31), "Octubre"),
        (dt.date(2025, 12, 31), "Diciembre de 2025"),
    ],
)
def test_headings_go_from_last_weeks_monday_to_months(day: dt.date, heading: str) -> None:
    assert heading_of(day, TUESDAY) == heading


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 400))
def test_headings_never_come_back_once_left(today: dt.date, back: int) -> None:
    day = today - dt.timedelta(days=back)
    before = day - dt.timedelta(days=1)
    if spans.span_of(day, today=today).kind is spans.Kind.MONTH:
        assert spans.span_of(before, today=today).kind is spans.Kind.MONTH


@pytest.mark.parametrize(
    ("text", "hour"),
    [("9", dt.time(9)), ("9:30", dt.time(9, 30)), ("17.45", dt.time(17, 45)), ("17h", dt.time(17)), ("", None)],
)
def test_hours_as_people_write_them(text: str, hour: dt.time | None) -> None:
    assert hours.read_hour(text) == hour
    assert hours.read_hour(hours.shown_hour(hour)) == hour


@pytest.mark.parametrize("text", ["25", "9:70", "mañana", "-1"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(hours.BadHour):
        hours.read_hour(text)
