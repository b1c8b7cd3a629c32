"""What the exports of other programs call their columns, a table a program, and how such an export is recognised.

`known`: the titles were checked against what the program publishes, or against a file that it wrote; only then is the
program named to people. The other tables hold names of fields that circulate for such programs: they find their place,
and nobody is told where the file comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tendero.kernel.text import fold

_SIGNS: Final = re.compile(r"[^a-z0-9ñ]+")


@dataclass(frozen=True, slots=True)
class Program:
    """`marks`: titles of which at least `enough` are in its files and seldom together in others'.

    `titles` says where its own titles go ("" for what has no place here), beside those that everybody uses.
    """

    name: str
    marks: tuple[str, ...]
    enough: int = 3
    known: bool = True
    titles: dict[str, str] = field(default_factory=dict)


def normal(title: str) -> str:
    """Small letters without accents, single spaces: «E-mail 1 - Value» → «e mail 1 value»."""
    return _SIGNS.sub(" ", fold(title)).strip()


PROGRAMS: Final = (
    Program(
        "Google Contacts",
        ("E-mail 1 - Value", "Phone 1 - Value", "Organization Name", "Organization 1 - Name", "Group Membership",
         "Labels", "Address 1 - Formatted", "Phonetic First Name", "Website 1 - Value", "Given Name Yomi"),
        titles={"Name Prefix": "", "Name Suffix": "", "Photo": "", "Labels": "tags", "Organization Department": "",
                "Organization 1 - Name": "company", "Organization 1 - Title": "job_title", "Given Name": "first_name",
                "Additional Name": "middle_name", "Family Name": "last_name", "File As": "name"},
    ),
    Program(
        "Outlook",
        ("Business Street", "Business Phone", "E-mail Display Name", "Business Address PO Box", "Government ID Number",
         "E-mail Type", "Home Phone 2", "Primary Phone", "Organizational ID Number"),
        titles={"Company Main Phone": "phone:work", "Primary Phone": "phone", "Business Country/Region": "country:work",
                "Home Country/Region": "country:home", "Web Page": "website", "Manager's Name": ""},
    ),
    Program(
        "Outlook",
        ("Calle del trabajo", "Teléfono del trabajo", "Dirección de correo electrónico", "Calle del domicilio",
         "Código postal del trabajo", "Nombre de pantalla de correo electrónico", "Apartado postal del domicilio",
         "Ayudante", "Número de id. del gobierno"),
        titles={"Organización": "company", "Teléfono principal de la organización": "phone:work",
                "País o región del trabajo": "country:work", "País o región del domicilio": "country:home"},
    ),
    Program(
        "Thunderbird",
        ("Primary Email", "Secondary Email", "Screen Name", "Pager Number", "Web Page 1", "Custom 1", "Display Name"),
        enough=4,
        titles={"Screen Name": "", "Nickname": "", "Fax Number": "", "Pager Number": "", "Department": "",
                "Web Page 1": "website", "Web Page 2": "profile", "Custom 1": "note", "Custom 2": "note",
                "Custom 3": "note", "Custom 4": "note", "Organization": "company"},
    ),
    Program(
        "HubSpot",
        ("Record ID", "Contact owner", "Lifecycle Stage", "Lead Status", "Associated Company", "Last Activity Date",
         "Associated Company IDs", "Create Date"),
        titles={"Lifecycle Stage": "", "Lead Status": "", "Associated Company IDs": "",
        "Company Domain Name": "website"},
    ),
    Program(
        "HubSpot",
        ("ID de registro", "Propietario del contacto", "Etapa del ciclo de vida", "Estado del lead", "Empresa asociada",
         "Fecha de la última actividad"),
        titles={"Etapa del ciclo de vida": "", "Estado del lead": ""},
    ),
    Program(
        "Odoo",
        ("External ID", "Is a Company", "Related Company", "Salesperson", "parent_id", "state_id", "country_id",
         "Company Type", "category_id", "bank_ids/acc_number", "bank_ids/bank", "customer_rank"),
        titles={"state_id": "region", "state_id/name": "region", "country_id/id": "", "parent_id/name": "company",
                "user_id/name": "owner", "comment": "note", "ref": "reference", "vat": "tax_id",
                "Reference": "reference",
                "bank_ids/bank": "", "bank_ids/acc_number": "", "function": "job_title", "Mailing List": "tags"},
    ),
    Program(
        "Mautic",
        ("companyname", "companycity", "companycountry", "companyemail", "companyindustry", "companywebsite",
         "companystate", "companyphone", "companyzipcode", "points", "ip"),
        titles={"companyindustry": "tags", "companyemail": "email", "companyphone": "phone",
        "companywebsite": "website",
                "companyzipcode": "postal_code", "points": "", "ip": ""},
    ),
    Program(
        "Holded",
        ("Fiscal name", "Trade name", "Contact ID", "Tags separated by -", "Sales channel account", "Mandate ref",
         "Command Ref", "Contact person", "Contact NIF", "SWIFT", "IBAN"),
        titles={"Fiscal name": "legal_name", "Trade name": "name", "Contact ID": "tax_id", "Contact NIF": "tax_id",
                "Contact email": "email", "Contact's e-mail address": "email", "Population": "city", "Town": "city",
                "Tags separated by -": "tags", "Contact person": "note", "Sales channel account": "",
                "Sales channel name": "", "Mandate ref": "", "Command Ref": "", "IBAN": "", "SWIFT": ""},
    ),
    Program(
        "Sage 200",
        ("CodigoCliente", "RazonSocial", "CodigoNacion", "Municipio", "Domicilio", "SiglaNacion", "CifDni",
        "CodigoPostal",
         "CodigoEmpresa"),
        enough=4,
        titles={"CodigoCliente": "reference", "RazonSocial": "legal_name", "CifDni": "tax_id", "CodigoNacion": "",
                "SiglaNacion": "country", "EMail1": "email", "EMail2": "email", "Telefono2": "phone",
                "CodigoEmpresa": "",
                "NombreComercial": "name", "DomicilioEnvios": "street:delivery", "MunicipioEnvios": "city:delivery",
                "CodigoPostalEnvios": "postal_code:delivery", "ProvinciaEnvios": "region:delivery",
                "CodigoComisionista": ""},
    ),
    Program(
        "SuiteCRM",
        ("Primary Address Street", "Primary Address City", "Alternate Address Street", "Account Name", "Office Phone",
         "Do Not Call", "Lead Source"),
        known=False,
        titles={"Primary Address Street": "street", "Primary Address City": "city", "Primary Address State": "region",
                "Primary Address Postal Code": "postal_code", "Primary Address Country": "country",
                "Alternate Address Street": "street:other", "Alternate Address City": "city:other",
                "Alternate Address State": "region:other", "Alternate Address Postal Code": "postal_code:other",
                "Alternate Address Country": "country:other", "Account Name": "company", "Office Phone": "phone:work",
                "Do Not Call": "objection:phone", "Assigned User Name": "owner", "Email Opt Out": "objection:email"},
    ),
    Program(
        "FactuSol",
        ("CODCLI", "NOFCLI", "NOCCLI", "DOMCLI", "POBCLI", "CPOCLI", "PROCLI", "NIFCLI", "TELCLI", "EMACLI"),
        known=False,
        titles={"CODCLI": "reference", "NOFCLI": "legal_name", "NOCCLI": "name", "DOMCLI": "street", "POBCLI": "city",
                "CPOCLI": "postal_code", "PROCLI": "region", "NIFCLI": "tax_id", "TELCLI": "phone",
                "MOVCLI": "phone:mobile",
                "EMACLI": "email", "WEBCLI": "website", "FAXCLI": "", "OBSCLI": "note", "PERCLI": "note",
                "AGECLI": "owner", "PAICLI": "country", "NOMCLI": "name", "RAZCLI": "legal_name", "DIRCLI": "street",
                "CPCLI": "postal_code", "CCOCLI": "reference"},
    ),
    Program(
        "ContaPlus",
        ("COD", "TITULO", "DOMICILIO", "CODPOSTAL", "POBLACION", "PROVINCIA", "SUBCUENTA", "TELEF01"),
        enough=4,
        known=False,
        titles={"COD": "reference", "SUBCUENTA": "reference", "CUENTA": "reference", "TITULO": "name",
        "TELEF01": "phone",
                "TELEF02": "phone", "FAX01": "", "TITULO DE LA CUENTA": "name", "Título": "name"},
    ),
    Program(
        "Sage 50",
        ("CODIGO", "NOMBRE", "NOMBRE2", "CODPOST", "HTTP", "CODPOS", "VENDEDOR", "PROVINCIA", "CIF"),
        enough=4,
        known=False,
        titles={"NOMBRE2": "", "CODPOST": "postal_code", "CODPOS": "postal_code", "HTTP": "website",
                "Razón social 1": "legal_name", "Nombre comercial 1": "name", "OBSERVACIO": "note"},
    ),
    Program(
        "a3",
        ("Código cliente", "Nombre fiscal", "Nombre comercial", "NIF", "Siglas", "Nombre de vía", "Número", "Municipio",
         "Cuenta contable", "Forma de pago"),
        enough=5,
        known=False,
        titles={"Nombre de vía": "street", "Nombre vía": "street", "Dirección completa": "street", "PAGWEB": "website",
                "E_MAIL": "email", "Cuenta contable": "", "Forma de pago": "", "Teléfono 1": "phone",
                "Teléfono 2": "phone", "Núm. identificación fiscal": "tax_id", "Persona de contacto": "note"},
    ),
)  # fmt: skip


def program_of(labels: Sequence[str]) -> str:
    """The program that writes these titles, by most of its marks; "" where none is recognised for sure."""
    found = _recognised(frozenset(normal(label) for label in labels if label))
    return found.name if found is not None and found.known else ""


def titles_of(labels: Sequence[str]) -> dict[str, str]:
    """Where the titles of the recognised program go, by their normal form."""
    found = _recognised(frozenset(normal(label) for label in labels if label))
    return {normal(title): key for title, key in found.titles.items()} if found is not None else {}


def of_any(label: str) -> str:
    """Where a title goes in whichever program's files have it, "" where none knows it or they disagree."""
    return _all_titles().get(normal(label), "")


def _recognised(titles: frozenset[str]) -> Program | None:
    best: tuple[int, Program | None] = (0, None)
    for program in PROGRAMS:
        shared = sum(1 for mark in program.marks if normal(mark) in titles)
        if shared >= program.enough and shared > best[0]:
            best = (shared, program)
    return best[1]


@lru_cache(maxsize=1)
def _all_titles() -> dict[str, str]:
    found: dict[str, str] = {}
    for program in PROGRAMS:
        for title, key in program.titles.items():
            told = normal(title)
            found[told] = key if found.get(told, key) == key else ""
    return found
