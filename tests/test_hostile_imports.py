"""Imports and duplicates as somebody who means harm, or sends what no form sends, would use them: never a 500."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import actions
from tendero.directory.models import KnownApart, Party
from tendero.kernel import jobs
from tendero.kernel.models import ChangeSet
from tendero.records.exchange import settling
from tendero.records.models import Import, ImportAnswer
from tests import imports
from tests.test_rest_of_people import in_already, marta, martas, patched, post, program, put_on_trial, sent, uploaded
from tests.world import World

HX: Final = {"HX-Request": "true"}
ODD: Final = ["²", "٣", "9" * 5000, "9" * 18, "-1", ""]


def rights(world: World, profile: str, **verbs: str) -> None:
    scopes = {("directory.Party", verb): scope for verb, scope in verbs.items()}
    set_rights(Profile.objects.get(code=profile), by=world.actor("ana"), scopes=scopes, fields={})


@pytest.mark.parametrize("number", ODD, ids=lambda text: text[:6])
def test_what_is_no_number_is_none(world: World, number: str) -> None:
    client, here, doubt = in_already(world)
    done, draft = here.rpartition("/")[2], sent(client).json()["id"]
    screen, base = world.client("ana"), f"/parties/import/{draft}"
    answers = [
        screen.get(f"/parties/import/{done}/doubts/", {"after": number}),
        screen.get(f"/parties/import/{done}/rows/", {"after": number}),
        screen.post(f"/parties/import/{done}/doubts/answer/", {"answer": "two:", "after": number}, headers=HX),
        screen.post(
            f"/parties/import/{done}/doubts/answer/", {"answer": f":{doubt['row']}", "seen": number}, headers=HX
        ),
        screen.post(f"{base}/reading/", {"bring": number}, headers=HX),
        screen.post(f"{base}/reading/", {"leave": number}, headers=HX),
        screen.get(f"{base}/field/", {"column": number}, headers=HX),
        screen.get("/parties/", {"n": number, "layout": "table"}),
        screen.post("/parties/columns", {"column": "name", "width": number}, headers=HX),
    ]
    assert {answer.status_code for answer in answers} <= {200, 204}


@pytest.mark.parametrize("text", ["\0", "a\0b"])
def test_the_sign_that_no_database_keeps_is_refused_in_addresses_and_forms(world: World, text: str) -> None:
    screen, client = world.client("ana"), program(world)
    quoted = text.replace("\0", "%00")
    for path in (f"/parties/{quoted}/", f"/parties/import/{quoted}/", f"/parties/import/{quoted}/rows/"):
        assert screen.get(path).status_code == 404, path
    assert screen.get("/parties/merge", {"ref": [text, "x"]}).status_code == 400
    assert screen.post("/parties/merge", {"ref": [text, "x"]}).status_code == 400
    for path in ("", "/rows", "/doubts"):
        assert client.get(f"/api/v1/parties/imports/{quoted}{path}").status_code == 404, path
    assert client.get(f"/api/v1/parties/{quoted}").status_code == 404
    assert post(client, f"parties/{quoted}/unmerge", {"merged": text}).status_code == 404


@pytest.mark.parametrize("name", ["source", "proof", "tags"])
def test_a_choice_of_an_import_is_kept_without_that_sign(world: World, name: str) -> None:
    client = program(world)
    here = f"parties/imports/{sent(client).json()['id']}"
    told = patched(client, here, {"options": {name: ["fe\0ria"] if name == "tags" else "fe\0ria"}})
    assert told.json()["options"][name] in ("feria", ["feria"])


def test_a_file_with_that_sign_is_read_without_it(world: World) -> None:
    client = program(world)
    here = uploaded(client, b"Nom\0bre;Tel\0\xc3\xa9fono\nRo\0sa Gil;6001\x0011222\n", "clientes.csv")
    assert [one["title"] for one in client.get(f"/api/v1/{here}").json()["columns"]] == ["Nombre", "Teléfono"]
    post(client, f"{here}/run", {})
    jobs.run_due(raise_errors=True)
    assert (Party.objects.get().name, Party.objects.get().phones.get().number) == ("Rosa Gil", "+34600111222")


def test_a_birthday_in_signs_that_are_no_digits_stops_no_import(world: World) -> None:
    file = "Nombre;Día nacimiento;Mes nacimiento;Año nacimiento\nRosa Gil;²;³;①\n"
    batch = imports.begin(file, by=world.actor("ana"))
    batch.mapping["columns"] = ["name", "birth_day", "birth_month", "birth_year"]
    batch.save()
    assert imports.run(batch, by=world.actor("ana")) == {"created": 1}


def test_a_part_of_a_form_that_cannot_be_read_is_told_so(world: World) -> None:
    file = io.BytesIO(b"Nombre\nEva\n")
    file.name = "n" * 2000 + ".csv"
    assert program(world).post("/api/v1/parties/imports", {"file": file}).status_code == 400
    assert not Import.objects.exists()


def test_a_formula_in_a_file_comes_back_as_text(world: World) -> None:
    """What is left out of an import is downloaded as a file that a spreadsheet runs nothing of."""
    file = 'Nombre;E-mail\n=HYPERLINK("http://mal.example";"pulsa");no es correo\n;=1+1\n'
    batch = imports.begin(file, by=world.actor("ana"))
    imports.run(batch, by=world.actor("ana"))
    answer: Any = world.client("ana").get(f"/parties/import/{batch.ref}/failed.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert any("'=1+1" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_nothing_is_said_of_whom_one_no_longer_sees(world: World) -> None:
    """Beto tried a file while he saw everybody; by now he sees his own contacts, and the doubt is about another's."""
    rights(world, "comercial", view="all", change="all", add="all", **{"import": "all", "delete": "none"})
    imports.bring(
        "nombre;telefono\nMarta Lasala Oliván;600111222\n", by=world.actor("ana"), owner=world.user("nuria").ref
    )
    client = program(world, "beto")
    here = f"parties/imports/{sent(client).json()['id']}"
    post(client, f"{here}/try", {})
    (doubt,) = client.get(f"/api/v1/{here}/doubts").json()["items"]
    rights(world, "comercial", view="own", change="own", add="all", **{"import": "all", "delete": "none"})

    assert client.get(f"/api/v1/{here}/doubts").json()["items"] == []
    body = {"answers": [{"row": doubt["row"], "answer": "same"}]}
    assert post(client, f"{here}/doubts", body).status_code == 422
    address = f"/parties/import/{here.rpartition('/')[2]}/doubts/answer/"
    assert world.client("beto").post(address, {"answer": f"same:{doubt['row']}"}, headers=HX).status_code == 422
    assert world.client("beto").post(address, {"answer": "two:"}, headers=HX).status_code == 200
    assert not ImportAnswer.objects.exists()


def test_a_file_that_a_job_is_trying_is_not_decided_otherwise_meanwhile(world: World) -> None:
    client = program(world)
    ref = sent(client).json()["id"]
    put_on_trial(world, ref)
    assert patched(client, f"parties/imports/{ref}", {"options": {"policy": "update"}}).status_code == 409
    jobs.run_due(raise_errors=True)
    assert patched(client, f"parties/imports/{ref}", {"options": {"policy": "update"}}).status_code == 200


def test_who_answers_second_finds_what_the_first_said(world: World) -> None:
    """The import is locked before anything is read; two who say otherwise leave one truth."""
    _client, here, doubt = in_already(world)
    batch, ana = Import.objects.get(ref=here.rpartition("/")[2]), world.actor("ana")
    with CaptureQueriesContext(connection) as asked:
        settling.settle(batch, [doubt["row"]], "same", seen={}, by=ana)
    first = next(one["sql"] for one in asked if "SELECT" in one["sql"])
    assert connection.vendor == "sqlite" or "FOR UPDATE" in first  # SQLite lets one write at a time
    settling.settle(batch, [doubt["row"]], "two", seen={}, by=ana)
    assert (Party.objects.count(), KnownApart.objects.count(), batch.doubts.get().answer) == (3, 1, "two")


@pytest.mark.parametrize("who", ["sara", "caja", "lola", "beto"])
def test_an_import_of_another_is_not_there(world: World, who: str) -> None:
    client, here, doubt = in_already(world)
    profile = world.user(who).profile
    rights(world, profile, view="own", change="own", add="own", **{"import": "all", "delete": "own"})
    other, screen, ref = program(world, who), world.client(who), here.rpartition("/")[2]
    body = {"answers": [{"row": doubt["row"], "answer": "same"}]}
    answers = [
        *(other.get(f"/api/v1/{here}{part}") for part in ("", "/rows", "/doubts")),
        *(post(other, f"{here}/{part}", {}) for part in ("try", "run", "revert")),
        post(other, f"{here}/doubts", body),
        patched(other, here, {}),
        other.delete(f"/api/v1/{here}"),
        *(screen.get(f"/parties/import/{ref}/{part}") for part in ("", "doubts/", "result/", "rows/")),
        *(screen.post(f"/parties/import/{ref}/{part}") for part in ("discard/", "revert/", "run/", "reading/")),
        screen.post(f"/parties/import/{ref}/doubts/answer/", {"answer": f"same:{doubt['row']}"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert client.get(f"/api/v1/{here}").json()["state"] == "done"
    assert not ChangeSet.objects.filter(action="directory.merge_parties").exists()


def test_of_a_pair_one_half_in_sight_is_neither_told_nor_merged(world: World) -> None:
    mine, other = martas(world)
    actions.update_party(other, values={"owner": world.user("nuria")}, by=world.actor("ana"))
    rights(world, "comercial", view="own", change="own", merge="all")
    client, screen = program(world, "beto"), world.client("beto")
    there, nobody = other.ref, "1" * 20
    assert client.get("/api/v1/parties/duplicates").json()["items"] == []
    for answer in ("same", "two", "again"):
        said = [
            post(client, "parties/duplicates", {"parties": [mine.ref, ref], "answer": answer})
            for ref in (there, nobody)
        ]
        assert [one.status_code for one in said] == [404, 404]
        assert said[0].content == said[1].content, "whether he is there is not told"
    assert screen.get(f"/parties/merge?ref={mine.ref}&ref={there}").status_code == 404
    assert screen.post(f"/parties/{mine.ref}/apart", {"other": there}).status_code == 404
    assert (Party.objects.count(), KnownApart.objects.count()) == (2, 0)


def test_a_merge_is_not_taken_back_by_who_may_not_merge_or_by_a_forged_address(world: World) -> None:
    kept, other = martas(world)
    actions.merge_parties(kept, others=[other], by=world.actor("ana"))
    rights(world, "comercial", view="all", change="all", merge="none")
    assert post(program(world, "beto"), f"parties/{kept.ref}/unmerge", {"merged": other.ref}).status_code == 403
    assert world.client("beto").post(f"/parties/{kept.ref}/unmerge", {"merged": other.ref}).status_code == 403
    client = program(world)
    for merged, status in [(kept.ref, 404), ("1" * 20, 404), (other.ref.upper(), 422), ([other.ref], 422), (None, 422)]:
        answer = post(client, f"parties/{kept.ref}/unmerge", {"merged": merged})
        assert answer.status_code in {status, 400}, merged
    stranger = marta(world, "Otra")
    assert post(client, f"parties/{stranger.ref}/unmerge", {"merged": other.ref}).status_code == 404
    assert Party.everything.get(pk=other.pk).merged_into == kept


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"row": 10**30, "answer": "two"}, 400),
        ({"row": 2.0, "answer": "two"}, 400),
        ({"row": True, "answer": "two"}, 400),
        ({"row": 2, "answer": ["two"]}, 400),
        ({"row": 2, "answer": None}, 400),
        ({"row": 2, "answer": "two", "versions": []}, 400),
        ({"row": 2, "answer": "two", "versions": {"x": "1"}}, 400),
        ({"row": 2, "answer": "two", "by": "ana"}, 400),
        ([2, "two"], 400),
        ({"row": 999, "answer": "two"}, 422),
    ],
)
def test_an_answer_of_another_shape_is_refused_and_nothing_done(world: World, answer: Any, status: int) -> None:
    client, here, _doubt = in_already(world)
    assert post(client, f"{here}/doubts", {"answers": [answer]}).status_code == status
    assert not ImportAnswer.objects.exists()


def test_a_body_beyond_all_measure_is_not_read(world: World) -> None:
    client: Client = program(world)
    for body, status in [(b'{"a": "' + b"x" * 2_000_000 + b'"}', 413), (b"[" * 100_000, 400), (b"\xff\xfe", 400)]:
        answer = client.post("/api/v1/parties/duplicates", body, content_type="application/json")
        assert answer.status_code == status
