"""Rows that may be somebody: asked side by side, answered once, remembered; nothing lost, nothing leaked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import imports

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory.models import Party
from tendero.kernel import kept, permissions
from tendero.records.exchange import asking, importers, intake, running
from tendero.records.exchange.reading import find_rows
from tendero.records.models import ImportAnswer, ImportDoubt, ImportRow

BASE = """nombre;telefono;ciudad
Marta Lasala Oliván;600111222;Zaragoza
"""
FILE = """nombre;telefono;ciudad
Marta Lasala Olivan;655000111;Huesca
Rosa Ferrer Uriol;699888777;Teruel
"""
FAMILY = """nombre;telefono;ciudad
Pedro Royo Abad;600111222;Zaragoza
"""
WITHIN = """nombre;telefono;ciudad
Teresa Buisán Cebrián;611000001;Jaca
Teresa Buisan Cebrin;622000002;Jaca
"""


def asked(text, *, by, **options):
    """The import and its questions after a dry run."""
    batch = imports.begin(text, by=by, **options)
    running.foresee(batch, by=by)
    return batch, list(batch.doubts.all())


def sides(batch, doubts, *, by):
    staged = intake.staged(batch)
    numbers = {n for one in doubts for n in (one.number, one.other_number) if n}
    rows = find_rows(intake.staged_path(batch), staged.offsets, numbers)
    session = importers.of(batch.record_key).session(
        intake.plan_of(batch), intake.formats_of(batch), by=by, origin=batch.file_name
    )
    assert isinstance(session, asking.Asking)
    with translation.override("en"):
        return session.sides(doubts, rows)


def living():
    return sorted(Party.objects.values_list("name", flat=True))


def test_the_same_name_with_another_telephone_is_asked_and_shown_beside(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, [doubt] = asked(FILE, by=ana)

    told = sides(batch, [doubt], by=ana)[doubt.number]

    assert doubt.other_id == Party.objects.get().pk
    assert told.right == "Marta Lasala Oliván"
    assert {line.label: line.mark for line in told.lines}["Telephone"] == "other"
    assert "same name" in told.reasons
    assert batch.foreseen["doubts"] == 1


def test_it_is_the_same_fills_the_contact_and_is_never_asked_again(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, doubts = asked(FILE, by=ana)
    asking.answer(doubts, "same", by=ana)

    foreseen = running.foresee(batch, by=ana)["counts"]
    counts = imports.run(batch, by=ana)

    assert counts == foreseen == {"updated": 1, "created": 1}
    marta = Party.objects.get(name="Marta Lasala Oliván")
    assert sorted(marta.phones.values_list("number", flat=True)) == ["+34600111222", "+34655000111"]
    again, doubts = asked(FILE, by=ana)
    assert doubts == []
    assert imports.run(again, by=ana) == {"unchanged": 2}


def test_they_are_two_makes_two_and_is_never_asked_again(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, doubts = asked(FILE, by=ana)
    asking.answer(doubts, "two", by=ana)
    assert asked(FILE, by=ana)[1] == []

    assert imports.run(batch, by=ana) == {"created": 2}

    assert not ImportRow.objects.filter(batch=batch).exclude(reason="").exists()
    assert imports.bring(FILE, by=ana) == {"unchanged": 2}


def test_what_nobody_decided_comes_in_as_new_and_says_so(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, _doubts = asked(FILE, by=ana)

    assert imports.run(batch, by=ana) == {"created": 2}

    assert [row.number for row in ImportRow.objects.filter(batch=batch).exclude(reason="")] == [2]
    assert asking.waiting(batch) == 1
    assert imports.bring(FILE, by=ana) == {"unchanged": 2}


def test_an_answer_is_taken_back(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, doubts = asked(FILE, by=ana)
    asking.answer(doubts, "same", by=ana)
    asking.answer(list(batch.doubts.all()), "", by=ana)

    assert not ImportAnswer.objects.exists()
    assert running.foresee(batch, by=ana)["counts"] == {"created": 2}


def test_a_family_behind_one_telephone_is_asked(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    batch, [doubt] = asked(FAMILY, by=ana)

    reasons = sides(batch, [doubt], by=ana)[doubt.number].reasons

    assert "perhaps a family, or people who work together" in reasons


@pytest.mark.parametrize("chunk", [1, 2000])
@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_one_file_are_one_wherever_it_is_cut_and_whichever_comes_first(world, monkeypatch, chunk, turned):
    ana = world.actor("ana")
    monkeypatch.setattr(running, "CHUNK", chunk)
    batch, [doubt] = asked(WITHIN, by=ana)
    assert (doubt.number, doubt.other_number) == (3, 2)
    assert sides(batch, [doubt], by=ana)[3].right == "Teresa Buisán Cebrián (row 2)"
    asking.answer([doubt], "same", by=ana)
    file = WITHIN
    if turned:
        title, first, second = WITHIN.strip().splitlines()
        file = "\n".join([title, second, first, ""])

    batch, doubts = asked(file, by=ana)
    assert doubts == []
    assert imports.run(batch, by=ana) == batch.foreseen["counts"] == {"created": 1, "repeated": 1}
    assert imports.bring(file, by=ana) == {"unchanged": 1, "repeated": 1}


def test_whom_one_may_not_see_is_never_asked_about(world):
    beto = world.actor("beto")
    sales = Profile.objects.get(code="comercial")
    scopes = {("directory.Party", "import"): "all", ("directory.Party", "view"): "own"}
    set_rights(sales, by=world.actor("ana"), scopes=scopes, fields={})
    imports.bring(BASE, by=world.actor("ana"), owner=world.user("nuria").ref)
    assert not Party.objects.visible_to(beto).exists()

    assert asked(FILE, by=beto)[1] == []
    assert asked(FAMILY, by=beto)[1] == []


def test_an_answer_about_somebody_out_of_reach_says_only_that_he_exists(world):
    """Ana said that the row is Marta; Beto, who does not see Marta, brings the same row."""
    ana, beto = world.actor("ana"), world.actor("beto")
    imports.bring(BASE, by=ana, owner=world.user("nuria").ref)
    _batch, doubts = asked(FILE, by=ana)
    asking.answer(doubts, "same", by=ana)
    sales = Profile.objects.get(code="comercial")
    scopes = {("directory.Party", "import"): "all", ("directory.Party", "view"): "own"}
    set_rights(sales, by=ana, scopes=scopes, fields={})

    batch, doubts = asked(FILE, by=beto)

    assert doubts == []
    assert imports.run(batch, by=beto) == {"skipped": 1, "created": 1}
    row = ImportRow.objects.get(batch=batch, outcome="skipped")
    assert (row.record_id, row.reason) == (None, "Ya existe, fuera de lo que puedes ver: pide acceso.")


def test_who_may_not_import_answers_nothing(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)
    _batch, doubts = asked(FILE, by=ana)

    with pytest.raises(permissions.Refused):
        asking.answer(doubts, "same", by=world.actor("sara"))

    assert not ImportDoubt.objects.exclude(answer="").exists()


def test_asking_costs_the_same_number_of_queries_however_many_rows(world):
    ana = world.actor("ana")
    imports.bring(BASE, by=ana)

    def cost(rows):
        lines = "".join(f"Marta Lasala Olivan;65500{n:04d};Huesca\n" for n in range(rows))
        batch = imports.begin("nombre;telefono;ciudad\n" + lines, by=ana, match=["phone"])
        running.foresee(batch, by=ana)
        with kept.held(), CaptureQueriesContext(connection) as queries:
            running.foresee(batch, by=ana)
        return len(queries)

    assert cost(3) == cost(30)


def test_repeated_rows_say_which_they_join_and_what_they_say_otherwise(world):
    ana = world.actor("ana")
    file = "nombre;correo;telefono\nRosa Gil;r@x.es;600000001\nOtra;o@x.es;\nRosa Gil Ruiz;r@x.es;600000002\n"
    batch = imports.begin(file, by=ana)

    with translation.override("en"):
        [repeat] = running.foresee(batch, by=ana)["repeats"]

    assert (repeat["number"], repeat["joins"]) == (4, 2)
    assert repeat["differs"] == ["name: Rosa Gil Ruiz", "telephone: 600 00 00 02"]


def test_a_repeat_in_another_chunk_says_so_too(world, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 1)
    file = "nombre;correo\nRosa Gil;r@x.es\nOtra Ruiz;o@x.es\nRosa Gil;r@x.es\n"
    batch = imports.begin(file, by=world.actor("ana"))

    assert [row["joins"] for row in running.foresee(batch, by=world.actor("ana"))["repeats"]] == [2]


def crowd(city, phone):
    """Fourteen people of names that nobody else has, each in a row."""
    rare = """
        Abarzuza Beorlegui Cifuentes Dorronsoro Echaniz Folgoso Gorostiza Huarte Ichaso Jubera Lizaso Mendaza Nájera
        Olaizola
    """
    names = [f"Zósima {word} {word[::-1].capitalize()}" for word in rare.split()]
    rows = "".join(f"{name};{phone}{n:06d};{city}\n" for n, name in enumerate(names))
    return f"nombre;telefono;ciudad\n{rows}"


def test_the_screen_asks_ten_a_page_at_one_cost(world, client):
    ana = world.actor("ana")
    client.force_login(world.user("ana"))
    imports.bring(crowd("Zaragoza", "600"), by=ana, match=["phone"])
    batch, doubts = asked(crowd("Huesca", "655"), by=ana, match=["phone"])
    assert len(doubts) == 14
    address = f"/parties/import/{batch.ref}/doubts/"

    def cost(after):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{address}?after={after}").content.decode()
        return page.count('class="t-box t-doubt"'), len(queries)

    cost(0)
    (many, first), (few, second) = cost(0), cost(doubts[9].number)

    assert (many, few) == (10, 4)
    assert first == second


def test_the_screen_answers_one_and_then_the_rest_of_the_page(world, client):
    ana = world.actor("ana")
    client.force_login(world.user("ana"))
    imports.bring(crowd("Zaragoza", "600"), by=ana, match=["phone"])
    batch, doubts = asked(crowd("Huesca", "655"), by=ana, match=["phone"])
    address = f"/parties/import/{batch.ref}/doubts/answer/"

    client.post(address, {"answer": f"same:{doubts[0].number}"})
    client.post(address, {"answer": "two:"})
    client.post(address, {"answer": "nonsense:3"})

    told = list(batch.doubts.values_list("answer", flat=True))
    assert (told[0], told[1:10], told[10:]) == ("same", ["two"] * 9, [""] * 4)
    client.post(address, {"answer": f":{doubts[0].number}"})
    assert asking.waiting(batch) == 5
