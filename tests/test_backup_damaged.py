"""No copy is restored that is not as it was written: every kind of damage is refused in a sentence of its own."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tendero.kernel import backup
from tendero.kernel.backup.format import Unusable
from tendero.kernel.files import folder
from tests.backup_shop import furnish
from tests.backups import DAMAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copy(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    furnish()
    yield backup.write(tmp_path / "copy.zip").path
    shutil.rmtree(folder(), ignore_errors=True)


def test_a_damaged_copy_is_refused_and_says_why(copy: Path, tmp_path: Path) -> None:
    refused = {}
    with translation.override("es"):
        for kind, (damage, told) in DAMAGES.items():
            damaged = tmp_path / "damaged.zip"
            shutil.copy(copy, damaged)
            damage(damaged)
            try:
                backup.check(damaged)
            except Unusable as why:
                refused[kind] = told in str(why) or str(why)
    assert refused == dict.fromkeys(DAMAGES, True)
    assert backup.check(copy).manifest.tables["directory.Party"].rows > 0


def test_no_bit_of_a_copy_can_change_unseen(copy: Path) -> None:
    whole, chance = copy.read_bytes(), random.Random(5)
    for place in [0, 1, len(whole) - 1, *chance.sample(range(len(whole)), 40)]:
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(data)
        with pytest.raises(Unusable):
            backup.check(copy)
    copy.write_bytes(whole)
    assert backup.check(copy)


def test_a_copy_is_for_its_owners_eyes_and_leaves_no_draft(copy: Path, tmp_path: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["copy.zip"]


def test_a_full_disk_leaves_the_copy_that_was_there(copy: Path, tmp_path: Path, monkeypatch) -> None:
    before = copy.read_bytes()

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tendero.kernel.backup.writing.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        backup.write(copy)
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["copy.zip"]


def test_a_document_that_the_disk_has_lost_is_named_and_the_others_are_there(copy: Path, tmp_path: Path) -> None:
    from tendero.kernel import files
    from tendero.kernel.models import StoredFile

    lost = StoredFile.objects.order_by("pk").first()
    assert lost is not None
    files.path_of(lost).unlink()
    manifest = backup.write(tmp_path / "second.zip").manifest
    assert (manifest.lost, len(manifest.files)) == ([lost.ref], StoredFile.objects.count() - 1)
