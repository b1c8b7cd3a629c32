"""What looks wrong in what somebody types: said beside the field, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tendero.access.ports import TaxIdTold
from tendero.directory.rules.addresses import normal_postal_code, postal_code_problem
from tendero.directory.rules.emails import looks_wrong, normal_email
from tendero.directory.rules.phones import PhoneProblem, parse_phone
from tendero.directory.rules.tax_ids import parse_tax_id, tax_id_name
from tendero.kernel.models import Setting


def doubts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, what to look at) for every doubtful value among those of a contact's form."""
    home = str(Setting.read("company.country"))
    return [*_phones(values, home), *_emails(values), *_tax_id(values, home), *_postal_code(values, home)]


def tax_id_told(typed: str, country: str) -> TaxIdTold:
    """What the number is called there, and what looks wrong with this one: for the company's own."""
    doubt = next((text for _field, text in _tax_id({"tax_id": typed, "tax_country": country}, country)), "")
    return TaxIdTold(tax_id_name(country), doubt)


def _each(values: Mapping[str, Any], main: str, group: str, first: str) -> Iterator[tuple[str, str]]:
    if values.get(main):
        yield main, str(values[main])
    for item in values.get(group) or ():
        found = item.get(first) if isinstance(item, Mapping) else item
        if found:
            yield group, str(found)


def _phones(values: Mapping[str, Any], home: str) -> Iterator[tuple[str, str]]:
    for field, typed in _each(values, "phone", "phones", "number"):
        problem = parse_phone(typed, home).problem
        if problem:
            yield field, _phone_text(problem)


def _phone_text(problem: PhoneProblem) -> str:
    if problem is PhoneProblem.TOO_SHORT:
        return _("It seems to lack digits.")
    if problem is PhoneProblem.TOO_LONG:
        return _("It seems to have too many digits.")
    return _("It does not look like a telephone. Numbers of other countries begin with +.")


def _emails(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, typed in _each(values, "email", "emails", "address"):
        if looks_wrong(normal_email(typed)):
            yield field, _("It does not look like an e-mail address.")


def _tax_id(values: Mapping[str, Any], home: str) -> Iterator[tuple[str, str]]:
    typed = str(values.get("tax_id") or "")
    country = str(values.get("tax_country") or home).upper()
    if typed and parse_tax_id(typed, country).valid is False:
        yield (
            "tax_id",
            _("It does not pass the check of a %(kind)s. Look at it again.") % {"kind": tax_id_name(country)},
        )


def _postal_code(values: Mapping[str, Any], home: str) -> Iterator[tuple[str, str]]:
    country = str(values.get("country") or home).upper()
    code = normal_postal_code(str(values.get("postal_code") or ""), country)
    if postal_code_problem(code, country):
        yield "postal_code", _("No province has that postal code.")
