"""The titles other programs give their columns, and where each belongs.

A title is looked up whole, then without numbers, then without the words that say which of several it is ("work",
"casa"), which become the label of the value.
"""

import re
from functools import lru_cache
from typing import Final

from tendero.kernel.text import fold, plain_sign

_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_NUMBERS: Final = re.compile(r"(?<![a-z])\d+\b|(?<=[a-z])\d+\b")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Words that say which of several, and the label its value gets.
PLACES: Final = {
    "work": "work", "business": "work", "trabajo": "work", "laboral": "work", "oficina": "work", "office": "work",
    "home": "home", "casa": "home", "particular": "home", "personal": "home", "domicilio": "home",
    "residencia": "home", "privado": "home", "other": "other", "otro": "other", "otra": "other", "otros": "other",
    "mobile": "mobile", "movil": "mobile", "celular": "mobile", "cell": "mobile", "car": "other",
    "principal": "", "primary": "", "main": "", "secundario": "", "secundaria": "", "secondary": "",
    "alternativo": "", "adicional": "", "fiscal": "billing", "facturacion": "billing", "billing": "billing",
    "envio": "delivery", "shipping": "delivery", "entrega": "delivery",
}  # fmt: skip
_SMALL: Final = frozenset(
    ["de", "del", "la", "el", "los", "las", "the", "of", "su", "value", "valor", "contacto", "contact"]
)

_TITLES: Final = {
    "id": "ref, referencia tendero, referencia de tendero, tendero reference",
    "kind": "kind, tipo, tipo contacto, tipo de contacto, contact type, record type, tipo de registro",
    "is_company": (
        "is company, is a company, es empresa, es una empresa, es una compania, company type, persona juridica"
    ),
    "name": (
        "name, nombre completo, nombre y apellidos, full name, fullname, display name, nombre en pantalla, "
        "cliente, contact name, nombre del contacto, nombre contacto, nombre o razon social, nombre "
        "comercial, contactname, file as, apellidos y nombre, denominacion, customer name, nombre cliente, "
        "nombre del cliente, companyname, nombre mostrado"
    ),
    "first_name": "first name, firstname, nombre, given name, nombre de pila, nombres, primer nombre",
    "middle_name": "middle name, second given name, segundo nombre, middlename, additional name",
    "last_name": (
        "last name, lastname, apellidos, apellido, surname, surnames, family name, primer apellido, "
        "apellido paterno, apellido 1"
    ),
    "second_last_name": "second last name, segundo apellido, apellido materno, apellido 2, second surname",
    "vcard": "vcard",
    "legal_name": "legal name, razon social, nombre fiscal, denominacion social, legalname",
    "tax_id": (
        "tax id, nif, cif, dni, nie, cif nif, nif cif, nif cif nie, cifnif, nifcif, rut, rfc, nit, cuit, "
        "cuil, ruc, rif, vat, vat number, numero fiscal, identificacion fiscal, numero de identificacion "
        "fiscal, tax number, id fiscal, vat id, partner vat, documento, numero de documento, nif dni, dni nif"
    ),
    "email": (
        "email, e mail, mail, correo, correo electronico, email address, e mail address, direccion de correo "
        "electronico, direccion del correo electronico, direccion de correo, direccion email, direccion "
        "correo electronico, emails, e mails, correos, email normalizado, cuenta de correo"
    ),
    "phone": (
        "phone, telephone, telefono, tel, tlf, tfno, tlfno, telefonos, phones, phone number, numero de "
        "telefono, telefono fijo, fijo, telf, contact phone number, celular, movil, mobile, mobile number, "
        "mobilephone, cell phone, phonenumber, numero movil, particular, mobile phone, home mobile, whatsapp, "
        "numero de whatsapp, whatsapp number"
    ),
    "street": (
        "street, calle, address, direccion, direccion postal, domicilio, street address, address line, "
        "direccion linea, address street, shipto street, via, senas, address1, direccion 1, direccion1, "
        "address line 1, addressline, calle y numero, address formatted, home address, work address"
    ),
    "street2": (
        "street 2, street2, address 2, address2, direccion 2, direccion2, address line 2, piso, home address "
        "2, work address 2, address extended address, floor, calle 2, calle2, direccion linea 2"
    ),
    "postal_code": (
        "postal code, zip, zip code, zipcode, codigo postal, cp, c p, cod postal, postcode, postalcode, "
        "address postal code, codpostal, cpostal"
    ),
    "city": (
        "city, ciudad, poblacion, localidad, municipio, town, address city, locality, pueblo, companycity, "
        "shipcity, cities"
    ),
    "region": (
        "region, state, provincia, estado, departamento geografico, provincia o estado, province, address "
        "region, county, comunidad, provincia estado, state region, state province, companystate"
    ),
    "country": (
        "country, pais, pais o region, country region, address country, country code, pais region, "
        "companycountry, country id, codigo de pais, nacion"
    ),
    "birthday": (
        "birthday, cumpleanos, fecha de nacimiento, date of birth, birth date, birthdate, nacimiento, fecha "
        "nacimiento, f nacimiento, f nac, fnac, dob, fecha nac"
    ),
    "birth_day": "birth day, dia de nacimiento",
    "birth_month": "birth month, mes de nacimiento",
    "birth_year": "birth year, ano de nacimiento",
    "language": "language, idioma, lengua, lang, preferred language, idioma preferido, locale",
    "website": (
        "website, web, web page, pagina web, sitio web, url, url del sitio web, website url, homepage, web "
        "site, website value"
    ),
    "profile": (
        "linkedin, facebook, twitter, instagram, perfil, linkedin url, x, tiktok, profile, red social, redes "
        "sociales, linkedin bio, twitter username, profiles, perfiles"
    ),
    "source": (
        "source, origen, lead source, fuente, procedencia, original source, fuente original, como nos "
        "conocio, origen del contacto"
    ),
    "source_detail": (
        "source detail, detalle del origen, detalle origen, original source drill down, campana, referencia de origen"
    ),
    "referred_by": "referred by, referido por, recomendado por, prescriptor, presentado por",
    "owner": (
        "owner, responsable, comercial, vendedor, salesperson, contact owner, propietario, propietario del "
        "contacto, agente, assigned to, asignado a, sales rep, representante, gestor, user id, comercial "
        "asignado, company owner"
    ),
    "tags": (
        "tags, etiquetas, etiqueta, categorias, categories, category, categoria, labels, grupos, groups, "
        "category id, tag, group membership, segmento, grupo, partner tags"
    ),
    "roles": "roles, rol, papel, papeles, role",
    "reference": (
        "reference, referencia, codigo, codigo cliente, codigo de cliente, cod cliente, external id, id "
        "externo, record id, customer id, id cliente, customerid, supplierid, internal reference, referencia "
        "interna, codcliente, cliente id, contact id, id del registro, numero de cliente, num cliente, n "
        "cliente, identificador, customer code, id de registro, external reference, referencia externa, "
        "referencias, references, ref interna"
    ),
    "company": (
        "company, empresa, organization, organisation, organizacion, organization name, company name, related "
        "company, nombre de la empresa, compania, nombre de empresa, work company, associated company, "
        "empresa asociada, parent name, compania relacionada, company related, empresa relacionada, parent "
        "id, works at, trabaja en, lugar de trabajo"
    ),
    "contact": (
        "contacto, persona de contacto, contact person, contacto principal, persona contacto, interlocutor, "
        "nombre persona de contacto, nombre de contacto, atencion de, a la atencion de, att"
    ),
    "proof": (
        "prueba, proof, prueba del consentimiento, origen del consentimiento, consent proof, fuente del "
        "consentimiento, como dio el consentimiento, medio del consentimiento"
    ),
    "job_title": (
        "job title, jobtitle, puesto, cargo, organization title, work title, puesto de trabajo, position, job "
        "position, contacttitle, puesto en la empresa, profesion, function"
    ),
    "values_first": "values most, values first, lo que mas valora, valora mas",
    "values_second": "values next, values second, lo segundo que valora",
    "taste": "tastes, gustos, likes, preferencias, aficiones, hobby, hobbies",
    "need": "needs, necesidades, necesita, necesidad",
    "note": (
        "notes, notas, nota, note, observaciones, obs, comentarios, comments, comment, info, description, "
        "descripcion, memo, anotaciones, comentario, internal notes, notas internas"
    ),
    "consent:email": (
        "publi, publicidad, acepta publicidad, consentimiento, acepta email, acepta e mail, permiso email, "
        "permiso e mail, opt in, optin, newsletter, boletin, acepta comunicaciones, consent email, marketing, "
        "acepta marketing, consentimiento email, email opt in, lopd, rgpd, permite publicidad, mailing, "
        "acepta correo electronico"
    ),
    "consent:phone": "acepta llamadas, permiso telefono, consentimiento telefono, acepta telefono",
    "consent:sms": "acepta sms, permiso sms, sms opt in, consentimiento sms",
    "consent:whatsapp": "acepta whatsapp, permiso whatsapp, consentimiento whatsapp, whatsapp opt in",
    "consent:post": "acepta correo postal, permiso correo postal, acepta cartas, permiso postal",
    "objection:email": (
        "email opt out, opt out, blacklist, baja, no publicidad, dado de baja, unsubscribed, lista negra, is "
        "blacklisted, unsubscribed from all email, baja publicidad"
    ),
}
# «region» in Outlook's Spanish export is the country: it says «País o región».
_PLAIN: Final = {title.strip(): key for key, titles in _TITLES.items() for title in titles.split(",")} | {
    "ref": "id",
    "title": "",
    "fax": "",
    "pager": "",
    "spouse": "",
    "nickname": "",
    "suffix": "",
}
_IGNORED: Final = ("fax", "pager", "buscapersonas", "label", "etiqueta valor", "ismdn", "telex", "radio", "tty")
_LABELLED: Final = frozenset(
    ["email", "phone", "street", "street2", "postal_code", "city", "region", "country", "website"]
)
REACH: Final = _LABELLED


def normal_title(label: str) -> str:
    """Small letters, no accents, single spaces: «E-mail 1 - Value» → «e mail 1 value»."""
    return _SEPARATORS.sub(" ", fold(_CAMEL.sub(" ", label))).strip()


@lru_cache(maxsize=4096)
def guess_target(label: str) -> str:
    """Where a column of this title goes (``phone:work``), "" where nothing fits."""
    label = plain_sign(label)
    group, dot, part = label.partition(" · ")
    if dot:  # titles of two rows, the group above: «Envío · CP»
        return _grouped(group, part)
    joined = _SEPARATORS.sub(" ", fold(label)).strip()
    if not joined or any(word in joined.split() for word in _IGNORED):
        return ""
    for title in (joined, normal_title(label)):
        if title in _PLAIN:
            return _with_place(_PLAIN[title], title)
    numbers = re.findall(r"\d+", joined)
    bare = " ".join(_NUMBERS.sub("", joined).split())
    if bare in _PLAIN:
        return _numbered(_with_place(_PLAIN[bare], bare), numbers)
    return _numbered(_without_place(bare), numbers)


def _grouped(group: str, part: str) -> str:
    """The part of a group of titles: the group may say which of several it is."""
    if told := guess_target(f"{part} {group}"):
        return told
    key = guess_target(part)
    place = next((PLACES[word] for word in normal_title(group).split() if PLACES.get(word)), "")
    return f"{key}:{place}" if place and key in _LABELLED else key


def _without_place(title: str) -> str:
    words = [word for word in title.split() if word not in _SMALL]
    bare = [word for word in words if word not in PLACES]
    if words and not bare:  # «Work Mobile» names no thing, only which of several
        return "phone:mobile" if "mobile" in {PLACES[word] for word in words} else ""
    for candidate in (" ".join(words), " ".join(bare)):
        if key := _PLAIN.get(candidate, ""):
            place = next((PLACES[word] for word in words if PLACES.get(word)), "")
            return f"{key}:{place}" if place and key in _LABELLED else key
    return ""


def _with_place(key: str, title: str) -> str:
    if title == "domicilio":  # a street like any other, whose town stands in a column without that word
        return key
    place = next((PLACES[word] for word in title.split() if PLACES.get(word)), "")
    return f"{key}:{place}" if place and key in _LABELLED else key


def _numbered(key: str, numbers: list[str]) -> str:
    """A second address of the same kind is another address: its parts share the number."""
    if numbers and numbers[0] != "1" and key in _LABELLED - {"email", "phone", "website"}:
        return f"{key}:{numbers[0]}"
    return key
