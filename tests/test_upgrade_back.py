"""An upgrade that fails half way: the place is as it was before, on either engine, and the version before works there.

The later version is this one with two migrations more: the first destroys and is committed, the second breaks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drill import POSTGRES, empty_postgres, facts, tendero
from tests.places import place

pytestmark = [pytest.mark.database, pytest.mark.once]
LATER = """
import sys
from tendero.config.cli import main
from tendero.config.cli.start import start
start()
from django.conf import settings
settings.MIGRATION_MODULES = {"records": "later"}
sys.exit(main(sys.argv[1:]))
"""
BOTH = "import tendero.records.migrations as known; __path__ = [*__path__, *known.__path__]"
DESTROYS = """
from django.db import migrations

def work(apps, editor):
    from tendero.kernel.files import folder
    next(path for path in folder().rglob("*") if path.is_file()).unlink()

class Migration(migrations.Migration):
    dependencies = [("records", "LAST")]
    operations = [
        migrations.RunSQL("UPDATE directory_party SET name = 'perdido', version = version + 1"),
        migrations.RunSQL("DELETE FROM kernel_searchword"),
        migrations.RunSQL("DELETE FROM catalog_pricechange"),
        migrations.RunSQL("CREATE TABLE records_later (id bigint PRIMARY KEY, told text)"),
        migrations.RunSQL("ALTER TABLE kernel_setting ADD COLUMN later text"),
        migrations.RunPython(work),
        *MORE,
    ]
"""
BREAKS = """
from django.db import migrations

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "8888_destroys")]
    operations = [
        migrations.RunSQL("CREATE TABLE records_half (id bigint PRIMARY KEY)"),
        migrations.RunSQL("SELECT nonsense"),
    ]
"""
SENT = "[migrations.RunSQL(\"UPDATE kernel_job SET started = '2999-01-01 00:00:00+00:00', state = 'successful'\")]"
CUT = """[migrations.RunPython(lambda apps, editor: [
    path.write_bytes(path.read_bytes()[:-1]) for path in __import__("pathlib").Path("data/backups").glob("*.zip")])]"""
WAITS = """
from tendero.config.cli.start import start
start()
from tendero.kernel import jobs
from tendero.kernel.actor import Actor
jobs.enqueue("access.mail_invitation", by=Actor.system("test"))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Contacts, documents, and a mail that waits to be sent."""
    if request.param == "sqlite":
        yield _furnished(tmp_path, ""), ""
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL is named")
    with empty_postgres("upgrade") as url:
        yield _furnished(tmp_path, url), url


def _furnished(folder: Path, url: str) -> Path:
    data = folder / "data"
    place(data, url)
    tendero(data, "tendero", "seed", "--parties", "20", "--activities", "20", url=url)
    tendero(data, "tests.backup_shop", "furnish", url=url)
    (folder / "waits.py").write_text(WAITS)
    tendero(data, "waits", url=url)
    return data


def later_version(folder: Path, *, more: str = "[]") -> None:
    from tendero.records import migrations

    last = max(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))
    (folder / "later").mkdir()
    (folder / "later" / "__init__.py").write_text(BOTH)
    (folder / "later" / "8888_destroys.py").write_text(DESTROYS.replace("LAST", last).replace("MORE", more))
    (folder / "later" / "8889_breaks.py").write_text(BREAKS)
    (folder / "later_version.py").write_text(LATER)


def left(data: Path, url: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(tendero(data, "tests.backup_shop", "left", url=url))
    return found


def test_everything_is_as_before_and_the_version_before_works(shop: tuple[Path, str]) -> None:
    data, url = shop
    later_version(data.parent)
    before, beside = facts(data, url), left(data, url)
    said = tendero(data, "later_version", "upgrade", url=url, fails=1)
    assert "está como antes" in said
    assert "Traceback" not in said
    assert facts(data, url) == before
    assert left(data, url) == beside
    assert "todo bien" in tendero(data, "tendero", "check", url=url)
    assert "el correo sale" in tendero(data, "tendero", "mail", url=url)
    assert len(list((data / "backups").iterdir())) == 1
    tendero(data, "tests.backup_shop", "furnish", url=url)  # keys go on after those that came back
    tendero(data, "tendero", "upgrade", url=url)
    for name in ("records_later", "records_half"):
        assert name not in tendero(data, "tendero", "inspectdb", url=url)


def test_mail_that_left_after_the_copy_does_not_leave_again_by_itself(shop: tuple[Path, str]) -> None:
    data, url = shop
    later_version(data.parent, more=SENT)
    before = facts(data, url)
    said = tendero(data, "later_version", "upgrade", url=url, fails=1)
    assert "está como antes" in said
    assert "mail --resume" in said
    after = facts(data, url)
    assert {name for name in before if before[name] != after[name]} == {"kernel.Setting"}
    assert "no sale ningún correo" in tendero(data, "tendero", "mail", url=url)


def test_where_going_back_fails_too_nothing_is_dropped_and_the_way_is_told(shop: tuple[Path, str]) -> None:
    data, url = shop
    if not url:
        pytest.skip("on SQLite the way back does not need the copy")
    later_version(data.parent, more=CUT)
    said = tendero(data, "later_version", "upgrade", url=url, fails=1)
    (copy,) = (data / "backups").iterdir()
    assert "volver atrás también falló" in said
    assert f"./tendero restore {copy}" in said
    assert "records_half" in tendero(data, "tendero", "inspectdb", url=url)
