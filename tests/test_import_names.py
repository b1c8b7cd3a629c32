"""Files of sales call products as they like: what is surely the same joins, what is doubtful is asked once."""

from __future__ import annotations

import argparse
import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.catalog.models import Product, ProductAlias
from tendero.config.cli import import_file
from tendero.config.cli.failure import CommandFailed
from tendero.kernel.actor import Actor
from tendero.records import registry, writing
from tendero.records.exchange import running
from tendero.sales.actions.importing.answering import answer_names, as_product, proposed
from tendero.sales.models import SaleLine
from tendero.sales.queries.naming import names_asked
from tests import imports
from tests.world import World

HX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


def begin(*names: str, by: Actor, code: bool = False) -> Any:
    """An import of a line for each name, the first worth the most; `code`: "code name"."""
    rows = [
        ";".join(["03/02/2026", str(at), *(name.split(" ", 1) if code else ("", name)), f"{100 - at},00"])
        for at, name in enumerate(names)
    ]
    return imports.begin("Fecha;Ticket;SKU;Artículo;Importe\n" + "\n".join(rows) + "\n", by=by, slug="sales")


def asked(batch: Any, by: Actor) -> dict[str, Any]:
    """The questions of a dry run, by name."""
    return {one["name"]: one for one in running.foresee(batch, by=by)["questions"]["names"]}  # type: ignore[index]


def product(world: World, name: str, **values: Any) -> Product:
    told = {"name": name, "price": Decimal(10), **values}
    made: Product = writing.add(registry.get("catalog.Product"), told, by=world.actor("ana"))
    return made


def sold() -> list[str]:
    """The product of each line, in the order of the file."""
    return [line.product.name if line.product else line.text for line in SaleLine.objects.order_by("sale__number")]


def test_what_is_surely_the_same_joins_by_itself_and_is_said(world: World) -> None:
    ana = world.actor("ana")
    product(world, "Café en grano 1 kg")
    batch = begin("café grano 1kg", "CAFÉ EN GRANO 1 KG", "Café en grano 500 g", by=ana)

    found = asked(batch, ana)
    assert {name: one["how"] for name, one in found.items()} == {
        "café grano 1kg": "joined", "Café en grano 500 g": "new",
    }  # fmt: skip
    assert found["café grano 1kg"]["like"]["name"] == "Café en grano 1 kg"
    assert "like" not in found["Café en grano 500 g"]

    imports.run(batch, by=ana)
    assert sold() == ["Café en grano 1 kg", "Café en grano 1 kg", "Café en grano 500 g"]
    assert not ProductAlias.objects.exists()


def test_what_is_doubtful_is_asked_with_what_it_carries_and_remembered(world: World) -> None:
    ana = world.actor("ana")
    mill = product(world, "Molino eléctrico")
    batch = begin("Cafetera", "Molino electrco", "Molino electrco", by=ana)

    one = asked(batch, ana)["Molino electrco"]
    assert (one["lines"], one["money"], one["like"]["reason"]) == (2, {"EUR": 1_970_000}, "spelling")
    assert one["like"]["answer"] == as_product(mill)
    answer_names(batch, {one["key"]: as_product(mill)}, by=ana)
    foreseen = running.foresee(batch, by=ana)
    assert asked(batch, ana)["Molino electrco"]["like"]["reason"] == "spelling"
    imports.run(batch, by=ana)

    assert (foreseen["counts"], foreseen["tally"]) == ({"created": 3}, batch.tally)
    assert sold() == ["Cafetera", "Molino eléctrico", "Molino eléctrico"]
    told = ProductAlias.objects.values_list("product__name", "kind", "text", "origin", "source")
    assert list(told) == [("Molino eléctrico", "name", "Molino electrco", "import", "file.csv")]
    assert asked(begin("Molino electrco", "Cafetera", by=ana), ana) == {}


def test_taking_the_import_back_takes_what_it_remembered_with_it(world: World) -> None:
    ana, mill = world.actor("ana"), product(world, "Molino eléctrico")
    batch = begin("Molino electrco", by=ana)
    asked(batch, ana)
    answer_names(batch, proposed(batch), by=ana)
    imports.run(batch, by=ana)
    assert ProductAlias.objects.get().product == mill

    imports.revert(batch, by=ana)
    assert not ProductAlias.objects.exists()
    imports.revert(batch, by=ana)
    assert ProductAlias.objects.get().product == mill


def test_it_is_another_and_is_never_asked_again(world: World) -> None:
    """Even of a name that would have joined by itself."""
    ana = world.actor("ana")
    product(world, "GTX Pro")
    batch = begin("GTXPro", by=ana)
    assert asked(batch, ana)["GTXPro"]["how"] == "joined"

    answer_names(batch, {"name:gtxpro": "new"}, by=ana)
    imports.run(batch, by=ana)

    assert sold() == ["GTXPro"]
    assert sorted(Product.objects.values_list("name", flat=True)) == ["GTX Pro", "GTXPro"]
    assert asked(begin("GTXPro", "gtx pro", by=ana), ana) == {}


def test_another_name_of_the_same_file_may_be_the_one_meant(world: World) -> None:
    """The one that carries more is proposed; which of them comes first makes no difference."""
    ana = world.actor("ana")
    batch = begin("Tetera de porcelana", "Tetera de porcelna", by=ana)
    found = asked(batch, ana)
    assert "like" not in found["Tetera de porcelana"]
    assert found["Tetera de porcelna"]["like"]["answer"] == "as:Tetera de porcelana"

    answer_names(batch, proposed(batch), by=ana)
    imports.run(batch, by=ana)
    assert sold() == ["Tetera de porcelana"] * 2
    assert ProductAlias.objects.get().text == "Tetera de porcelna"


def test_a_code_of_another_program_is_asked_about_and_remembered_as_a_code(world: World) -> None:
    ana = world.actor("ana")
    mill = product(world, "Molino M-64", code="M-64")
    batch = begin("7001 Molino M64", "7001 Molino", by=ana, code=True)

    found = asked(batch, ana)
    assert [(one["key"], one["lines"]) for one in found.values()] == [("code:7001", 2)]
    assert found["Molino M64"]["like"]["name"] == "Molino M-64"
    answer_names(batch, {"code:7001": as_product(mill)}, by=ana)
    imports.run(batch, by=ana)

    assert sold() == ["Molino M-64"] * 2
    assert ("code", "7001") in ProductAlias.objects.values_list("kind", "text")
    assert asked(begin("7001 Otra cosa", by=ana, code=True), ana) == {}


def test_decimals_are_no_digits_that_one_may_push_together(world: World) -> None:
    """Before, one and a half litres were fifteen."""
    ana = world.actor("ana")
    imports.run(begin("Aceite 1,5 l", "Aceite 15 l", "aceite 1.5 L", by=ana), by=ana)

    assert sold() == ["Aceite 1,5 l", "Aceite 15 l", "Aceite 1,5 l"]


def test_whoever_may_make_no_products_may_still_say_which_they_are(world: World) -> None:
    """What he leaves unanswered stays the line's text; what he answers is remembered only if he may change products."""
    mill, ana, beto = product(world, "Molino eléctrico"), world.actor("ana"), world.user("beto")
    scopes = {("sales.Sale", "import"): "all", ("sales.Sale", "add"): "all", ("catalog.Product", "add"): "none"}
    set_rights(Profile.objects.get(code="comercial"), by=ana, scopes=scopes, fields={})
    by = beto.actor("test")
    batch = begin("Molino electrco", "Tostadora", by=by)

    assert {one["how"] for one in asked(batch, by).values()} == {"text"}
    shown = names_asked(batch, by)
    assert shown is not None
    assert not shown.may_add
    answer_names(batch, {"name:molino electrco": as_product(mill)}, by=by)
    imports.run(batch, by=by)
    assert sold() == ["Molino eléctrico", "Tostadora"]
    assert not ProductAlias.objects.exists()


def test_an_answer_that_is_none_is_refused(world: World) -> None:
    from django.core.exceptions import ValidationError

    from tendero.kernel import permissions

    ana, batch = world.actor("ana"), begin("Molino", by=world.actor("ana"))
    asked(batch, ana)
    for told in ({"name:otro": "new"}, {"name:molino": "as:Otro"}, {"name:molino": "x"}):
        with pytest.raises(ValidationError):
            answer_names(batch, told, by=ana)
    with pytest.raises(permissions.Missing):
        answer_names(batch, {"name:molino": "is:00000000000000000000"}, by=ana)


def test_the_screen_lists_them_takes_answers_and_a_template_forgets_them(world: World) -> None:
    ana, client = world.actor("ana"), world.client("ana")
    mill = product(world, "Molino eléctrico")
    batch = begin("Molino electrco", "Tetera roja", by=ana)

    page = client.get(f"/sales/import/{batch.ref}/").content.decode()
    assert "Se parece a <strong>Molino eléctrico</strong>: casi las mismas letras" in page
    told = {"key": "name:molino electrco", "answer": as_product(mill), "page": "1"}
    answer = client.post(f"/sales/import/{batch.ref}/names/answer", told, **HX)
    assert (answer.status_code, "import-changed" in answer["HX-Trigger"]) == (200, True)
    assert "Es Molino eléctrico" in answer.content.decode()

    dialog = client.get(f"/sales/import/{batch.ref}/names/pick?key=name:tetera+roja", **HX).content.decode()
    assert "¿Qué producto es «Tetera roja»?" in dialog
    picked = client.post(
        f"/sales/import/{batch.ref}/names/pick", {"key": "name:tetera roja", "product": mill.ref}, **HX
    )
    assert "names-changed" in picked["HX-Trigger"]
    plan = {"column-0": "date", "template": "1", "template-name": "Caja"}
    assert client.post(f"/sales/import/{batch.ref}/run/", plan).status_code == 302
    from tendero.kernel import jobs
    from tendero.records.models.imports import ImportTemplate

    jobs.run_due(raise_errors=True)
    assert sold() == ["Molino eléctrico"] * 2
    assert "answers" not in ImportTemplate.objects.get().options


def test_thousands_of_names_are_paged_in_as_few_questions_as_a_dozen(world: World) -> None:
    ana, client, counts = world.actor("ana"), world.client("ana"), []
    client.get("/sales/")
    for many in (14, 900):
        batch = begin(*(f"Cosa {chr(97 + at % 26)}{at // 26}x" for at in range(many)), by=ana)
        asked(batch, ana)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/sales/import/{batch.ref}/names?page=2", **HX)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Página 2 de 75" in answer.content.decode()


NAMES = [
    "GTX Pro", "GTXPro", "gtx  pro", "Pro GTX", "ProGTX", "Tazas", "taza", "Taza 1 kg", "taza 1000g",
    "Tza", "***", "",
]  # fmt: skip
lines = st.lists(
    st.tuples(st.sampled_from(["1", "2", ""]), st.sampled_from(["", "", "A-1", "B-2"]), st.sampled_from(NAMES)),
    min_size=1, max_size=14,
)  # fmt: skip


class _Back(Exception):
    """Takes back what an example wrote."""


def test_wherever_the_chunks_are_cut_each_name_is_the_same_product_and_again_nothing_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which product each line becomes, under every answer, is that of one whole chunk, and the dry run counts it."""
    ana = world.actor("ana")

    def brought(rows: list[tuple[str, str, str]], chunk: int, said: list[str]) -> tuple[list[Any], Any]:
        monkeypatch.setattr(running, "CHUNK", chunk)
        out = io.StringIO()
        table = [["Fecha", "Ticket", "SKU", "Artículo", "Importe", "Nota"]]
        table += [["03/02/2026", number, code, name, "1,00", str(at)] for at, (number, code, name) in enumerate(rows)]
        csv.writer(out, delimiter=";").writerows(table)
        told: list[Any] = []
        try:
            with transaction.atomic():
                batch = imports.begin(out.getvalue(), by=ana, slug="sales")
                found = running.foresee(batch, by=ana)["questions"]["names"]  # type: ignore[index]
                choices = [(one["key"], text) for one, text in zip(found, said, strict=False)]
                kept = {key: text for key, text in choices if text == "new"}
                kept |= {one["key"]: one["like"]["answer"] for one, text in zip(found, said, strict=False)
                         if text == "like" and "like" in one}  # fmt: skip
                answer_names(batch, kept, by=ana)
                foreseen = running.foresee(batch, by=ana)
                counts = imports.run(batch, by=ana)
                assert (foreseen["counts"], foreseen["tally"]) == (counts, batch.tally)
                rows_told = SaleLine.objects.order_by("sale__mark", "mark", "nth")
                told = [line.product.name if line.product else line.text for line in rows_told]
                again = imports.begin(out.getvalue(), by=ana, slug="sales", policy="add")
                unknown = running.foresee(again, by=ana)["questions"]["names"]  # type: ignore[index]
                assert [one for one in unknown if one["how"] != "joined"] == []
                raise _Back
        except _Back:
            pass
        return told, None

    @settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(rows=lines, chunk=st.integers(1, 5), said=st.lists(st.sampled_from(["", "new", "like"]), max_size=8))
    def compared(rows: list[tuple[str, str, str]], chunk: int, said: list[str]) -> None:
        assert brought(rows, chunk, said) == brought(rows, 100, said)

    compared()


BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
MAVEN = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0]) / "maven_crm" / "sales_pipeline.csv"


@pytest.mark.skipif(not MAVEN.is_file(), reason="the sample of a CRM is not here")
def test_the_trap_of_a_known_file_joins_by_itself(world: World) -> None:
    """The catalogue says «GTX Pro», 1,480 deals say «GTXPro»; «GTX Basic» and «MG Special» stay what they are."""
    ana = world.actor("ana")
    with (MAVEN.parent / "products.csv").open(encoding="utf-8") as file:
        catalogue = [product(world, row["product"]).name for row in csv.DictReader(file)]
    with MAVEN.open(encoding="utf-8") as file:
        won = [row for row in csv.DictReader(file) if row["deal_stage"] == "Won"]
    table = [["Fecha", "Número", "Artículo", "Importe"]]
    table += [[row["close_date"], row["opportunity_id"], row["product"], row["close_value"]] for row in won]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    batch = imports.begin(out.getvalue(), by=ana, slug="sales", currency="USD")

    found = asked(batch, ana)
    assert {name: (one["how"], one["like"]["name"]) for name, one in found.items()} == {"GTXPro": ("joined", "GTX Pro")}
    imports.run(batch, by=ana)
    assert sorted(Product.objects.values_list("name", flat=True)) == sorted(catalogue)
    lines_of = SaleLine.objects.filter(product__name="GTX Pro").count()
    assert lines_of == sum(row["product"] == "GTXPro" for row in won) > 0


def command(*arguments: str) -> int:
    """`./tendero import sales`, on the database of this test."""
    parser = argparse.ArgumentParser()
    import_file.configure(parser)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_file, "start", lambda **_options: None)
        return import_file.run(parser.parse_args(["sales", *arguments, "--json"]))


def a_file_of(folder: Path, *names: str) -> Path:
    rows = [f"03/02/2026;{at};{name};{100 - at},00" for at, name in enumerate(names)]
    file = folder / "caja.csv"
    file.write_text("Fecha;Ticket;Artículo;Importe\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_the_command_stops_at_what_is_doubtful_lists_it_and_reads_the_answers(world: World, tmp_path: Path) -> None:
    product(world, "Molino eléctrico")
    product(world, "Tetera de porcelana")
    file, listed = a_file_of(tmp_path, "Molino electrco", "Tetera de porcelna", "Cafetera"), tmp_path / "names.csv"
    asking = (str(file), "--goods", "ask", "--goods-file", str(listed))

    with pytest.raises(CommandFailed, match=r"names\.csv"):
        command(*asking)
    assert not SaleLine.objects.exists()
    rows = list(csv.DictReader(io.StringIO(listed.read_text("utf-8-sig"))))
    assert [(row["name"], row["like"], row["lines"]) for row in rows] == [
        ("Molino electrco", "Molino eléctrico", "1"), ("Tetera de porcelna", "Tetera de porcelana", "1"),
    ]  # fmt: skip

    rows[0]["answer"] = "yes"
    answered(listed, rows)
    with pytest.raises(CommandFailed, match=r"^1\b"):
        command(*asking)
    rows = list(csv.DictReader(io.StringIO(listed.read_text("utf-8-sig"))))
    assert [row["answer"] for row in rows] == ["yes", ""]
    rows[1]["answer"] = "molino eléctrico"
    answered(listed, rows)
    assert command(*asking) == 0

    assert sold() == ["Molino eléctrico", "Molino eléctrico", "Cafetera"]
    assert ProductAlias.objects.count() == 2


def answered(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(("how", "wanted"), [("join", "Molino eléctrico"), ("new", "Molino electrco")])
def test_the_command_joins_or_makes_new_ones_as_it_is_told(world: World, tmp_path: Path, how: str, wanted: str) -> None:
    product(world, "Molino eléctrico")

    assert command(str(a_file_of(tmp_path, "Molino electrco")), "--goods", how) == 0
    assert sold() == [wanted]


def test_the_command_knows_no_goods_of_contacts(world: World, tmp_path: Path) -> None:
    file = tmp_path / "gente.csv"
    file.write_text("Nombre\nRosa Gil\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    import_file.configure(parser)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_file, "start", lambda **_options: None)
        with pytest.raises(CommandFailed, match="--goods"):
            import_file.run(parser.parse_args(["parties", str(file), "--goods", "new"]))
