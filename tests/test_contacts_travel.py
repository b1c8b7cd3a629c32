"""Export and import are each other's inverse: what goes out of one shop comes into another the same."""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.demo.actions import open_shop
from tendero.demo.actions.hiring import hire
from tendero.directory.actions.defaults import fill as fill_lists
from tendero.directory.models import Party, RelationshipType
from tendero.kernel.actor import Actor
from tendero.kernel.money import Money
from tendero.records import registry, writing
from tendero.records.custom.actions import define_field
from tests import exchange, imports
from tests.world import World

FORMATS = ["csv-semicolon", "csv-comma", "xlsx"]
AWKWARD = [
    "=1+1", "+34 976", "-", "@casa", "'=x", "''", "007", "1,5", "1.234", "12/3", "sí", "no", "a|b", "a | b", "a;b",
    "a\\b", "\\n", 'di "hola"', "de la Fuente", "ÑANDÚ SL", "N/A", "null", "x\\", "(1)", "Bar, Café", "1e5", "España",
]  # fmt: skip
letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf", "Zs"))
text = st.one_of(st.sampled_from(AWKWARD), st.text(letters, min_size=1, max_size=12))
prose = st.one_of(text, st.lists(text, min_size=2, max_size=3).map("\n".join))
days = st.dates(dt.date(1850, 1, 1), dt.date(2100, 12, 31))
past = st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1))
amounts = st.decimals(Decimal(-10) ** 11, Decimal(10) ** 11, places=4, allow_nan=False, allow_infinity=False)
groups = st.fixed_dictionaries(
    {},
    optional={
        "emails": st.lists(
            st.builds(dict, address=st.from_regex(r"[a-z]{1,8}\+?[0-9]{1,4}@[a-z]{2,8}\.es", fullmatch=True),
                      label=text),
            max_size=3,
        ),
        "phones": st.lists(
            st.builds(
                dict,
                number=st.one_of(
                    st.from_regex(r"(\+34|)[679][1-8][0-9]{7}", fullmatch=True),
                    st.sampled_from(["+573001234567", "3109876543", "12", "Extensión 4", "+34 1"]),
                ),
                label=text,
                whatsapp=st.booleans(),
            ),
            max_size=3,
        ),
        "addresses": st.lists(
            st.fixed_dictionaries(
                {"street": text, "label": text},
                optional={
                    "street2": text,
                    "postal_code": st.sampled_from(["08012", "50001", "E-7"]),
                    "city": text,
                    "region": text,
                    "country": st.sampled_from(["ES", "CO", "MX"]),
                },
            ),
            max_size=3,
        ),
        "profiles": st.lists(st.builds(dict, address=text, label=text), max_size=2),
        "references": st.lists(st.builds(dict, code=text, system=text), max_size=2),
        "observations": st.lists(
            st.builds(dict, text=text, kind=st.sampled_from(["taste", "need"]), on=past, origin=text), max_size=3
        ),
        "consents": st.lists(
            st.builds(
                dict,
                decision=st.sampled_from(["given", "objected", "lifted"]),
                channel=st.sampled_from(["", "email", "sms"]),
                purpose=st.sampled_from(["", "offers", "news"]),
                basis=st.sampled_from(["consent", "purchase", "other", "none"]),
                on=past,
                origin=text,
                proof=text,
            ),
            max_size=3,
        ),
    },
)  # fmt: skip
own = st.fixed_dictionaries(
    {},
    optional={
        "custom.texto": text,
        "custom.numero": st.decimals(-999_999, 999_999, places=3),
        "custom.dinero": st.builds(Money, amounts, st.sampled_from(["EUR", "COP"])),
        "custom.dia": days,
        "custom.una": st.sampled_from(["uno", "dos"]),
        "custom.varias": st.lists(st.sampled_from(["rojo", "azul", "verde"]), unique=True, max_size=3),
        "custom.vale": st.booleans(),
        "custom.enlace": st.just("https://montoro.example/?a=1;b=2|c"),
    },
)  # fmt: skip
about = st.fixed_dictionaries(
    {"first_name": text, "last_name": text},
    optional={
        "second_last_name": text,
        "birthday": st.sampled_from(["--02-29", "--12-01", "1984-03-12", "1999-12-31"]),
        "language": st.sampled_from(["es", "en", "es-MX"]),
        "website": st.sampled_from(["", "https://ferrer.example", "http://peña.example/ñ?x=1;2|3#á"]),
        "source_detail": text,
        "tax_id": st.sampled_from(["17204556G", "B50231877", "12345", "=1+1", "RFC-1"]),
        "tax_country": st.sampled_from(["ES", "MX"]),
        "values_first": st.sampled_from(["price", "service"]),
        "values_second": st.just("quality"),
    },
)  # fmt: skip


@pytest.fixture
def shop(world: World) -> World:
    """A shop with its people, its lists and a field of its own of every kind, and nobody in the directory."""
    fill_lists()
    ana = world.actor("ana")
    for name in ("beto", "nuria", "sara"):
        world.user(name)
    for label in ("texto", "numero", "dinero", "dia", "vale", "enlace", "parte"):
        kind = {"texto": "text", "numero": "number", "dinero": "money", "dia": "date", "vale": "bool",
                "enlace": "url", "parte": "party"}[label]  # fmt: skip
        define_field(Party.record_key, label=label.title(), kind=kind, key=label, by=ana)
    define_field(Party.record_key, label="Name", kind="choice", key="una", choices=["uno", "dos"], by=ana)
    define_field(
        Party.record_key, label="Varias", kind="choices", key="varias", choices=["rojo", "azul", "verde"], by=ana
    )
    return world


def write(shop: World, told: list[dict[str, Any]]) -> None:
    """Contacts as people and the API write them; what their own checks refuse is left out of the story."""
    record, ana = registry.get(Party.record_key), shop.actor("ana")
    made: list[Any] = []
    for number, values in enumerate(told):
        kind = {"kind": "organisation", "name": values["first_name"]} if number % 3 == 2 else {"kind": "person"}
        given = {name: value for name, value in values.items() if number % 3 != 2 or "name" not in name}
        try:
            made.append(writing.add(record, given | kind, by=ana))
        except ValidationError:
            continue
    works, family = (RelationshipType.objects.get(code=code) for code in ("works_at", "family"))
    for row, other in zip(made, reversed(made), strict=True):
        if row.pk != other.pk:
            tied = [{"other": other, "type": family, "since": dt.date(2020, 1, 2), "note": "primo; lejano"}]
            if row.is_person and not other.is_person:
                tied.append({"other": other, "type": works, "note": "jefe | dueño"})
            more = {"relationships": tied, "referred_by": other, "custom.parte": other}
            writing.edit(record, row, more, by=ana)


def named(format: str) -> str:
    """A file name whose ending says the format."""
    return f"parties.{format.partition('-')[0]}"


def travelled(format: str, shop: World, told: list[dict[str, Any]]) -> None:
    ana = shop.actor("ana")
    with exchange.passing():
        write(shop, told)
        before, file = exchange.contacts(), exchange.file_of("parties", format, by=ana)
        again = imports.bring(file, by=ana, name=named(format))
        assert again == ({"unchanged": len(before)} if before else {})
        assert exchange.differences(before, exchange.contacts()) == []
    if not before:
        return
    with exchange.passing():
        assert not Party.everything.exists()
        name = named(format)
        assert imports.foresee(file, by=ana, name=name) == {"created": len(before)}
        assert imports.bring(file, by=ana, name=name) == {"created": len(before)}
        assert exchange.differences(before, exchange.contacts()) == []
        for policy in ("fill", "update"):
            assert imports.bring(file, by=ana, name=name, policy=policy) == {"unchanged": len(before)}
        assert exchange.differences(before, exchange.contacts()) == []


@pytest.mark.once
@pytest.mark.django_db
def test_the_demo_shop_moves_house():
    by = Actor.system("test")
    with exchange.passing():
        open_shop(say=lambda _text: None)
        before = exchange.contacts()
        told = ("product-families", "products", "parties")
        files = {
            format: {slug: exchange.file_of(slug, format, by=by) for slug in told}
            for format in ("csv-semicolon", "xlsx")
        }
    hire()
    assert len(before) > 1000
    for format, (families, products, file) in ((format, some.values()) for format, some in files.items()):
        with exchange.passing():
            assert not Party.everything.exists()
            for slug, goods in (("product-families", families), ("products", products)):
                assert imports.bring(goods, by=by, slug=slug, name=named(format)).keys() == {"created"}
            batch = imports.begin(file, by=by, name=named(format))
            assert imports.run(batch, by=by) == {"created": len(before)}
            assert exchange.differences(before, exchange.contacts()) == []
            assert imports.bring(file, by=by, name=named(format)) == {"unchanged": len(before)}
            imports.revert(batch, by=by)
            assert not Party.objects.exists()


@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(
    st.sampled_from(FORMATS),
    st.lists(st.builds(lambda *parts: dict(ChainMap(*parts)), about, groups, own), min_size=1, max_size=4),
)  # fmt: skip
def test_whoever_goes_out_of_a_shop_comes_into_another_the_same(shop, format, told):
    travelled(format, shop, told)
