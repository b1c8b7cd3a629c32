"""Commands asked for in the process of the tests, and what they may not have changed when they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from tests.world import World

from tendero.config.cli import main

Refuse = Callable[..., str]


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command speaks and starts here as it would in a process of its own, and leaves no trace of it."""
    for name in ("LC_ALL", "LC_MESSAGES", "TENDERO_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "es")
    monkeypatch.setenv("TENDERO_STATEMENT_TIMEOUT", "3600")
    monkeypatch.setattr("gc.freeze", lambda: None)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Files as people have them, good and bad, by the names the stories give them."""
    made = {
        "{csv}": ("clientes.csv", b"Nombre;Correo\nPepe;pepe@bar.example\nLuisa;luisa@bar.example\n"),
        "{empty}": ("vacio.csv", b""),
        "{blank}": ("blanco.csv", b"\n\n;;\n"),
        "{titles}": ("titulos.csv", b"Nombre;Correo\n"),
        "{binary}": ("basura.csv", bytes(range(256)) * 12),
        "{picture}": ("foto.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
        "{broken}": ("roto.xlsx", b"PK\x03\x04" + b"nada de nada" * 20),
        "{list}": ("lista.json", b"[1, 2]"),
        "{deep}": ("hondo.json", b"[" * 100_000),
        "{elsewhere}": ("otro.json", json.dumps({"Apellido": "name"}).encode()),
        "{nowhere}": ("nada.json", json.dumps({"Nombre": "luna"}).encode()),
    }
    for name, content in made.values():
        (tmp_path / name).write_bytes(content)
    return {key: str(tmp_path / name) for key, (name, _content) in made.items()} | {"{folder}": str(tmp_path)}


@pytest.fixture
def refuse(
    spanish: None, files: dict[str, str], world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Refuse:
    """Asks for a command; answers the line with which it was refused, having looked at what must not have changed."""
    world.user("ana"), world.user("lola")

    def ask(*arguments: str, code: int = 2) -> str:
        given = [_filled(one, files) for one in arguments]
        before, there = _rows(), _files(tmp_path)
        assert _exit(given) == code
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert "Traceback" not in told.err
        assert (_rows(), _files(tmp_path)) == (before, there)
        return told.err.rstrip("\n")

    return ask


def _filled(argument: str, files: dict[str, str]) -> str:
    for key, path in files.items():
        argument = argument.replace(key, path)
    return argument


def _exit(arguments: list[str]) -> int:
    """Argparse ends the process itself; either way there is a code."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
