"""What the command line cannot do it refuses: one line in one's language, exit code 2, and nothing has been written."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.world import World

from tendero.config.cli import COMMANDS, main
from tendero.config.cli.paths import why
from tendero.config.tests.conftest import Refuse

pytestmark = pytest.mark.django_db

LONG = "x" * 300
IMPORTS: list[tuple[list[str], str]] = [
    (["--delimiter", "xx"], "«xx» no sirve de separador"),
    (["--delimiter", "x"], "«x» no sirve de separador"),
    (["--delimiter", '"'], "no sirve de separador"),
    (["--delimiter", "\n"], "no sirve de separador"),
    (["--delimiter", ""], "no sirve de separador"),
    (["--header-row", "-3"], "--header-row: debe estar entre 0 y"),
    (["--header-row", "9" * 30], "--header-row: debe estar entre 0 y"),
    (["--header-row", "a"], "debe ser un número entero, no «a»"),
    (["--header-row", "99"], "No hay fila 99: la última es la 3."),
    (["--encoding", "klingon"], "Codificación desconocida: klingon."),
    (["--encoding", "base64"], "Codificación desconocida: base64."),
    (["--encoding", "undefined"], "Codificación desconocida"),
    (["--encoding", "utf-16"], "El archivo no se puede leer como utf-16."),
    (["--encoding", "idna"], "El archivo no se puede leer como idna."),
    (["--sheet", "Hoja 1"], "Un CSV no tiene hojas"),
    (["--country", "ZZ"], "«ZZ» no es un país que conozcamos."),
    (["--country", "EU"], "«EU» no es un país"),
    (["--country", "Marte"], "«MARTE» no es un país"),
    (["--owner", "nadie"], "«nadie» no es nadie de aquí"),
    (["--owner", " "], "no es nadie de aquí"),
    (["--match", "ombligo"], "no se puede reconocer por ombligo"),
    (["--match", ","], "--match no nombra ninguna clave"),
    (["--policy", "todo"], "--policy: no vale 'todo'"),
    (["--binned", "todo"], "--binned: no vale 'todo'"),
    (["--basis", "todo"], "--basis: no vale 'todo'"),
    (["--user", "nadie"], "no hay ningún usuario activo «nadie»"),
    (["--user", ""], "no hay ningún usuario activo «»"),
    (["--user", "lola"], "perfil"),
    (["--map", "{folder}"], "es una carpeta y tiene que ser un archivo"),
    (["--map", "{folder}/no.json"], "no hay ningún archivo"),
    (["--map", "{csv}"], "no es un archivo JSON: deja de leerse en la línea 1, columna 1"),
    (["--map", "{binary}"], "no es texto en UTF-8"),
    (["--map", "{deep}"], "tiene demasiados niveles"),
    (["--map", "{list}"], "tiene que contener"),
    (["--map", "{elsewhere}"], "no tiene la columna «Apellido»"),
    (["--map", "{nowhere}"], "«luna»"),
    (["--json=sí"], "no lleva valor"),
    (["--he", "1"], "--he puede ser varias: --help, --header-row"),
    (["--delimiter"], "le falta su valor"),
    (["--loquesea"], "no se entiende: --loquesea"),
]


@pytest.mark.parametrize("trial", [[], ["--dry-run"]], ids=["for real", "as a trial"])
@pytest.mark.parametrize(("options", "told"), IMPORTS, ids=lambda part: " ".join(part)[:40])
def test_an_import_with_a_silly_option_brings_nothing(refuse: Refuse, options, told: str, trial: list[str]) -> None:
    assert told in refuse("import", "parties", "{csv}", *options, *trial)


FILES = [
    ("{folder}", "es una carpeta y tiene que ser un archivo"),
    ("{folder}/no.csv", "no hay ningún archivo"),
    ("{csv}/mas.csv", "no hay ningún archivo"),
    ("", "falta el nombre del archivo"),
    ("/dev/null", "no es un archivo corriente"),
    ("x" * 3000, "el nombre es demasiado largo"),
    ("{empty}", "El archivo está vacío."),
    ("{blank}", "no tiene filas"),
    ("{titles}", "ninguna fila debajo"),
    ("{binary}", "el archivo no es de texto"),
    ("{picture}", "Es una imagen"),
    ("{broken}", "está dañado"),
]


@pytest.mark.parametrize(("file", "told"), FILES, ids=[file[:20] or "no name" for file, _told in FILES])
def test_a_file_that_is_no_table_is_called_what_it_is(refuse: Refuse, file: str, told: str) -> None:
    assert told in refuse("import", "parties", file)


def test_what_may_not_be_read_or_written_is_said_before_anything_is_begun(refuse: Refuse, monkeypatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "no hay permiso para leer" in refuse("import", "parties", "{csv}")
    assert "no hay permiso para escribir" in refuse("export", "parties", "{folder}/fuera.csv")


def test_what_only_contacts_have_is_not_passed_over_for_others(refuse: Refuse) -> None:
    for option, value in (("--owner", "ana"), ("--tags", "vip"), ("--source", "feria"), ("--country", "ES")):
        assert f"{option} no se usa con tasks" in refuse("import", "tasks", "{csv}", option, value)
    assert "--keep-capitals no se usa con tasks" in refuse("import", "tasks", "{csv}", "--keep-capitals")
    assert "--basis no se usa con tasks" in refuse("import", "tasks", "{csv}", "--basis", "purchase")


def test_a_colleague_is_known_by_name_user_or_reference(refuse: Refuse, world: World, files, capsys) -> None:
    ana = world.user("ana")
    for told in ("ana", "ANA", "Ana Montoro", ana.email, ana.ref):
        arguments = ["import", "parties", files["{csv}"], "--owner", told, "--country", "es", "--dry-run", "--json"]
        assert main(arguments) == 0
        assert json.loads(capsys.readouterr().out)["counts"] == {"created": 2}


def test_a_tab_can_be_typed(refuse: Refuse, tmp_path: Path, capsys) -> None:
    file = tmp_path / "tab.csv"
    file.write_text("Nombre\tCorreo\nPepe\tpepe@bar.example\n")
    assert main(["import", "parties", str(file), "--delimiter", "\\t", "--dry-run", "--json"]) == 0
    assert [one["target"] for one in json.loads(capsys.readouterr().out)["columns"]] == ["first_name", "email"]


EXPORTS: list[tuple[list[str], str]] = [
    (["parties", "{folder}"], "es una carpeta"),
    (["parties", "{folder}/no/x.csv"], "no hay ninguna carpeta"),
    (["parties", "{csv}/x.csv"], "no hay ninguna carpeta"),
    (["parties", "/proc/x.csv"], "no se puede escribir /proc/x.csv: no existe"),
    (["parties", ""], "falta el nombre del archivo"),
    (["parties", "{folder}/x.pdf"], "debe terminar en .csv, .xlsx o .vcf"),
    (["luna", "{folder}/x.csv"], "no hay fichas «luna»"),
    (["parties", "{folder}/x.xlsx", "--comma"], "un libro de Excel no tiene separador"),
    (["parties", "{folder}/x.csv", "--columns", ",,"], "--columns no nombra ningún campo"),
    (["parties", "{folder}/x.csv", "--columns", "luna"], "no hay ningún campo luna"),
    (["parties", "{folder}/x.csv", "--columns", "related_to"], "no hay ningún campo related_to"),
    (["parties", "{folder}/x.csv", "--filter", "luna"], "deja de leerse en la línea 1, columna 1"),
    (["parties", "{folder}/x.csv", "--filter", "[" * 100_000], "tiene demasiados niveles"),
    (["parties", "{folder}/x.csv", "--filter", "[]"], "tiene que ser un objeto JSON"),
    (["parties", "{folder}/x.csv", "--filter", '{"field": "luna"}'], "No existe ese campo"),
    (["parties", "{folder}/x.csv", "--user", "nadie"], "no hay ningún usuario activo «nadie»"),
    (["parties", "{folder}/x.csv", "--user", ""], "no hay ningún usuario activo «»"),
    (["parties", "{folder}/x.csv", "--user", "lola"], "perfil"),
]


@pytest.mark.parametrize(("arguments", "told"), EXPORTS, ids=lambda part: " ".join(part)[-40:])
def test_an_export_refused_leaves_neither_file_nor_trace(refuse: Refuse, arguments: list[str], told: str) -> None:
    assert told in refuse("export", *arguments)


def test_an_export_that_breaks_off_leaves_the_file_of_yesterday(refuse: Refuse, files, monkeypatch) -> None:
    def full(*_arguments: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tendero.records.export.write_export", full)
    monkeypatch.setattr("tendero.records.export.logging.log", lambda *_arguments, **_more: None)
    assert refuse("export", "parties", "{csv}").endswith(f"no se puede escribir {files['{csv}']}: el disco está lleno")


def test_who_may_read_an_export_stays_as_it_was(refuse: Refuse, tmp_path: Path, world: World, capsys) -> None:
    file = tmp_path / "fuera.csv"
    file.touch(mode=0o600)
    assert main(["export", "parties", str(file)]) == 0
    assert (file.stat().st_mode & 0o777, list(tmp_path.glob(".*"))) == (0o600, [])


OTHERS: list[tuple[list[str], str]] = [
    (["seed", "--parties", "-5"], "--parties: debe estar entre 0 y"),
    (["seed", "--activities", "-5"], "--activities: debe estar entre 0 y"),
    (["seed", "--opportunities", "-5"], "--opportunities: debe estar entre 0 y"),
    (["seed", "--parties", "9" * 20], "--parties: debe estar entre 0 y"),
    (["seed", "--parties", "9" * 5000], "--parties: debe ser un número entero"),
    (["seed", "--parties", "abc"], "--parties: debe ser un número entero, no «abc»"),
    (["seed", "--parties", "1.5"], "--parties: debe ser un número entero, no «1.5»"),
    (["seed", "--parties", ""], "--parties: debe ser un número entero, no «»"),
    (["seed", "--seed", "abc"], "--seed: debe ser un número entero, no «abc»"),
    (["serve", "--port", "99999"], "--port: debe estar entre 1 y 65535, y es 99999"),
    (["serve", "--port", "0"], "--port: debe estar entre 1 y 65535, y es 0"),
    (["serve", "--port", "-1"], "--port: debe estar entre 1 y 65535, y es -1"),
    (["serve", "--port", "http"], "--port: debe ser un número entero, no «http»"),
    (["serve", "--host", "luna"], "--host: debe ser una dirección IP"),
    (["serve", "--host", ""], "--host: debe ser una dirección IP"),
    (["serve", "--processes", "0"], "--processes: debe estar entre 1 y"),
    (["serve", "--processes", "-1"], "--processes: debe estar entre 1 y"),
    (["demo", "--port", "99999"], "--port: debe estar entre 1 y 65535, y es 99999"),
    (["demo", "--data", "{csv}"], "es un archivo y tiene que ser una carpeta"),
    (["worker", "--queue", "luna"], "--queue: no vale 'luna'"),
    (["check", "luna"], "no se entiende: luna"),
    (["migrate", "luna"], "no hay ninguna sala «luna»"),
    (["migrate", "luna", "--plan"], "no hay ninguna sala «luna»"),
    (["migrate", "directory", "9999"], "directory no tiene una sola migración que empiece por «9999»"),
    (["migrate", "directory", "0"], "directory no tiene una sola migración que empiece por «0»"),
    (["backup", "{folder}"], "es una carpeta"),
    (["backup", "{folder}/no/x.zip"], "no hay ninguna carpeta"),
    (["backup", "{csv}"], "ya está ahí; --force escribe encima"),
    (["restore", "{folder}/no.zip"], "no hay ningún archivo"),
    (["restore", "{csv}"], "no es una copia de Tendero"),
    (["restore", "{empty}", "--check"], "no es una copia de Tendero"),
    (["mail", "--resume", "--hold"], "--hold"),
    (["upgrade", "luna"], "no se entiende: luna"),
    (["build", "--out", "{csv}"], "es un archivo y tiene que ser una carpeta"),
    (["token", "nadie"], "nadie en activo se llama «nadie»"),
    (["token", ""], "nadie en activo se llama «»"),
    (["token"], "falta por decir: user"),
    (["user", "luna", "pepe"], "verb: no vale 'luna'"),
    (["user", "add"], "falta por decir: username"),
    (["user", "add", ""], "username: Este campo no puede estar vacío."),
    (["user", "add", LONG], "username: "),
    (["user", "add", "ANA"], "username: "),
    (["user", "add", "pepe@bar.example"], "username: "),
    (["user", "add", "pepe", "--name", LONG], "--name: "),
    (["user", "add", "pepe", "--email", "luna"], "--email: Escribe un e-mail entero"),
    (["user", "add", "pepe", "--profile", "luna", "--team", "Nuevo"], "--profile: No existe ese perfil."),
    (["user", "add", "pepe", "--team", LONG], "--team: "),
    (["user", "add", "pepe", "--team", " "], "--team: "),
    (["user", "deactivate", "nadie"], "nadie se llama «nadie»"),
    (["user", "deactivate", "lola", "--team", "Nuevo"], "--team es para dar de alta"),
    (["bench", "--scale", "luna"], "--scale: debe ser un número, no «luna»"),
    (["bench", "--scale", "-1"], "--scale: debe ser mayor que 0, y es -1"),
    (["bench", "--scale", "nan"], "--scale: debe ser mayor que 0, y es nan"),
    (["bench", "--engine", "luna"], "--engine: no vale 'luna'"),
    (["record", "luna"], "no hay ninguna ficha «luna»"),
    (["openapi", "--write", "--file", "{folder}"], "es una carpeta"),
    (["openapi", "--check", "--file", "{binary}"], "no está al día"),
    (["reactions", "--file", "{folder}/no/x.md"], "no hay ninguna carpeta"),
    (["messages", "luna"], "no hay ninguna sala «luna»"),
    (["luna"], "no hay ninguna orden «luna»"),
]


@pytest.mark.parametrize(("arguments", "told"), OTHERS, ids=lambda part: " ".join(part)[:50])
def test_every_other_command_says_what_is_wrong(refuse: Refuse, arguments: list[str], told: str) -> None:
    assert told in refuse(*arguments)


def test_a_port_that_somebody_has_is_named_before_the_shop_is_opened(refuse: Refuse, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"el puerto {port} está ocupado; prueba --port" in refuse("serve", "--port", port)
        assert f"el puerto {port} está ocupado" in refuse("demo", "--port", port, "--data", "{folder}/tienda")
    assert not (tmp_path / "tienda").exists()


def test_an_address_of_another_machine_is_not_listened_on(refuse: Refuse) -> None:
    assert "203.0.113.7 no es una dirección de este equipo" in refuse("serve", "--host", "203.0.113.7")


def test_what_is_wrong_is_said_in_english_to_the_english(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    told = refuse("seed", "--parties", "abc")
    assert (
        told == "tendero seed: argument --parties: must be a whole number, not “abc” (`tendero seed --help` tells more)"
    )


def test_every_command_refuses_what_it_does_not_know(refuse: Refuse) -> None:
    """Those that hand the rest on to another program leave the refusing to it."""
    for name in sorted(set(COMMANDS) - {"test", "shots"}):
        assert f"tendero {name}: " in refuse(name, "--loquesea")


def test_what_the_system_has_no_word_of_ours_for_is_told_in_its_own(spanish: None) -> None:
    assert why(OSError(28, "No space left on device")) in ("el disco está lleno", "the disk is full")
    assert why(OSError(5, "Input/output error")) == "Input/output error"


def test_tables_are_joined_whatever_parts_their_cells(tmp_path: Path) -> None:
    """How the first file is to be read is said for it alone; the others are found out by themselves."""
    from tendero.config.cli.joining import joined
    from tendero.records.exchange.reading import Choices

    (tmp_path / "lines.csv").write_text("pedido;producto\n1;Café, molido\n2;Té\n", encoding="utf-8")
    (tmp_path / "orders.csv").write_text("pedido,producto,cliente\n1,x,Rosa\n", encoding="utf-8")

    made = joined(tmp_path / "lines.csv", [(tmp_path / "orders.csv", "pedido")], tmp_path, Choices(delimiter=";"))

    assert made.read_text(encoding="utf-8").splitlines() == [
        '"pedido","producto","producto (orders)","cliente"',
        '"1","Café, molido","x","Rosa"',
        '"2","Té","",""',
    ]
