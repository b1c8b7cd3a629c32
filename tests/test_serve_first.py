"""The first start of an empty place, as whoever types it sees it."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.db import OperationalError

from tendero.config import cli
from tests.journeys.site import first_run
from tests.places import ROOT, environment_of

pytestmark = [pytest.mark.database, pytest.mark.once]


def test_the_printed_link_opens_at_once(tmp_path: Path) -> None:
    with first_run(tmp_path) as (url, link), urllib.request.urlopen(url + link) as page:
        assert page.status == 200


def test_where_the_port_is_taken_it_is_said_and_there_is_neither_link_nor_database(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "tendero", "serve", "--port", str(port)]
        environment = environment_of(tmp_path / "data", "") | {"TENDERO_LANGUAGE": "es"}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"el puerto {port} está ocupado" in done.stderr
    assert "first-run" not in done.stdout + done.stderr
    assert not (tmp_path / "data" / "tendero.sqlite3").exists()


def test_a_full_disk_is_called_that(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And not told as migrations that are missing, which it keeps from being applied."""

    def full(*_given: object) -> int:
        database = sqlite3.connect(":memory:")
        database.execute("PRAGMA max_page_count = 1")
        try:
            database.execute("CREATE TABLE one (told text)")
            database.execute("CREATE TABLE two (told text)")
        except sqlite3.OperationalError as problem:
            raise OperationalError(str(problem)) from problem
        return 0

    monkeypatch.setenv("LANGUAGE", "es")
    monkeypatch.setattr(cli, "_run", full)
    assert cli.main(["first-run"]) == 1
    assert "el disco está lleno" in capsys.readouterr().err
