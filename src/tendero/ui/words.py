"""How figures, dates and telephone numbers read, in the viewer's language and zone. Pure but for both of those."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_decimal_symbol
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from tendero.kernel import clock

PARTICLES = {"de", "del", "la", "las", "el", "los", "y", "e", "i", "da", "do", "dos"}
NARROW = "\u202f"
FIXED = "\u00a0"
_home: ContextVar[str] = ContextVar("tendero_home_country", default="")


def country() -> str:
    """The company's country: as it says itself for this request (`at_home`), else as the installation was set up."""
    return _home.get() or str(settings.COMPANY_COUNTRY)


@contextmanager
def at_home(code: str) -> Iterator[None]:
    """In this block figures and telephones read as in that country."""
    token = _home.set(code)
    try:
        yield
    finally:
        _home.reset(token)


def locale() -> Locale:
    """Babel's locale of the active language, with the company's country where the language leaves it open."""
    return _locale(get_language() or "es", country())


@lru_cache(maxsize=64)
def _locale(language: str, country: str) -> Locale:
    language = language.replace("-", "_")
    if "_" in language:
        return Locale.parse(language)
    country = country if language == "es" else "GB"
    try:
        return Locale.parse(f"{language}_{country}")
    except ValueError:
        return Locale.parse(language)


@lru_cache(maxsize=64)
def _locale_name(language: str, country: str) -> str:
    return str(_locale(language, country))


def amount(value: Decimal | int, currency: str, *, whole: bool = False) -> str:
    """“1.890,00 €”; `whole` leaves the cents out."""
    shape = _shape_of_money(_locale_name(get_language() or "es", country()), currency, whole)
    exact = round(Decimal(value), shape.digits)
    figures = f"{abs(exact):,.{shape.digits}f}".translate(shape.marks)
    return f"{'-' if exact < 0 else ''}{shape.before}{figures}{shape.after}"


@dataclass(frozen=True)
class _Shape:
    """How amounts of a currency are written in a language: a board shows hundreds, so Babel is asked once."""

    digits: int
    before: str
    after: str
    marks: dict[int, str]


@lru_cache(maxsize=256)
def _shape_of_money(language: str, currency: str, whole: bool) -> _Shape:
    where = Locale.parse(language)
    digits = 0 if whole else get_currency_precision(currency)
    pattern = None if digits else "#,##0\u00a0¤"
    sample = format_currency(
        Decimal(1234567),
        currency,
        pattern,
        locale=where,
        currency_digits=bool(digits),
        decimal_quantization=bool(digits),
    )
    shown = sample.replace(NARROW, FIXED)
    first, last = shown.index("1"), max(place for place, letter in enumerate(shown) if letter.isdigit())
    group = shown[first + 1] if not shown[first + 1].isdigit() else ""
    marks = {ord(","): group, ord("."): str(get_decimal_symbol(where))}
    return _Shape(digits, shown[:first], shown[last + 1 :], marks)


def number(value: Decimal | int | float, decimals: int = 3) -> str:
    """“1.248”, “0,125”: so many decimals at most."""
    figures = f"{value:,}" if isinstance(value, int) else f"{round(Decimal(str(value)), decimals) + 0:,f}"
    if "." in figures:
        figures = figures.rstrip("0").rstrip(".")
    return figures.translate(_marks_of_numbers(_locale_name(get_language() or "es", country())))


@lru_cache(maxsize=64)
def _marks_of_numbers(language: str) -> dict[int, str]:
    """What stands between thousands and before decimals: Babel is asked once."""
    sample = format_decimal(Decimal("1234567.5"), locale=Locale.parse(language)).replace(NARROW, FIXED)
    return {ord(","): sample[1], ord("."): sample[-2]}


def percent(fraction: Decimal | float) -> str:
    """“35 %” for 0.35."""
    return f"{number(round(Decimal(str(fraction)) * 100, 1))}{FIXED}%"


def local_day(moment: date | datetime) -> date:
    """The day of a moment where the viewer is."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def today() -> date:
    """The viewer's day."""
    return timezone.localtime(clock.now()).date()


def day(moment: date | datetime) -> str:
    """“12 dic”, with the year when it is another one."""
    return Here().day(moment)


class Here:
    """How moments read for the viewer: his zone, his day and his language, asked once for as many as one likes."""

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.today = clock.now().astimezone(self.zone).date()
        self._language = _locale_name(get_language() or "es", country())

    def local_day(self, moment: date | datetime) -> date:
        """The day of a moment where the viewer is."""
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment

    def day(self, moment: date | datetime) -> str:
        """“12 dic”, with the year when it is another one."""
        found = self.local_day(moment)
        return _formatted_day(found, "d MMM" if found.year == self.today.year else "d MMM y", self._language)

    def when(self, moment: date | datetime) -> str:
        """“hoy, 9:45”, “ayer”, “jue 26, 10:30”, “12 dic, 9:45”."""
        if not isinstance(moment, datetime):
            return self._named(moment)
        here = moment.astimezone(self.zone)
        return f"{self._named(here.date())}, {here.hour}:{here.minute:02}"

    def _named(self, found: date) -> str:
        distance = (found - self.today).days
        if distance in {-1, 0, 1}:
            return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[distance]
        return _formatted_day(found, "EEE d", self._language) if 1 < distance < 7 else self.day(found)


@lru_cache(maxsize=4096)
def _formatted_day(found: date, pattern: str, language: str) -> str:
    return format_date(found, pattern, locale=language).replace(".", "")


def hour(moment: datetime) -> str:
    """“9:45”."""
    here = timezone.localtime(moment)
    return f"{here.hour}:{here.minute:02}"


def when(moment: date | datetime) -> str:
    """“hoy, 9:45”, “ayer”, “jue 26, 10:30”, “12 dic, 9:45”."""
    return Here().when(moment)


def ago(moment: date | datetime) -> str:
    """“hace 3 días”, “dentro de 2 horas”."""
    if isinstance(moment, datetime):
        distance = moment - clock.now()
        if abs(distance) < timedelta(minutes=1):
            return gettext("just now")
    else:
        distance = moment - today()
        if not distance:
            return gettext("today")
    return format_timedelta(distance, add_direction=True, locale=locale())


def phone(text: str) -> str:
    """A number as people read it: national in the company's country, else with its prefix; unreadable ones as typed."""
    return _phone(text, country())


@lru_cache(maxsize=4096)
def _phone(text: str, at: str) -> str:
    try:
        parsed = phonenumbers.parse(text, at)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(parsed):
        return text
    home = phonenumbers.region_code_for_number(parsed) == at
    shape = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, shape.NATIONAL if home else shape.INTERNATIONAL).replace(" ", FIXED)


_company_initials: list[Callable[[str], str]] = []


def answer_company_initials(answer: Callable[[str], str]) -> None:
    """Port: a room that knows the trade's words says which two letters tell a company."""
    _company_initials[:] = [answer]


def initials(name: str, *, company: bool = False) -> str:
    """Two letters: a person's name and first surname, a company's two telling words."""
    if company and _company_initials:
        return _company_initials[0](name)
    words = [word for word in name.split() if word.lower() not in PARTICLES and word[0].isalnum()] or name.split()
    if len(words) < 2:
        return "".join(words)[:2].upper()
    return (words[0][0] + words[-1 if company else 1][0]).upper()
