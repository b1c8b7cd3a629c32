"""Settings are read with errors a person can act on."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tendero.config import database_url, email_url, secret
from tendero.config.environment import ConfigurationError, Environment, check_names


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
