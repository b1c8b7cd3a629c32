"""Whoever signs in is spoken to as everywhere in the house: of tú, briefly, with what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import ngettext_lazy
from tests.password import PASSWORD
from tests.world import World

from tendero.access.words import SAID_BY_LIBRARIES

Counted: Any = type(ngettext_lazy("%d letter", "%d letters"))
FORMAL = re.compile(r"\b(?:su|sus|usted|debe|introduzca|escoja|seleccione|ingrese|válid[ao])\b", re.IGNORECASE)


def errors(answer: object) -> str:
    """The words of a page."""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("message", SAID_BY_LIBRARIES, ids=str)
def test_no_message_of_a_library_is_formal(message: Any) -> None:
    with translation.override("es"):
        told = str(message % 10 if isinstance(message, Counted) else message)
    assert not FORMAL.search(told), told


def test_a_wrong_name_or_password_and_an_empty_one(world: World) -> None:
    world.user("beto")
    client = Client(headers={"Accept-Language": "es"})
    wrong = client.post("/accounts/login/", {"login": "beto", "password": "no"})
    assert "Ese usuario y esa contraseña no van juntos." in errors(wrong)
    empty = client.post("/accounts/login/", {"login": "", "password": ""})
    assert errors(empty).count("Rellénalo.") == 2


def test_a_new_password_that_will_not_do(world: World) -> None:
    beto = world.client("beto")

    def told(new: str, again: str) -> str:
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": again}
        return errors(beto.post("/accounts/password/", sent))

    assert "al menos 10 letras" in told("corta", "corta")
    assert "Escribe las dos veces la misma contraseña." in told("una frase bien larga", "otra frase bien larga")
    assert "la usa mucha gente" in told("password123", "password123")


def test_what_django_says_of_a_password_is_said_our_way(world: World) -> None:
    page = world.client("beto").get("/accounts/password/").content.decode()
    assert "Al menos 10 letras, cifras o signos." in page
    assert "He olvidado mi contraseña" in page
    assert "Su contraseña" not in page
