"""The examples of docs/rules, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.directory.rules.consent import Basis, Decision, Entry, current_state
from tendero.directory.rules.emails import looks_wrong, normal_email
from tendero.directory.rules.matching import Identity, match_keys
from tendero.directory.rules.names import name_key, repair_capitals, split_person
from tendero.directory.rules.phones import parse_phone, parse_slowly
from tendero.directory.rules.tax_ids import format_tax_id, parse_tax_id


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Rosa Ferrer Lasala", ("Rosa", "Ferrer", "Lasala")),
        ("Ferrer Lasala, Rosa", ("Rosa", "Ferrer", "Lasala")),
        ("de la Fuente Ruiz, María del Carmen", ("María del Carmen", "de la Fuente", "Ruiz")),
    ],
)
def test_names_split(written: str, parts: tuple[str, str, str]) -> None:
    found = split_person(written)
    assert (found.first_name, found.last_name, found.second_last_name) == parts


def test_shouting_and_keys_of_names() -> None:
    assert repair_capitals("GARCÍA DE LA TORRE, Mª PILAR") == "García de la Torre, Mª Pilar"
    assert name_key("GARCÍA LÓPEZ, Ana") == name_key("Ana García López")


@pytest.mark.parametrize(
    ("typed", "country", "normal", "valid"),
    [
        ("b-50.118.421", "ES", "B50118421", True),
        ("1234567l", "ES", "01234567L", True),
        ("X1234567L", "ES", "X1234567L", True),
        ("12.345.678-5", "CL", "123456785", True),
        ("B12345678", "ES", "B12345678", False),
    ],
)
def test_tax_ids(typed: str, country: str, normal: str, valid: bool) -> None:
    found = parse_tax_id(typed, country)
    assert (found.value, found.valid) == (normal, valid)


def test_a_chilean_id_is_printed_as_in_chile() -> None:
    assert format_tax_id("123456785", "CL") == "12.345.678-5"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("976 21 40 87", "+34976214087", "976 21 40 87"),
        ("0034 655-70-21-38", "+34655702138", "655 70 21 38"),
        ("preguntar en barra", "preguntar en barra", "preguntar en barra"),
    ],
)
def test_telephones(typed: str, stored: str, shown: str) -> None:
    found = parse_phone(typed, "ES")
    assert (found.number, found.display) == (stored, shown)


def test_keys_of_uniqueness() -> None:
    rosa = Identity(
        name="Rosa Ferrer Lasala",
        tax_id="B50118421",
        emails=["Rosa@LaParada.example"],
        phones=["+34976214087", "extensión 12"],
        references=[("Holded", "C-0042")],
        birthday_key=312,
    )
    assert dict(match_keys(rosa)) == {
        "reference": "holded:C-0042",
        "tax_id": "B50118421",
        "email": "rosa@laparada.example",
        "phone": "+34976214087",
        "name_birthday": "ferrer lasala rosa|312",
    }
    bakery = Identity(name="Panadería Lou", organisation=True, cities=["Zaragoza"])
    assert match_keys(bakery) == [("name_city", "lou panaderia|zaragoza")]


def test_emails() -> None:
    assert normal_email("Rosa Ferrer <rosa@LaParada.example>") == "rosa@laparada.example"
    assert looks_wrong("rosa@bar")
    assert not looks_wrong("rosa@bar.example")


FORM = Entry("", "", Decision.GIVEN, Basis.CONSENT, date(2021, 1, 1), proved=True, number=1)
NO_SMS = Entry("sms", "", Decision.OBJECTED, Basis.NONE, date(2023, 1, 1), number=2)
NOTHING = Entry("", "", Decision.OBJECTED, Basis.NONE, date(2024, 1, 1), number=3)
AGAIN = Entry("email", "", Decision.GIVEN, Basis.CONSENT, date(2025, 2, 1), proved=True, number=4)
LIFTED = Entry("", "", Decision.LIFTED, Basis.NONE, date(2025, 1, 1), proved=True, number=5)


@pytest.mark.parametrize(
    ("ledger", "channel", "status", "year"),
    [
        ([], "email", "unknown", None),
        ([FORM], "email", "allowed", 2021),
        ([FORM, NO_SMS], "email", "allowed", 2021),
        ([FORM, NO_SMS], "sms", "objected", 2023),
        ([FORM, NO_SMS, NOTHING], "email", "objected", 2024),
        ([FORM, NO_SMS, NOTHING, AGAIN], "email", "objected", 2024),
        ([FORM, NO_SMS, NOTHING, LIFTED, AGAIN], "email", "allowed", 2025),
    ],
)
def test_the_ledger_of_the_manual(ledger: list[Entry], channel: str, status: str, year: int | None) -> None:
    found = current_state(ledger, channel, "offers")
    assert (found.status, found.since.year if found.since else None) == (status, year)


@given(
    st.sampled_from(["", "+34", "0034", "34", "+34 ", "'"]),
    st.integers(min_value=600_000_000, max_value=999_999_999),
    st.sampled_from(["{}{}{}{}", "{} {} {} {}", "{}-{}{}{}", "({}) {}{}{}", "{}.{}.{}.{}", " {}{} / {}{} ", "{}{}.0"]),
)
def test_spanish_numbers_read_by_themselves_are_read_as_the_library_does(prefix, number, shape) -> None:
    digits = str(number)
    written = prefix + shape.format(digits[:3], digits[3:5], digits[5:7], digits[7:])
    assert parse_phone(written) == parse_slowly(written, "ES")
