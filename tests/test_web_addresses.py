"""A web address is put in order on every way in, and what is none is refused in words; only the web is followed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party
from tendero.kernel import search
from tendero.records import registry, writing
from tendero.records.custom.actions import define_field
from tendero.records.values import web_address
from tendero.ui.markup import weblink
from tests import imports

NONE = [
    "no es una web",
    "ferrer",
    "javascript:alert(1)",
    "ftp://ferrer.example",
    "https://",
    "data:text/html,x",
    "a b.es",
]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("www.ferrer.example", "https://www.ferrer.example"),
        ("  Ferrer.Example/Tienda ", "https://ferrer.example/Tienda"),
        ("HTTP://ferrer.example", "http://ferrer.example"),
        ("//ferrer.example", "https://ferrer.example"),
        ("ferrer.example:8080/x?y=1#z", "https://ferrer.example:8080/x?y=1#z"),
        ("https://peña.example/ñ", "https://peña.example/ñ"),
    ],
)
def test_what_people_write_is_put_in_order(told, kept):
    assert web_address(told) == kept


@pytest.mark.parametrize("told", NONE)
def test_what_is_none_is_refused(told):
    with pytest.raises(ValidationError):
        web_address(told)


@pytest.mark.parametrize("told", NONE)
def test_only_the_web_is_followed(told):
    assert ("<a " in weblink(told)) is (told == "https://")
    assert 'href="https://a.example/&quot;x"' in weblink('https://a.example/"x')


@pytest.mark.django_db
class TestEveryWayIn:
    def test_the_cell_of_a_list_keeps_what_was_typed_and_says_why(self, world):
        ana = world.client("ana")
        wrong = ana.post(f"/parties/{world.don_luis.ref}/field/website", {"website": "no es una web"})
        assert wrong.status_code == 422
        assert "«no es una web» no es una dirección web" in wrong.content.decode()
        ana.post(f"/parties/{world.don_luis.ref}/field/website", {"website": "ferrer.example"})
        world.don_luis.refresh_from_db()
        assert world.don_luis.website == "https://ferrer.example"
        card = ana.get(f"/parties/{world.don_luis.ref}/").content.decode()
        assert 'href="https://ferrer.example"' in card

    def test_the_form_and_the_own_field(self, world):
        define_field(Party.record_key, label="Tienda en línea", kind="url", by=world.actor("ana"))
        ana, address = world.client("ana"), f"/parties/{world.don_luis.ref}/field/custom.tienda_en_linea"
        assert ana.post(address, {"custom.tienda_en_linea": "javascript:alert(1)"}).status_code == 422
        assert (
            "https://tienda.example" in ana.post(address, {"custom.tienda_en_linea": "tienda.example"}).content.decode()
        )

    def test_the_api(self, world):
        _token, secret = create_token(world.user("ana"), by=world.actor("ana"), name="prueba")
        program = Client(headers={"authorization": f"Bearer {secret}"})
        address, kind = f"/api/v1/parties/{world.don_luis.ref}", "application/json"
        headers = {"If-Match": program.get(address)["ETag"]}
        wrong = program.patch(address, {"website": "no es una web"}, kind, headers=headers)
        assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
        assert "website" in wrong.content.decode()
        right = program.patch(address, {"website": "ferrer.example"}, kind, headers=headers)
        assert right.json()["website"] == "https://ferrer.example"

    def test_a_file(self, world):
        ana = world.actor("ana")
        file = "nombre,apellidos,web\nRosa,Gil,no es una web\nMar,Ríos,mar.example\n"
        batch = imports.begin(file, by=ana)
        assert imports.run(batch, by=ana) == {"created": 2}
        assert list(Party.objects.order_by("name").values_list("name", "website")) == [
            ("Mar Ríos", "https://mar.example"),
            ("Rosa Gil", ""),
        ]
        (told,) = batch.outcomes.exclude(reason="")
        assert (told.number, told.reason) == (
            2,
            "«no es una web» no es una dirección web. Es como www.empresa.es. Se ha dejado fuera.",
        )

    @pytest.mark.parametrize(
        "asked",
        ["ferrer-hijos.example", "www.ferrer-hijos.example", "https://ferrer-hijos.example/a?b", "FERRER-HIJOS.EX"],
    )
    def test_whoever_knows_the_web_finds_whose_it_is(self, world, asked):
        """By its host as it is typed or copied from a browser; at once after it changed, and not where it is hidden."""
        ana, luis = world.actor("ana"), world.don_luis
        rosa = world.person("Rosa", "Ferrer", owner="beto")
        writing.edit(registry.get("directory.Party"), luis, {"website": "www.otra.example"}, by=ana)
        writing.edit(
            registry.get("directory.Party"), luis, {"website": "https://www.ferrer-hijos.example/tienda"}, by=ana
        )
        beto, there = world.client("beto"), f"/parties/{luis.ref}/"
        for path in ("/search", "/parties/"):
            told = beto.get(path, {"q": asked, "view": "all"}).content.decode()
            assert there in told
            assert rosa.ref not in told
        assert search.find("otra.example", keys=["directory.Party"]) == []
        rules = {("directory.Party", "website"): "hidden"}
        set_rights(Profile.objects.get(code="comercial"), by=ana, scopes={}, fields=rules)
        for path in ("/search", "/parties/"):
            assert there not in beto.get(path, {"q": asked, "view": "all"}).content.decode()

    def test_a_web_brought_by_a_file_is_found_too(self, world):
        imports.bring("nombre,web\nBar Sol,barsol.example\n", by=world.actor("ana"))
        assert [hit.title for hit in search.find("barsol.example", keys=["directory.Party"])] == ["Bar Sol"]
