"""Values as people type and read them, and as JSON carries them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tendero.kernel import clock
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records import values
from tendero.records.fields import Field, Kind

SPANISH = Actor(kind="person", name="Beto", language="es")
ENGLISH = Actor(kind="person", name="Kate", language="en")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def field(kind: Kind, **more: Any) -> Field:
    return Field(name="x", label="X", kind=kind, path="x", **more)


def read(reader: Any, one: Field, data: Any) -> tuple[Any, list[str]]:
    """What a reader makes of it: a value, or messages."""
    try:
        return reader(one, data, SPANISH), []
    except ValidationError as error:
        return None, error.messages


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("-3", "-3"),
        ("(3,20)", "-3.20"),
        ("1 234,5", "1234.5"),
        ("1'234", "1234"),
    ],
)
def test_numbers_as_spaniards_type_them(text: str, amount: str) -> None:
    assert values.from_text(field(Kind.NUMBER), text, SPANISH) == Decimal(amount)


def test_a_lone_separator_is_read_by_the_language() -> None:
    assert values.from_text(field(Kind.NUMBER), "1,234", ENGLISH) == 1234
    assert values.from_text(field(Kind.NUMBER), "1,234", SPANISH) == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56 €", Money(Decimal("1234.56"), "EUR")),
        ("€ 20", Money(Decimal("20"), "EUR")),
        ("USD 20", Money(Decimal("20"), "USD")),
        ("1.250.000 COP", Money(Decimal("1250000"), "COP")),
        ("15", Decimal("15")),
        ("$ 15", Decimal("15")),
    ],
)
def test_amounts_with_and_without_their_currency(text: str, value: Any) -> None:
    assert values.from_text(field(Kind.MONEY), text, SPANISH) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/3/2026", date(2026, 3, 12)),
        ("12-03-26", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("12 de marzo de 1999", date(1999, 3, 12)),
        ("12 dic", date(2026, 12, 12)),
        ("3/4", date(2026, 4, 3)),
        ("hoy", date(2026, 11, 24)),
        ("mañana", date(2026, 11, 25)),
    ],
)
def test_days(text: str, day: date) -> None:
    with clock.frozen(TUESDAY):
        assert values.from_text(field(Kind.DATE), text, SPANISH) == day


@pytest.mark.parametrize(
    ("text", "iso"),
    [("29/2", "--02-29"), ("12 de marzo", "--03-12"), ("12/3/1984", "1984-03-12"), ("12/3/84", "1984-03-12")],
)
def test_birthdays(text: str, iso: str) -> None:
    with clock.frozen(TUESDAY):
        assert values.from_text(field(Kind.BIRTHDAY), text, SPANISH) == iso


@pytest.mark.parametrize(("text", "flag"), [("sí", True), ("Si", True), ("x", True), ("no", False), ("0", False)])
def test_yes_and_no(text: str, flag: bool) -> None:
    assert values.from_text(field(Kind.BOOL), text, SPANISH) is flag


def test_options_by_label_or_value_accents_aside() -> None:
    several = field(Kind.CHOICES, choices=lambda: [("red", "Rojo"), ("blue", "Azulón")])
    assert values.from_text(several, "rojo; AZULON", SPANISH) == ["red", "blue"]
    with pytest.raises(ValidationError, match="Rojo, Azulón"):
        values.from_text(several, "verde", SPANISH)


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.DATETIME, Kind.BIRTHDAY, Kind.BOOL])
@given(text=st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_message(kind: Kind, text: str) -> None:
    found, messages = read(values.from_text, field(kind), text)
    assert messages or found is not None or not text.strip()


@given(amount=st.decimals("-1e12", "1e12", places=2), language=st.sampled_from(["es", "en"]))
def test_what_is_shown_can_be_typed_back(amount: Decimal, language: str) -> None:
    actor = Actor(kind="person", name="x", language=language)
    shown = values.shown_value(field(Kind.NUMBER), amount, actor)
    if "," in shown or "." in shown:  # "1.234" alone is a thousand in one language and a little in the other
        assert values.from_text(field(Kind.NUMBER), shown, actor) == amount


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PLAIN = [kind for kind in Kind if kind not in (Kind.USER, Kind.PARTY, Kind.RECORD, Kind.LIST)]


@pytest.mark.parametrize("kind", _PLAIN)
@given(data=json_value)
def test_json_is_a_value_that_comes_back_the_same_or_a_message(kind: Kind, data: Any) -> None:
    options = (lambda: [("a", "A"), ("b", "B")]) if kind in (Kind.CHOICE, Kind.CHOICES) else None
    one = field(kind, choices=options)
    found, messages = read(values.from_json, one, data)
    if not messages:
        assert values.from_json(one, values.to_json(one, found), SPANISH) == found


def test_amounts_dates_and_flags_are_shown_in_the_viewers_language() -> None:
    with clock.frozen(TUESDAY):
        assert values.shown_value(field(Kind.MONEY), Money(Decimal("1234.5"), "EUR"), SPANISH) == "1.234,50\u00a0€"
        assert values.shown_value(field(Kind.DATE), date(2026, 12, 12), SPANISH) == "12 dic"
        assert values.shown_value(field(Kind.DATE), date(2025, 12, 12), SPANISH) == "12 dic 2025"
        assert values.shown_value(field(Kind.DATETIME), TUESDAY, SPANISH) == "24 nov, 10:00"
        assert values.shown_value(field(Kind.BOOL), True, SPANISH) == "Sí"
        assert values.shown_value(field(Kind.BOOL), True, ENGLISH) == "Yes"
