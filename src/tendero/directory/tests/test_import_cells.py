"""What a cell holds, who a row is, and what a permission rests on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import imports

from tendero.directory import ports
from tendero.directory.models import ConsentEntry, Party, Relationship
from tendero.directory.rules import kinds, splitting
from tendero.directory.rules.kinds import Why
from tendero.directory.rules.names import repair_capitals
from tendero.records import registry
from tendero.records.exchange import intake, running
from tendero.records.exchange.plan import Plan
from tendero.records.exchange.templates import remember
from tendero.records.models import ImportRow


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("976 11 22 33 ext. 12 / 600 11 22 33 (Ana)", [("976 11 22 33", "ext. 12"), ("600 11 22 33", "Ana")]),
        ("976112233/600112233", [("976112233", ""), ("600112233", "")]),
        ("600 11/22/33", [("600 11/22/33", "")]),
        ("+57 (300) 123-4567", [("+57 (300) 123-4567", "")]),
        ("600112233 (Ana, tardes)", [("600112233", "Ana, tardes")]),
    ],
)
def test_telephones_are_told_apart_with_their_labels(cell, found):
    assert splitting.phones_of(cell) == found


@pytest.mark.parametrize(
    ("cell", "good", "bad"),
    [
        ("ana@x.es; ana@y.es", [("ana@x.es", ""), ("ana@y.es", "")], []),
        ("Ana Gil <ana@x.es>", [("ana@x.es", "Ana Gil")], []),
        ("ana@x.es (casa) / b@y.es", [("ana@x.es", "casa"), ("b@y.es", "")], []),
        ("malo; b@x.es", [("b@x.es", "")], ["malo"]),
    ],
)
def test_emails_are_told_apart(cell, good, bad):
    assert splitting.emails_of(cell) == (good, bad)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    numbers=st.lists(st.integers(600_000_000, 699_999_999), min_size=1, max_size=4, unique=True),
    sign=st.sampled_from([" / ", "; ", ", ", "/", "\n"]),
    note=st.sampled_from(["", " (Ana)", " (tardes, no lunes)"]),
)
def test_no_number_of_a_cell_is_lost(numbers, sign, note):
    cell = sign.join(f"{number}{note}" for number in numbers)

    assert [int(number) for number, _label in splitting.phones_of(cell)] == numbers


@pytest.mark.parametrize(
    ("name", "kind", "why", "sure"),
    [
        ("Talleres López, S.L.", "organisation", Why.LEGAL_FORM, True),
        ("Comercial Ruiz S. de R.L. de C.V.", "organisation", Why.LEGAL_FORM, True),
        ("Inversiones Sur SpA", "organisation", Why.LEGAL_FORM, True),
        ("Gil y Gil C.B.", "organisation", Why.LEGAL_FORM, True),
        ("Bar Torrero", "organisation", Why.TRADE, True),
        ("Rojas & Asociados", "organisation", Why.SIGNS, True),
        ("GARCÍA LÓPEZ, ANA", "person", Why.GIVEN_NAME, True),
        ("D. Zurita", "person", Why.TREATMENT, True),
        ("Los Olmos", "person", Why.NOTHING, False),
        ("Carmen Bar", "person", Why.GIVEN_NAME, False),
    ],
)
def test_a_kind_is_guessed_with_its_reason(name, kind, why, sure):
    found = kinds.guess(name)
    assert (found.kind, found.why, found.sure) == (kind, why, sure)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("MARÍA DEL CARMEN PÉREZ DE LA FUENTE", "María del Carmen Pérez de la Fuente"),
        ("TALLERES LÓPEZ S.L.", "Talleres López S.L."),
        ("IES GOYA", "IES Goya"),
        ("DKV SEGUROS", "DKV Seguros"),
        ("ANA FDEZ RUIZ", "Ana Fdez Ruiz"),
    ],
)
def test_capitals_are_repaired_and_acronyms_stay(before, after):
    assert repair_capitals(before) == after


def test_an_address_in_one_cell_fills_its_columns(world):
    imports.bring("nombre;dirección\nRosa Gil;C/ Mayor 3, 50001 Zaragoza (Zaragoza)\n", by=world.actor("ana"))

    place = Party.objects.get().addresses.get()
    assert (place.street, place.postal_code, place.city) == ("C/ Mayor 3", "50001", "Zaragoza")


def test_a_column_may_be_kept_whole(world):
    file = "nombre;etiquetas\nRosa Gil;vip, mayorista\n"

    imports.bring(file, by=world.actor("ana"), whole=["1"])

    assert [child.tag.name for child in Party.objects.get().tags.all()] == ["vip, mayorista"]


def test_a_template_keeps_the_columns_whole_in_whatever_order_they_come(world):
    ana = world.actor("ana")
    remember(imports.begin("nombre;etiquetas\nRosa;a, b\n", by=ana, whole=["1"]), "Feria", by=ana)

    turned = imports.Upload(b"etiquetas;nombre\na, b;Rosa\n", "otra.csv")

    other = intake.begin(registry.by_slug("parties"), turned, by=ana)

    assert intake.plan_of(other).whole == ("0",)


def test_two_people_in_a_name_are_one_with_a_remark(world):
    imports.bring("nombre;telefono\nPedro Ruiz y Marta Gil;600000001\n", by=world.actor("ana"))

    assert Party.objects.count() == 1
    assert "Pedro Ruiz y Marta Gil" in ImportRow.objects.get().reason


COMPANY = """Empresa;CIF;Teléfono;Persona de contacto;Cargo
Talleres Lou S.L.;B50118421;976 11 11 11;Ana Gil;gerente
Bar Torrero;;976 22 22 22;Ana Gil;dueña
"""


def test_a_row_makes_the_company_and_whom_one_speaks_with(world):
    ana = world.actor("ana")
    batch = imports.begin(COMPANY, by=ana)
    foreseen = running.foresee(batch, by=ana)

    assert imports.run(batch, by=ana) == foreseen["counts"] == {"created": 2}

    assert batch.also_made == foreseen["also_made"] == 2
    ties = Relationship.objects.order_by("id").values_list("party__name", "other__name", "note")
    assert list(ties) == [("Ana Gil", "Talleres Lou S.L.", "gerente"), ("Ana Gil", "Bar Torrero", "dueña")]
    assert Party.objects.get(name="Talleres Lou S.L.").phone == "+34976111111"
    assert imports.bring(COMPANY, by=ana) == {"unchanged": 2}
    assert Party.objects.count() == 4


def test_whom_one_speaks_with_is_the_same_in_the_next_chunk_too(world, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 1)
    ana = world.actor("ana")
    file = COMPANY + "Talleres Lou S.L.;B50118421;976 33 33 33;Ana Gil;\n"
    batch = imports.begin(file, by=ana)
    foreseen = running.foresee(batch, by=ana)

    assert imports.run(batch, by=ana) == foreseen["counts"]

    assert batch.also_made == foreseen["also_made"] == 2
    assert Party.objects.filter(name="Ana Gil").count() == 2


def test_a_lone_contact_column_is_the_name(world):
    assert (
        imports.begin("Contacto;Teléfono\nAna Gil;600000001\n", by=world.actor("ana")).mapping["columns"][0] == "name"
    )


def test_who_could_be_either_is_told_and_settled(world):
    ana = world.actor("ana")
    file = "nombre;telefono\nLos Olmos;600000001\nZurita;600000002\nAna Gil;600000003\n"
    batch = imports.begin(file, by=ana)

    shows = running.foresee(batch, by=ana)["shows"]

    assert [row[1] for row in shows["unsure"]] == ["Los Olmos", "Zurita"]
    intake.decide(batch, Plan.from_dict({"unsure": "organisation", "settled": {"zurita": "person"}},
                                        batch.mapping["columns"]))  # fmt: skip
    imports.run(batch, by=ana)
    kinds_of = dict(Party.objects.values_list("name", "kind"))
    assert kinds_of == {"Los Olmos": "organisation", "Zurita": "person", "Ana Gil": "person"}


def test_names_in_capitals_are_shown_before_and_after(world):
    batch = imports.begin("nombre\nTALLERES LÓPEZ S.L.\n", by=world.actor("ana"))

    shows = running.foresee(batch, by=world.actor("ana"))["shows"]

    assert shows["repaired"] == [("TALLERES LÓPEZ S.L.", "Talleres López S.L.")]


class Bought:
    """Answers for the sales: whoever these are has bought."""

    def __init__(self, ids):
        self.ids = ids

    def buyers(self, ids):
        return frozenset(self.ids) & frozenset(ids)


def test_an_earlier_purchase_carries_electronic_offers_of_buyers_only(world, monkeypatch):
    ana = world.actor("ana")
    imports.bring("nombre;email\nAna Gil;a@x.es\nBea Gil;b@x.es\n", by=ana)
    buyer = Party.objects.get(email="a@x.es")
    monkeypatch.setattr(ports, "purchases", Bought([buyer.pk]))
    file = "nombre;email;publi;acepta llamadas\nAna Gil;a@x.es;S;S\nBea Gil;b@x.es;S;\nCarmen Gil;c@x.es;S;\n"
    batch = imports.begin(file, by=ana, basis="purchase")
    foreseen = running.foresee(batch, by=ana)

    imports.run(batch, by=ana)

    told = {(e.party.email, e.channel): (e.basis, e.purpose) for e in ConsentEntry.objects.select_related("party")}
    assert told == {
        ("a@x.es", "email"): ("purchase", "offers"),
        ("a@x.es", "phone"): ("none", ""),
        ("b@x.es", "email"): ("none", ""),
        ("c@x.es", "email"): ("none", ""),
    }
    assert foreseen["tally"] == batch.tally == {"yes_purchase": 1, "yes_none": 3}
    assert imports.bring(file, by=ana, basis="purchase") == {"unchanged": 3}


def test_a_proof_in_a_column_counts_for_its_row(world):
    file = "nombre;email;publi;prueba\nAna Gil;a@x.es;S;formulario web 2024\nBea Gil;b@x.es;S;\n"
    batch = imports.begin(file, by=world.actor("ana"))
    imports.run(batch, by=world.actor("ana"))

    told = dict(ConsentEntry.objects.values_list("party__email", "proof"))
    assert told == {"a@x.es": "formulario web 2024", "b@x.es": ""}
    assert batch.tally == {"yes_consent": 1, "yes_none": 1}


@pytest.mark.parametrize(("cell", "decision"), [("N", "objected"), ("No", "objected"), ("0", "objected"), ("", None)])
def test_a_no_objects_and_a_blank_says_nothing(world, cell, decision):
    imports.bring(f"nombre;email;publi\nAna Gil;a@x.es;{cell}\n", by=world.actor("ana"), basis="purchase")

    assert list(ConsentEntry.objects.values_list("decision", flat=True)) == ([decision] if decision else [])
