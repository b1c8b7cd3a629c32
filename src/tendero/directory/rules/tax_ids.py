"""Tax ids: normalised and checked by the rules of each country. A wrong one is kept and told, never refused."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stdnum.es import cif, dni, nie, nif
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

# What people call the number in each country, and the module that checks it.
NAMES = {
    "ES": "NIF",
    "CL": "RUT",
    "MX": "RFC",
    "CO": "NIT",
    "AR": "CUIT",
    "PE": "RUC",
    "EC": "RUC",
    "UY": "RUT",
    "PY": "RUC",
    "VE": "RIF",
    "GT": "NIT",
    "SV": "NIT",
    "BO": "NIT",
    "CR": "CPJ",
    "DO": "RNC",
    "HN": "RTN",
    "NI": "RUC",
    "PA": "RUC",
    "CU": "NIT",
    "PT": "NIF",
    "FR": "TVA",
    "IT": "IVA",
    "AD": "NRT",
}
_CHECKED_AS = {"CL": "rut", "MX": "rfc", "CO": "nit", "AR": "cuit", "PE": "ruc", "EC": "ruc", "UY": "rut", "PY": "ruc"}
_NOISE = re.compile(r"[^0-9A-Za-zÑñ&]+")
_LABEL = re.compile(r"^\s*(?:nif|cif|nie|dni|rut|rfc|nit|cuit|cuil|ruc|rif|vat|iva)\b[\s.:\-]*", re.IGNORECASE)
_SPANISH_SHORT_DNI = re.compile(r"^\d{5,7}[A-Z]$")
_DNI = re.compile(r"^[0-9]{8}[A-Z]$")
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_COMPANY_LETTERS = frozenset("ABCDEFGHJNPQRSUVW")


@dataclass(frozen=True, slots=True)
class TaxId:
    """``valid`` is None where the country's rule is not known here. ``kind`` is the local name: NIF, CIF, RUT..."""

    value: str
    country: str
    kind: str
    valid: bool | None
    organisation: bool | None = None


def tax_id_name(country: str) -> str:
    """What the tax id is called in a country; "NIF" where unknown."""
    return NAMES.get(country.upper(), "NIF")


@lru_cache(maxsize=8192)
def parse_tax_id(text: str, country: str = "ES") -> TaxId:
    """Normalise (upper case, no dots, hyphens or country prefix) and check. Never raises."""
    country = country.upper()
    compact = _NOISE.sub("", _LABEL.sub("", text)).upper()
    if country == "ES":
        return _spanish(compact)
    module = _module(country)
    if module is None or not compact:
        return TaxId(compact, country, tax_id_name(country), None)
    try:
        return TaxId(str(module.validate(compact)), country, tax_id_name(country), True)
    except (ValidationError, ValueError, IndexError, KeyError):
        return TaxId(compact, country, tax_id_name(country), False)


def _spanish(compact: str) -> TaxId:
    if _DNI.match(compact):  # most of any Spanish file; the library takes fifty times as long to say the same
        return TaxId(compact, "ES", "NIF", _DNI_LETTERS[int(compact[:8]) % 23] == compact[8], organisation=False)
    if compact.startswith("ES") and len(compact) == 11:
        compact = compact[2:]
    if not compact:
        return TaxId("", "ES", "NIF", None)
    if _SPANISH_SHORT_DNI.match(compact) and dni.is_valid(compact.zfill(9)):
        compact = compact.zfill(9)  # a spreadsheet ate the leading zeros
    if compact[0] in _COMPANY_LETTERS:
        return TaxId(compact, "ES", "CIF", bool(cif.is_valid(compact)), organisation=True)
    if compact[0] in "XYZ":
        return TaxId(compact, "ES", "NIE", bool(nie.is_valid(compact)), organisation=False)
    if compact[0] in "KLM":  # children, residents abroad, foreigners without a NIE
        return TaxId(compact, "ES", "NIF", bool(nif.is_valid(compact)), organisation=False)
    return TaxId(compact, "ES", "NIF", bool(dni.is_valid(compact)), organisation=False)


@lru_cache(maxsize=64)
def _module(country: str) -> Any:
    name = _CHECKED_AS.get(country, "vat")
    try:
        return get_cc_module(country.lower(), name)
    except (ImportError, ValueError):
        return None


def format_tax_id(value: str, country: str) -> str:
    """As printed in its country: ``12.345.678-5`` in Chile, without separators in Spain."""
    module = None if country == "ES" else _module(country.upper())
    if module is None or not hasattr(module, "format") or not value:
        return value
    try:
        return str(module.format(value))
    except (ValidationError, ValueError, IndexError):
        return value
