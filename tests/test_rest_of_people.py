"""Duplicates, merges and imports over the API: the same rights and verbs as on the screens."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from tendero.access.actions import create_token, set_rights
from tendero.access.models import Profile
from tendero.directory import actions, rest
from tendero.directory.actions.duplicates import find_duplicates
from tendero.directory.models import KnownApart, Party, PartyKey
from tendero.directory.tests.test_duplicates_desk import Told
from tendero.kernel import changes, jobs, write
from tendero.kernel.models import ChangeSet
from tendero.records.exchange import running
from tendero.records.models import Import
from tests.merging import differences, held
from tests.test_import_sheets import book
from tests.world import World

FILE = "Nombre;Teléfono;Localidad\nMarta Lasala Olivan;655000111;Huesca\nRosa Ferrer Uriol;699888777;Teruel\n"
UNCOUNTED = {"records.ApiReply", "access.ApiToken", "directory.PartyKey"}


def program(world: World, who: str = "ana") -> Client:
    _token, secret = create_token(world.user(who), by=world.actor(who), name="prueba")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def known_by() -> list[Any]:
    """The keys of uniqueness, without the numbers of their rows: they are written anew."""
    return sorted(PartyKey.objects.values_list("party", "mark"))


def marta(world: World, last_name: str) -> Party:
    values = {"kind": "person", "first_name": "Marta", "last_name": last_name, "phone": "600111222", "city": "Jaca"}
    made: Party = actions.create_party(by=world.actor("ana"), values=values | {"owner": world.user("beto")})
    return made


def martas(world: World) -> tuple[Party, Party]:
    found = marta(world, "Lasala"), marta(world, "Lasala Oliván")
    find_duplicates(Told())
    return found


def test_the_pairs_of_the_desk_are_read_and_made_one_and_two_again(world: World) -> None:
    kept, other = martas(world)
    client = program(world)
    (pair,) = client.get("/api/v1/parties/duplicates").json()["items"]
    assert {one["id"] for one in pair["parties"]} == {kept.ref, other.ref}
    before, keys = held(), known_by()
    told = {"parties": [one["id"] for one in pair["parties"]], "answer": "same"}
    versions = {one["id"]: one["version"] for one in pair["parties"]}
    assert post(client, "parties/duplicates", told | {"versions": {kept.ref: 99}}).status_code == 412
    first = post(client, "parties/duplicates", told | {"versions": versions}, **{"Idempotency-Key": "una"})
    again = post(client, "parties/duplicates", told | {"versions": versions}, **{"Idempotency-Key": "una"})
    assert (first.status_code, first.json()) == (200, again.json())
    assert post(client, "parties/duplicates", told).json() == {"kept": first.json()["kept"], "change_set": None}
    assert ChangeSet.objects.filter(action="directory.merge_parties").count() == 1
    assert client.get("/api/v1/parties/duplicates").json()["items"] == []
    merged = ({kept.ref, other.ref} - {first.json()["kept"]}).pop()
    path = f"parties/{first.json()['kept']}/unmerge"
    assert post(client, path, {"merged": merged}).json()["kept"] == []
    assert {label for label, *_row in differences(before, held())} <= UNCOUNTED
    assert known_by() == keys
    assert post(client, path, {"merged": merged}).status_code == 404


def test_two_is_remembered_once_and_asked_again(world: World) -> None:
    kept, other = martas(world)
    client = program(world)
    told = {"parties": [kept.ref, other.ref], "answer": "two"}
    for _time in range(2):
        assert post(client, "parties/duplicates", told).status_code == 200
    assert KnownApart.objects.count() == 1
    assert len(client.get("/api/v1/parties/duplicates?shown=apart").json()["items"]) == 1
    assert post(client, "parties/duplicates", told | {"answer": "again"}).status_code == 200
    assert not KnownApart.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"parties": ["x", "y"], "answer": "two"}, 404),
        ({"parties": "x", "answer": "two"}, 400),
        ({"parties": [], "answer": "two"}, 400),
        ({"answer": "perhaps"}, 400),
        ({"answer": "same", "party": 1}, 400),
    ],
)
def test_what_is_said_of_nobody_is_refused(world: World, body: Any, status: int) -> None:
    assert post(program(world), "parties/duplicates", body).status_code == status


def test_who_may_not_merge_reads_pairs_and_tells_them_apart_alone(world: World) -> None:
    kept, other = martas(world)
    sales = Profile.objects.get(code="comercial")
    rights = {("directory.Party", verb): "all" for verb in ("view", "change")}
    set_rights(sales, by=world.actor("ana"), scopes=rights | {("directory.Party", "merge"): "none"}, fields={})
    client = program(world, "beto")
    told = {"parties": [kept.ref, other.ref], "answer": "same"}
    assert len(client.get("/api/v1/parties/duplicates").json()["items"]) == 1
    assert post(client, "parties/duplicates", told).status_code == 403
    assert post(client, f"parties/{kept.ref}/unmerge", {"merged": other.ref}).status_code == 403
    assert post(client, "parties/duplicates", told | {"answer": "two"}).status_code == 200
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "change"): "none"}, fields={})
    assert client.get("/api/v1/parties/duplicates").status_code == 403
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "view"): "none"}, fields={})
    assert client.get("/api/v1/parties/duplicates").status_code == 404


def test_a_merge_that_cannot_be_taken_back_says_why(world: World) -> None:
    kept, other = martas(world)
    with changes.change_set("test.owner", by=world.actor("ana")):
        write.change(other, owner=world.user("ana"))
    actions.merge_parties(kept, others=[other], by=world.actor("ana"))
    sales = Profile.objects.get(code="comercial")
    rights = {("directory.Party", verb): "own" for verb in ("change", "merge")} | {("directory.Party", "view"): "all"}
    set_rights(sales, by=world.actor("ana"), scopes=rights, fields={})
    answer = post(program(world, "beto"), f"parties/{kept.ref}/unmerge", {"merged": other.ref})
    assert (answer.status_code, answer.json()["detail"]) == (422, "tu perfil no puede fusionar estos contactos")
    assert Party.everything.get(pk=other.pk).merged_into == kept


def test_who_came_with_another_goes_back_to_that_one(world: World) -> None:
    ana, (kept, other) = world.actor("ana"), martas(world)
    third = world.person("Marta", "Lasala", owner="ana")
    actions.merge_parties(kept, others=[other], by=ana)
    actions.merge_parties(third, others=[kept], by=ana)
    assert post(program(world), f"parties/{third.ref}/unmerge", {"merged": other.ref}).status_code == 200
    assert Party.everything.get(pk=other.pk).merged_into == kept
    assert Party.objects.filter(pk=kept.pk).exists()


def put_on_trial(world: World, ref: str) -> None:
    """A job waits that tries the file."""
    batch = Import.objects.get(ref=ref)
    batch.job = jobs.enqueue(running.FORESEE_TASK, by=world.actor("ana"), ref=ref)
    batch.save(update_fields=["job"])


def sent(client: Client, text: str = FILE, slug: str = "parties", **headers: str) -> Any:
    file = io.BytesIO(text.encode())
    file.name = "clientes.csv"
    return client.post(f"/api/v1/{slug}/imports", {"file": file}, headers=headers)


def test_a_file_is_sent_tried_corrected_run_and_undone(world: World) -> None:
    client = program(world)
    made = sent(client)
    assert made.status_code == 201
    here = f"parties/imports/{made.json()['id']}"
    assert [one["target"] for one in made.json()["columns"]] == ["first_name", "phone", "city"]
    tried = post(client, f"{here}/try", {}).json()
    assert (tried["foreseen"]["counts"], Party.objects.count()) == ({"created": 2}, 0)
    decided = {"columns": {"Localidad": ""}, "options": {"policy": "update", "tags": ["feria"]}}
    changed = client.patch(f"/api/v1/{here}", decided, content_type="application/json").json()
    assert (changed["foreseen"], changed["columns"][2]["target"]) == (None, "")
    assert (changed["options"]["policy"], changed["options"]["tags"]) == ("update", ["feria"])
    assert post(client, f"{here}/run", {}).json()["state"] == "queued"
    assert post(client, f"{here}/run", {}).status_code == 409
    assert client.delete(f"/api/v1/{here}").status_code == 409
    jobs.run_due(raise_errors=True)
    done = client.get(f"/api/v1/{here}").json()
    assert (done["state"], done["counts"]["created"]) == ("done", 2)
    (one, _two) = client.get(f"/api/v1/{here}/rows?outcome=created").json()["items"]
    assert one["record"] == Party.objects.get(name="Marta Lasala Olivan").ref
    assert post(client, f"{here}/revert", {}).json()["state"] == "reverting"
    jobs.run_due(raise_errors=True)
    assert Party.objects.count() == 0
    assert post(client, f"{here}/revert", {}).status_code == 200
    jobs.run_due(raise_errors=True)
    assert Party.objects.count() == 2
    assert [item["state"] for item in client.get("/api/v1/parties/imports").json()["items"]] == ["done"]


def test_a_file_sent_twice_under_one_key_is_kept_once(world: World) -> None:
    client = program(world)
    first, again = (sent(client, **{"Idempotency-Key": "lunes"}) for _time in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert Import.objects.count() == 1
    assert sent(client, FILE + "Otra;1;2\n", **{"Idempotency-Key": "lunes"}).status_code == 422
    assert client.delete(f"/api/v1/parties/imports/{first.json()['id']}").status_code == 204
    assert not Import.objects.exists()


def test_doubtful_rows_are_asked_and_answered_before_and_after(world: World) -> None:
    marta(world, "Lasala Oliván")
    client = program(world)
    here = f"parties/imports/{sent(client).json()['id']}"
    assert post(client, f"{here}/try", {}).json()["foreseen"]["doubts"] == 1
    (doubt,) = client.get(f"/api/v1/{here}/doubts").json()["items"]
    assert (doubt["other_title"], doubt["answer"]) == ("Marta Lasala Oliván", "")
    body = {"answers": [{"row": doubt["row"], "answer": "two"}]}
    assert post(client, f"{here}/doubts", body).json()["waiting"] == 0
    body["answers"][0]["answer"] = ""
    assert post(client, f"{here}/doubts", body).json()["waiting"] == 1
    post(client, f"{here}/run", {})
    jobs.run_due(raise_errors=True)
    body["answers"][0]["answer"] = "same"
    (said,) = post(client, f"{here}/doubts", body).json()["items"]
    assert ChangeSet.objects.get(action="directory.merge_parties").ref == said["change_set"]
    assert post(client, f"{here}/doubts", {"answers": [{"row": 999, "answer": "two"}]}).status_code == 422


def in_already(world: World) -> tuple[Client, str, Any]:
    """A file with one doubtful row that came in as new, and the question about it."""
    marta(world, "Lasala Oliván")
    client = program(world)
    here = f"parties/imports/{sent(client).json()['id']}"
    post(client, f"{here}/try", {})
    post(client, f"{here}/run", {})
    jobs.run_due(raise_errors=True)
    (doubt,) = client.get(f"/api/v1/{here}/doubts").json()["items"]
    return client, here, doubt


def test_whom_somebody_changed_since_the_question_was_read_is_not_merged(world: World) -> None:
    client, here, doubt = in_already(world)
    body = {"answers": [{"row": doubt["row"], "answer": "same", "versions": doubt["versions"]}]}
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    actions.update_party(one, values={"first_name": "María"}, by=world.actor("beto"))
    (said,) = post(client, f"{here}/doubts", body).json()["items"]
    assert said["further"] == doubt["compare"] == f"/parties/merge?ref={one.ref}&ref={other.ref}"
    assert (said["change_set"], Party.objects.count()) == ("", 3)
    assert "cambi" in said["said"]
    body["answers"][0]["versions"] = said["versions"]
    (said,) = post(client, f"{here}/doubts", body).json()["items"]
    assert (said["further"], Party.objects.count()) == ("", 2)


def test_a_person_and_a_company_are_made_one_at_the_address_that_is_told(world: World) -> None:
    client, here, doubt = in_already(world)
    one, other = Party.objects.filter(name__startswith="Marta").order_by("pk")
    actions.update_party(other, values={"kind": "organisation", "name": "Marta Lasala"}, by=world.actor("ana"))
    (said,) = post(client, f"{here}/doubts", {"answers": [{"row": doubt["row"], "answer": "same"}]}).json()["items"]
    assert said["further"] == f"/parties/merge?ref={one.ref}&ref={other.ref}"


@pytest.mark.parametrize("answer", ["same", "two", "again"])
def test_versions_hold_until_all_is_written(world: World, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beto writes between the reading of the versions and the merge."""
    kept, other = martas(world)
    if answer == "again":
        actions.keep_apart(kept, other=other, by=world.actor("ana"))
    for name in ("merge_by_rule", "say_apart"):
        verb = getattr(rest, name)

        def late(*told: Any, verb: Any = verb, **more: Any) -> Any:
            actions.update_party(other, values={"city": "Huesca"}, by=world.actor("beto"))
            return verb(*told, **more)

        monkeypatch.setattr(rest, name, late)
    known = KnownApart.objects.count()
    told = {"parties": [kept.ref, other.ref], "answer": answer}
    versions = {row.ref: row.version for row in Party.objects.all()}

    assert post(program(world), "parties/duplicates", told | {"versions": versions}).status_code == 412

    assert (Party.objects.count(), KnownApart.objects.count()) == (2, known)


def test_a_file_that_a_job_is_trying_is_not_forgotten(world: World) -> None:
    client = program(world)
    ref = sent(client).json()["id"]
    put_on_trial(world, ref)
    answer = client.delete(f"/api/v1/parties/imports/{ref}")
    assert (answer.status_code, "se está probando" in answer.json()["detail"]) == (409, True)
    assert world.client("ana").post(f"/parties/import/{ref}/discard/").status_code == 302
    assert Import.objects.filter(ref=ref).exists()
    jobs.run_due(raise_errors=True)
    assert client.delete(f"/api/v1/parties/imports/{ref}").status_code == 204


def uploaded(client: Client, data: bytes, name: str) -> str:
    file = io.BytesIO(data)
    file.name = name
    return f"parties/imports/{client.post('/api/v1/parties/imports', {'file': file}).json()['id']}"


def patched(client: Client, here: str, body: Any) -> Any:
    return client.patch(f"/api/v1/{here}", body, content_type="application/json")


def test_a_sheet_is_chosen_as_on_the_screen(world: World) -> None:
    client = program(world)
    rows = [[f"Rosa {n}", f"60011122{n}"] for n in range(5)]
    data = book(("Todos", [["Nombre", "Teléfono"], *rows]), ("Nuevos", [["Nombre", "Localidad"], ["Eva Lou", "Jaca"]]))
    here = uploaded(client, data, "clientes.xlsx")
    told = client.get(f"/api/v1/{here}").json()["reading"]
    assert (told["sheet"], told["sheets"]) == ("Todos", ["Todos", "Nuevos"])
    changed = patched(client, here, {"reading": {"sheet": "Nuevos"}, "options": {"policy": "update"}}).json()
    assert [one["target"] for one in changed["columns"]] == ["first_name", "city"]
    assert (changed["reading"]["sheet"], changed["options"]["policy"]) == ("Nuevos", "update")
    assert post(client, f"{here}/try", {}).json()["foreseen"]["counts"] == {"created": 1}
    assert patched(client, here, {"reading": {"sheet": None}}).json()["reading"]["sheet"] == "Todos"


def test_encoding_separator_and_titles_are_chosen_as_on_the_screen(world: World) -> None:
    client = program(world)
    here = uploaded(client, "Nombre|Notas\nRosa Muñoz|a;b;c\nEva Lou|a;b;c\n".encode("cp850"), "clientes.csv")
    chosen = {"encoding": "cp850", "delimiter": "|", "header_row": 0}
    told = patched(client, here, {"reading": chosen}).json()
    assert {name: told["reading"][name] for name in chosen} == chosen
    assert len(told["columns"]) == 2
    told = patched(client, here, {"reading": {"header_row": 1}, "columns": {"Notas": "note"}}).json()
    assert (told["reading"]["encoding"], told["reading"]["delimiter"]) == ("cp850", "|")
    post(client, f"{here}/run", {})
    jobs.run_due(raise_errors=True)
    assert set(Party.objects.values_list("name", flat=True)) == {"Rosa Muñoz", "Eva Lou"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reading": []}, 400),
        ({"reading": {"width": 3}}, 400),
        ({"reading": {"bring": [1]}}, 400),
        ({"reading": {"header_row": "1"}}, 400),
        ({"reading": {"header_row": True}}, 400),
        ({"reading": {"header_row": -1}}, 422),
        ({"reading": {"header_row": 10**30}}, 422),
        ({"reading": {"encoding": 8}}, 400),
        ({"reading": {"encoding": "nada"}}, 422),
        ({"reading": {"encoding": "a\0b"}}, 422),
        ({"reading": {"encoding": "rot13"}}, 422),
        ({"reading": {"encoding": "idna"}}, 422),
        ({"reading": {"encoding": "undefined"}}, 422),
        ({"reading": {"delimiter": "ab"}}, 422),
        ({"reading": {"delimiter": "\0"}}, 422),
        ({"reading": {"sheet": "Otra"}}, 422),
        ({"reading": {"dates": "xyz"}}, 422),
        ({"reading": {"delimiter": "|"}, "columns": {"Nadie": "name"}}, 422),
        ({"columns": {"Nadie": "name"}}, 422),
        ({"columns": {"Nombre": "shoe_size"}}, 422),
        ({"columns": []}, 400),
        ({"options": {"policy": "perhaps"}}, 422),
        ({"options": {"policy": 1}}, 400),
        ({"options": {"match": ["shoe_size"]}}, 422),
        ({"options": {"owner": "nadie"}}, 422),
        ({"options": {"speed": "9"}}, 400),
        ({"mapping": {}}, 400),
    ],
)
def test_a_decision_that_means_nothing_is_refused_and_nothing_changes(world: World, body: Any, status: int) -> None:
    client = program(world)
    here = f"/api/v1/parties/imports/{sent(client).json()['id']}"
    before = client.get(here).json()
    assert client.patch(here, body, content_type="application/json").status_code == status
    assert client.get(here).json() == before


def test_without_a_file_or_with_no_table_nothing_is_kept(world: World) -> None:
    client = program(world)
    assert post(client, "parties/imports", {}).status_code == 400
    assert sent(client, "").status_code == 422
    assert not Import.objects.exists()


def test_who_may_not_import_is_told_so_and_sees_no_import_of_others(world: World) -> None:
    ref = sent(program(world)).json()["id"]
    sales = Profile.objects.get(code="comercial")
    scopes = {("directory.Party", verb): "own" for verb in ("view", "add", "change", "delete", "import")}
    set_rights(sales, by=world.actor("ana"), scopes=scopes, fields={})
    client = program(world, "beto")
    assert client.get("/api/v1/parties/imports").json()["items"] == []
    for path in (ref, f"{ref}/rows", f"{ref}/doubts"):
        assert client.get(f"/api/v1/parties/imports/{path}").status_code == 404
    assert post(client, f"parties/imports/{ref}/run", {}).status_code == 404
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "import"): "none"}, fields={})
    assert client.get("/api/v1/parties/imports").status_code == 403
    assert sent(client).status_code == 403
    set_rights(sales, by=world.actor("ana"), scopes={("directory.Party", "view"): "none"}, fields={})
    assert client.get("/api/v1/parties/imports").status_code == 404
