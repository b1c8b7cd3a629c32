"""How figures and dates read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tendero.kernel import clock
from tendero.kernel.money import Money
from tendero.ui import words
from tendero.ui.templatetags.tendero import breakable, money


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


@pytest.mark.parametrize(
    ("value", "currency", "read"),
    [
        ("1890", "EUR", "1.890,00\u00a0€"),
        ("0.5", "EUR", "0,50\u00a0€"),
        ("-12.3", "EUR", "-12,30\u00a0€"),
        ("1250000", "CLP", "1.250.000\u00a0CLP"),
    ],
)
def test_amounts_group_thousands_and_keep_the_sign_beside_the_figure(value, currency, read):
    assert words.amount(Decimal(value), currency) == read


def test_an_estimate_has_no_cents():
    assert money(Money(Decimal("6480.4"), "EUR"), "whole") == "6.480\u00a0€"


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9))
@pytest.mark.parametrize("language", ["es", "en"])
def test_numbers_read_as_babel_writes_them(language, value):
    with translation.override(language):
        without_sign_of_nothing = round(value, 3) + 0  # Babel would write «-0»
        read = format_decimal(without_sign_of_nothing, locale=words.locale())
        assert words.number(value) == read.replace("\u202f", "\u00a0")


def test_percent_keeps_its_sign_on_the_line():
    assert words.percent(Decimal("0.355")) == "35,5\u00a0%"


def test_days_are_short_and_name_another_year():
    today = words.today()
    assert words.day(date(today.year, 12, 12)) == "12 dic"
    assert words.day(date(2019, 8, 3)) == "3 ago 2019"


def test_near_days_have_names():
    today = words.today()
    assert words.when(today) == "hoy"
    assert words.when(today + timedelta(days=1)) == "mañana"
    assert words.when(today - timedelta(days=1)) == "ayer"
    assert words.when(clock.now()).startswith("hoy, ")


def test_how_long_ago():
    assert words.ago(words.today() - timedelta(days=3)) == "hace 3 días"
    assert words.ago(clock.now() + timedelta(hours=2, minutes=1)) == "dentro de 2 horas"


def test_phones_read_as_at_home():
    assert words.phone("+34976440215").replace("\u00a0", " ") == "976 44 02 15"
    assert words.phone("+525512345678").startswith("+52")
    assert words.phone("extensión 12") == "extensión 12"


@pytest.mark.parametrize(
    ("name", "company", "letters"),
    [
        ("Joaquín Núñez Zúñiga", False, "JN"),
        ("Luis de la Torre", False, "LT"),
        ("Asociación de Comedores Escolares del Jalón", True, "AJ"),
        ("Hotel Tibur", True, "HT"),
        ("Caja", False, "CA"),
        ("", False, ""),
    ],
)
def test_initials(name, company, letters):
    assert words.initials(name, company=company) == letters


def test_an_address_may_break_after_its_dots_and_stays_escaped() -> None:
    assert breakable("ana@tienda.example") == "ana@<wbr>tienda.<wbr>example"
    assert breakable('"<b>"@a.es') == "&quot;&lt;b&gt;&quot;@<wbr>a.<wbr>es"
