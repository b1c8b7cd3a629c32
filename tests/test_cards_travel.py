"""Files of cards come in by the importer and leave by the exporter; what vCard can say is not lost on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tendero.directory.rules import vcard
from tendero.kernel.actor import Actor
from tests import exchange, imports

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
SAMPLES = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
CARDS = sorted((SAMPLES / "vcard_ezvcard").rglob("*.vcf"))
needs_samples = pytest.mark.skipif(not CARDS, reason="the sample cards are not there")


def said(data: bytes | Path) -> Counter[vcard.Property]:
    """What the cards of a file say, property by property."""
    return Counter(one for card in vcard.cards_in(data) for one in card.properties)


@needs_samples
@pytest.mark.django_db
@pytest.mark.parametrize("version", vcard.VERSIONS)
@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_comes_out_with_all_that_it_came_in_with(path, version):
    by = Actor.system("test")
    counts = imports.bring(path.read_bytes(), by=by, name=path.name)
    assert set(counts) <= {"created", "repeated", "updated"}

    out = exchange.file_of("parties", f"vcf-{version[0]}", by=by)

    lost = said(path) - said(out)
    assert not lost, "\n".join(f"{one.name}: {one.value[:80]} {one.params}" for one in lost)
