"""Settings are read with errors a person can act on."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tendero.config import database_url, email_url, secret
from tendero.config.environment import ConfigurationError, Environment, check_names


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ran before may have left another language in the environment."""
    monkeypatch.setenv("LANGUAGE", "en")


def test_a_mistyped_setting_is_named_and_the_nearest_suggested() -> None:
    with pytest.raises(ConfigurationError, match=r"TENDERO_DATABSE_URL; did you mean TENDERO_DATABASE_URL\?"):
        check_names({"TENDERO_DATABSE_URL": "x", "PATH": "/bin"})


def test_a_setting_like_nothing_lists_them_all() -> None:
    with pytest.raises(ConfigurationError, match="the settings are TENDERO_DATA,"):
        check_names({"TENDERO_ZZZZ": ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TENDERO_PUBLIC_URL", "crm.example.com"),
        ("TENDERO_PUBLIC_URL", "https://crm.example.com/crm"),
        ("TENDERO_TRUSTED_PROXIES", "one"),
        ("TENDERO_TRUSTED_PROXIES", "-1"),
        ("TENDERO_TIME_ZONE", "Europe/Zaragoza"),
        ("TENDERO_TIME_ZONE", "../etc/passwd"),
        ("TENDERO_LANGUAGE", "fr"),
        ("TENDERO_DEBUG", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_read_names_its_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Environment({name: value}).text(name)


def test_values_have_their_type() -> None:
    given = Environment({"TENDERO_DEBUG": "yes", "TENDERO_TRUSTED_PROXIES": "2"})
    assert given.flag("TENDERO_DEBUG") is True
    assert given.number("TENDERO_TRUSTED_PROXIES") == 2
    assert given.text("TENDERO_LANGUAGE") == "es"


def _parse(url: str, data: Path) -> dict[str, object]:
    return database_url.parse(url, data=data, statement_timeout=30, pool_size=4)


def test_no_address_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert _parse("", tmp_path)["NAME"] == str(tmp_path / "tendero.sqlite3")


def test_sqlite_takes_absolute_and_relative_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _parse(f"sqlite:///{tmp_path}/shop.db", tmp_path)["NAME"] == f"{tmp_path}/shop.db"
    assert _parse("sqlite:///shop.db", tmp_path)["NAME"] == f"{tmp_path}/shop.db"


def test_postgres_reads_every_part(tmp_path: Path) -> None:
    entry = _parse("postgres://ana:p%40ss@db.example:5433/shop?sslmode=require", tmp_path)
    assert entry["USER"] == "ana"
    assert entry["PASSWORD"] == "p@ss"
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "5433", "shop")
    options = entry["OPTIONS"]
    assert isinstance(options, dict)
    assert options["sslmode"] == "require"
    assert "statement_timeout=30s" in options["options"]
    assert options["pool"]["max_size"] == 4


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:hush@localhost/shop",
        "sqlite://",
        "sqlite:////no/such/folder/shop.db",
        "postgres://ana:hush@localhost",
        "postgres://ana:hush@localhost:port/shop",
        "postgres://ana:hush@localhost/shop?pool=9",
    ],
)
def test_a_wrong_database_address_says_why_and_hides_the_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="TENDERO_DATABASE_URL") as caught:
        _parse(url, tmp_path)
    assert "hush" not in str(caught.value)


def test_mail_goes_to_files_until_told_otherwise(tmp_path: Path) -> None:
    assert email_url.parse("", data=tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
    direct = email_url.parse("smtps://ana:p%40ss@mail.example", data=tmp_path)
    assert (direct["EMAIL_PORT"], direct["EMAIL_USE_SSL"], direct["EMAIL_HOST_PASSWORD"]) == (465, True, "p@ss")
    assert email_url.parse("smtp://mail.example:25", data=tmp_path)["EMAIL_USE_TLS"] is False
    with pytest.raises(ConfigurationError, match="TENDERO_EMAIL_URL"):
        email_url.parse("imap://mail.example", data=tmp_path)


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    key = secret.load(tmp_path)
    assert len(key) >= secret.LEAST_LENGTH
    assert secret.load(tmp_path) == key
    file = tmp_path / secret.FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [secret.FILE_NAME]


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="TENDERO_SECRET_KEY"):
        secret.load(tmp_path, "secret")


def _command(*arguments: str, **given: str) -> tuple[int, str]:
    """A command as a person gives it: its exit code and what it says on stderr."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TENDERO_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "tendero", *arguments],
        env=kept | {"LANGUAGE": "es"} | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", ["check", "serve", "migrate"])
def test_what_is_mistyped_is_said_in_a_sentence(tmp_path: Path, command: str) -> None:
    """No command shows its insides, and `serve` says it before it serves."""
    in_the_way = tmp_path / "archivo"
    in_the_way.touch()
    for given, told in (
        ({"TENDERO_DATABSE_URL": "x"}, "¿querías decir TENDERO_DATABASE_URL?"),
        ({"TENDERO_PUBLIC_URL": "foo", "TENDERO_DATA": str(tmp_path)}, "no se entiende TENDERO_PUBLIC_URL='foo'"),
        ({"TENDERO_DATA": str(in_the_way)}, "hay un archivo"),
        ({"TENDERO_DATA": str(in_the_way / "dentro")}, "hay un archivo"),
    ):
        code, said = _command(command, **given)
        assert (code, "Traceback" in said) == (2, False)
        assert told in said


@pytest.mark.parametrize("command", ["check", "migrate"])
def test_a_silent_database_is_said_once(tmp_path: Path, command: str) -> None:
    """Nobody listens on port 1."""
    address = "postgres://tendero@127.0.0.1:1/tendero?application_name=x"
    code, said = _command(command, TENDERO_DATA=str(tmp_path), TENDERO_DATABASE_URL=address)
    assert (code, "Traceback" in said) == (1, False)
    assert said.count("la base de datos no responde") == said.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    ["import parties {csv}", "export parties {out}", "token ana", "user add pepe", "user deactivate ana", "check"],
)
def test_a_database_that_nobody_prepared_is_told_with_its_cure(tmp_path: Path, command: str) -> None:
    """Iván gives his first command before `migrate`."""
    table, out = tmp_path / "clientes.csv", tmp_path / "salida.csv"
    table.write_text("Nombre;Correo\nPepe;pepe@bar.example\n")
    arguments = [one.format(csv=table, out=out) for one in command.split()]
    code, said = _command(*arguments, TENDERO_DATA=str(tmp_path / "data"))
    assert (code, "Traceback" in said) == (1 if command == "check" else 2, False)
    assert "migraciones" in said
    assert "ejecuta: ./tendero migrate" in said
    assert command == "check" or said.count("\n") == 1
    assert not out.exists()


def test_only_a_process_of_many_short_questions_has_them_prepared(tmp_path: Path) -> None:
    job, web, file = (_parse(url, tmp_path) for url in ("postgres://u@host/shop", "postgres://u@host/shop", ""))
    for entry in (web, file):
        database_url.prepare(entry)

    told = [{"prepare_threshold", "server_side_binding"} & set(entry["OPTIONS"]) for entry in (job, web, file)]  # type: ignore[call-overload]
    assert told == [set(), {"prepare_threshold", "server_side_binding"}, set()]
