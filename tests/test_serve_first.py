"""The first start of an empty place, as whoever types it sees it."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

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
