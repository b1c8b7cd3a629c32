"""The drill: a shop is copied, damaged copies are refused, and the copy is restored, through the real command line.

Run first on SQLite alone; where TENDERO_TEST_POSTGRES names a server, the copy goes to PostgreSQL and back as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tendero.kernel.backup.codec import read
from tests.backups import DAMAGES
from tests.drill import POSTGRES, empty_postgres, facts, tendero
from tests.places import place

pytestmark = [pytest.mark.database]
DRILL = (
    "cut in the middle",
    "a bit of a table",
    "a bit of a document",
    "a bit of the manifest",
    "a table missing",
    "another count",
    "a later version",
    "a diary",
)
ALTERED = {"kernel.Setting", "kernel.ChangeSet", "kernel.Change"}
"""Tables to which the restoration itself adds: that mail is held, and a line of the audit."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with contacts, sales and documents, on SQLite."""
    data = tmp_path_factory.mktemp("shop") / "data"
    place(data)
    tendero(data, "tendero", "seed", "--parties", "60", "--activities", "200", "--sales", "80")
    tendero(data, "tests.backup_shop", "furnish")
    return data


@pytest.fixture(scope="module")
def copy(shop: Path) -> Path:
    path = shop.parent / "copy.zip"
    told = tendero(shop, "tendero", "backup", str(path))
    assert str(path) in told
    assert "3 documentos" in told
    return path


@pytest.fixture
def server() -> Iterator[str]:
    """An empty database of PostgreSQL."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL is named")
    with empty_postgres("drill") as url:
        yield url


@pytest.mark.once
def test_damaged_copies_are_refused_and_nothing_is_written(copy: Path, tmp_path: Path) -> None:
    for number, kind in enumerate(DRILL):
        damage, told = DAMAGES[kind]
        place = tmp_path / str(number)
        place.mkdir()
        damaged = place / "damaged.zip"
        shutil.copy(copy, damaged)
        damage(damaged)
        said = tendero(place / "data", "tendero", "restore", str(damaged), fails=2)
        assert told in said, kind
        assert len(said.strip().splitlines()) == 1, said
        assert {path.name for path in place.rglob("*") if path.is_file()} <= {"damaged.zip", "secret_key"}, kind


BROKEN_OFF = (
    "import sys, os; from tendero.config.cli.start import start; start()\n"
    "from tendero.kernel.backup import restoring; restoring._take = lambda *given: os._exit(9)\n"
    "from tendero.config.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""A restoration whose power fails when all is written and nothing yet in its place."""


@pytest.mark.once
def test_a_restored_shop_is_the_shop(shop: Path, copy: Path, tmp_path: Path) -> None:
    """One that is cut off leaves nothing that stands in the way of the next."""
    before, data = facts(shop), tmp_path / "data"
    (tmp_path / "broken_off.py").write_text(BROKEN_OFF)
    tendero(data, "broken_off", "restore", str(copy), fails=9)
    tendero(data, "tendero", "restore", str(copy))
    assert [path.name for path in data.iterdir() if ".restoring" in path.name] == []
    after = facts(data)
    assert {name: told for name, told in after.items() if name not in ALTERED} == {
        name: told for name, told in before.items() if name not in ALTERED
    }
    assert "no sale ningún correo" in tendero(data, "tendero", "mail")
    assert "todo bien" in tendero(data, "tendero", "check")
    assert "el correo sale" in tendero(data, "tendero", "mail", "--resume")
    assert "ya hay una base de datos" in tendero(data, "tendero", "restore", str(copy), fails=2)
    assert "ya está ahí" in tendero(shop, "tendero", "backup", str(copy), fails=2)


@pytest.mark.once
def test_a_place_that_was_only_served_is_empty(shop: Path, copy: Path, tmp_path: Path) -> None:
    """It has tables, lists and a link for its first person; nobody who would lose anything."""
    data = tmp_path / "data"
    assert "/first-run/" in tendero(data, "tendero", "first-run")
    tendero(data, "tendero", "restore", str(copy))
    assert {name: told for name, told in facts(data).items() if name not in ALTERED} == {
        name: told for name, told in facts(shop).items() if name not in ALTERED
    }
    tendero(data, "tendero", "first-run", fails=1)


@pytest.mark.once
def test_contacts_without_anybody_are_something(copy: Path, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "contacts.csv"
    place(data)
    file.write_text("Nombre,Teléfono\nLuis Gil,976 11 22 33\n", encoding="utf-8")
    tendero(data, "tendero", "import", "parties", str(file))
    assert "ya hay una base de datos" in tendero(data, "tendero", "restore", str(copy), fails=2)


def test_a_copy_crosses_to_postgresql_and_back(shop: Path, copy: Path, server: str, tmp_path: Path) -> None:
    before, there, back = facts(shop), tmp_path / "there" / "data", tmp_path / "back" / "data"
    there.parent.mkdir()
    back.parent.mkdir()
    tendero(there, "tendero", "first-run", url=server)  # only served, and nobody came
    tendero(there, "tendero", "restore", str(copy), url=server)
    across = facts(there, server)
    tendero(there, "tests.backup_shop", "furnish", url=server)  # new keys follow the ones that came
    tendero(there, "tendero", "check", url=server)
    second = tmp_path / "second.zip"
    grown = facts(there, server)
    tendero(there, "tendero", "backup", str(second), url=server)
    tendero(back, "tendero", "restore", str(second))
    home = facts(back)
    assert {name: told for name, told in across.items() if name not in ALTERED} == {
        name: told for name, told in before.items() if name not in ALTERED
    }
    assert {name: told for name, told in home.items() if name not in ALTERED} == {
        name: told for name, told in grown.items() if name not in ALTERED
    }


def test_a_row_is_read_back_as_it_was_written() -> None:
    assert read(b'[1,"a",null,true]') == [1, "a", None, True]
    with pytest.raises(ValueError, match="not a row"):
        read(b"{}")
