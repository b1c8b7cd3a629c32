"""Many at once: preview, permission per row, one undo, the bin, export."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendero.activities.models import Activity
from tendero.directory.models import Party
from tendero.kernel import jobs
from tendero.kernel.jobs import running
from tendero.records.bulk import running as bulk_running
from tendero.records.exchange.formulas import shield, unshield
from tendero.records.models import ExportLog
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
HX = {"HX-Request": "true"}
assert jobs


def undo_of(response: Any) -> str:
    found = re.search(r'"undo": "(\w{20})"', response["HX-Trigger"])
    assert found
    return found[1]


def test_beto_changes_many_and_only_his_teams_change(world: World) -> None:
    mine = [world.person("Cliente", str(n), owner="beto") for n in range(3)]
    foreign = world.person("Otra", "Señora", owner="nuria")
    refs = [party.ref for party in [*mine, foreign]]
    beto = world.client("beto")
    ask = {"row": refs, "step": "preview", "field": "language", "_field": "language", "language": "ca"}
    preview = beto.post("/parties/bulk", ask, headers=HX).content.decode()
    assert re.search(r"cambian</small><strong[^>]*>3<", preview)
    assert "Otra Señora" in preview
    assert not Party.objects.filter(language="ca").exists()
    done = beto.post("/parties/bulk", {**ask, "step": "run"}, headers=HX)
    assert set(Party.objects.filter(language="ca").values_list("pk", flat=True)) == {party.pk for party in mine}
    assert beto.post(f"/undo/{undo_of(done)}", headers=HX).status_code == 200
    assert not Party.objects.filter(language="ca").exists()


def test_undo_counts_the_contacts_and_not_the_lines_of_their_historial(world: World) -> None:
    refs = [world.person("Cliente", str(n), owner="beto").ref for n in range(3)]
    ana, nuria = world.client("ana"), world.user("nuria")
    ask = {"row": refs, "step": "run", "field": "owner", "_field": "owner", "owner": nuria.ref}
    done = ana.post("/parties/bulk", ask, headers=HX)
    assert Party.objects.filter(owner=nuria).count() == 3
    assert Activity.objects.filter(kind="milestone").count() >= 3
    told = ana.post(f"/undo/{undo_of(done)}", headers=HX)["HX-Trigger"]
    assert "3 fichas" in told


def test_the_whole_filter_as_a_job_with_one_undo(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_running, "AT_ONCE", 5)
    for number in range(12):
        world.person("Cliente", str(number), owner="beto")
    ana = world.client("ana")
    state = {"whole": "1", "state": "view=all&q=cliente"}
    ask = {**state, "step": "run", "field": "language", "_field": "language", "language": "ca"}
    started = ana.post("/parties/bulk", ask, headers=HX)
    assert "bulk/result" in started.content.decode()
    running.run_due(raise_errors=True)
    assert Party.objects.filter(language="ca").count() == 12
    job = jobs.Job.objects.get()
    result = ana.get(f"/parties/bulk/result?job={job.ref}", headers=HX)
    assert "12 fichas cambiadas" in result.content.decode()
    assert world.client("beto").get(f"/parties/bulk/result?job={job.ref}").status_code == 404
    ana.post(f"/undo/{job.result['change_set']}", headers=HX)
    assert not Party.objects.filter(language="ca").exists()


def test_undo_is_ones_own_and_tells_what_it_kept(world: World) -> None:
    party = world.person("Cliente", "1", owner="beto")
    beto, ana = world.client("beto"), world.client("ana")
    ask = {"row": party.ref, "step": "run", "field": "language", "_field": "language", "language": "ca"}
    ref = undo_of(beto.post("/parties/bulk", ask, headers=HX))
    assert world.client("nuria").post(f"/undo/{ref}").status_code == 404
    fresh = Party.objects.get()
    sent = {"_field": "language", "language": "gl", "version": str(fresh.version)}
    assert ana.post(f"/parties/{party.ref}/edit", sent).status_code == 302
    kept = beto.post(f"/undo/{ref}", headers=HX)
    assert "Cliente 1" in kept.content.decode()
    assert Party.objects.get().language == "gl"


def test_to_the_bin_and_out_again(world: World) -> None:
    party = world.person("Cliente", "1", owner="beto")
    beto = world.client("beto")
    beto.post("/parties/bulk", {"row": party.ref, "bin": "1", "step": "run"}, headers=HX)
    assert not Party.objects.exists()
    assert beto.get(f"/parties/{party.ref}/").status_code == 404
    assert "Cliente 1" in beto.get("/parties/bin").content.decode()
    assert world.client("nuria").post("/parties/bin/restore", {"one": party.ref}).status_code == 200
    assert not Party.objects.exists()
    beto.post("/parties/bin/restore", {"one": party.ref})
    assert Party.objects.exists()


def test_history_restores_one_value(world: World) -> None:
    party = world.person("Cliente", "1", owner="beto", language="ca")
    beto = world.client("beto")
    beto.post(f"/parties/{party.ref}/edit", {"_field": "language", "language": "gl", "version": str(party.version)})
    told = beto.get(f"/parties/{party.ref}/history", headers=HX).content.decode()
    change_set = re.search(r'"change_set": "(\w{20})", "field": "language"', told)
    assert change_set
    beto.post(f"/parties/{party.ref}/history/restore", {"change_set": change_set[1], "field": "language"})
    assert Party.objects.get().language == "ca"
    foreign = {"change_set": change_set[1], "field": "name"}
    assert beto.post(f"/parties/{party.ref}/history/restore", foreign).status_code == 404


def rows_of(response: Any, separator: str = ";") -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_marta_exports_what_she_sees_and_it_is_logged(world: World) -> None:
    world.company("=SUM(A1)", owner="beto")
    world.person("Ana", "Pérez", owner="beto")
    marta = world.client("marta")
    ask = {"step": "run", "state": "view=all", "whole": "1", "format": "csv-semicolon", "column": ["name", "owner"]}
    lines = rows_of(marta.post("/parties/export", ask))
    assert lines[0] == ["Nombre", "Responsable", "Referencia de Tendero"]
    assert ["'=SUM(A1)", "Beto Sanz"] in [line[:2] for line in lines]
    log = ExportLog.objects.get()
    assert (log.actor_name, log.rows, log.columns) == ("Marta Gil", 2, ["name", "owner"])
    assert world.client("beto").post("/parties/export", ask).status_code == 403


def test_many_rows_need_a_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tendero.records.export import views

    monkeypatch.setattr(views, "REASON_FROM", 1)
    for number in range(2):
        world.person("Cliente", str(number))
    ana = world.client("ana")
    ask = {"step": "run", "state": "view=all", "whole": "1", "format": "xlsx", "column": ["name"]}
    assert ana.post("/parties/export", ask, headers=HX).status_code == 422
    assert not ExportLog.objects.exists()
    response = ana.post("/parties/export", {**ask, "reason": "Mailing de otoño"})
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert ExportLog.objects.get().reason == "Mailing de otoño"


@given(st.text(alphabet=st.sampled_from("'=+-@\t\ra1 ")))
def test_a_shield_comes_off_as_it_was_put_on(text: str) -> None:
    assert unshield(shield(text)) == text
    assert not shield(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_builder_makes_the_filter_of_the_list(world: World) -> None:
    beto = world.client("beto")
    sent = {
        "state": "view=all", "do": "apply", "p.kind": "group", "p.mode": "all", "p.n": "2",
        "p.0.kind": "test", "p.0.name": "city", "p.0.was": "city", "p.0.op": "contains", "p.0.value": "zara",
        "p.1.kind": "group", "p.1.mode": "none", "p.1.n": "1",
        "p.1.0.kind": "test", "p.1.0.name": "created", "p.1.0.was": "created", "p.1.0.op": "gte",
        "p.1.0.when0": "ago", "p.1.0.days0": "90",
    }  # fmt: skip
    answer = beto.post("/parties/filter", sent, headers=HX)
    assert answer.status_code == 204
    address = answer["HX-Redirect"]
    opened = beto.get(address.replace("/parties/", "/parties/filter"), headers=HX).content.decode()
    assert 'value="zara"' in opened
    assert 'value="90"' in opened
    assert beto.get(address).status_code == 200


def test_a_builder_draft_reads_back_as_it_was() -> None:
    from tendero.records.builder import draft

    data = {
        "any": [
            {"not": {"any": [{"field": "city", "op": "in", "value": ["a", "b"]}]}},
            {"related": "opportunities", "where": {"all": [{"text": "x"}]}, "count": {"gte": 2}},
        ]
    }
    root = draft.from_json(data)
    for part in draft.walk(root):
        part.options = {"takes": "many"} if part.kind == "test" else {}
    assert json.dumps(draft.to_json(root)) == json.dumps(data)


def test_beto_may_not_give_his_customers_to_another_team_and_is_told_who_and_what_to_do(world: World) -> None:
    mine = [world.person("Cliente", str(n), owner="beto") for n in range(3)]
    refs, beto = [party.ref for party in mine], world.client("beto")
    ask = {"row": refs, "field": "owner", "_field": "owner", "owner": world.user("nuria").ref}
    answer = beto.post("/parties/bulk", {**ask, "step": "preview"}, headers=HX)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Nuria Palacín no es de tu equipo" in told
    assert "Elige a alguien de tu equipo" in told
    assert "Cliente 0" not in told
    assert f'value="{world.user("nuria").ref}"' in told
    done = beto.post("/parties/bulk", {**ask, "step": "run"}, headers=HX)
    assert '"undo": "' not in done["HX-Trigger"] or '"undo": ""' in done["HX-Trigger"]
    assert "Nuria Palacín no es de tu equipo" in done.content.decode()
    ask["owner"] = world.user("pablo").ref
    preview = beto.post("/parties/bulk", {**ask, "step": "preview"}, headers=HX).content.decode()
    assert re.search(r"cambian</small><strong[^>]*>3<", preview)
