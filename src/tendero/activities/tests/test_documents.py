"""Papers of a contact: who sees the contact reads them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.world import World

from tendero.activities import actions
from tendero.activities.models import Document
from tendero.kernel.permissions import Refused

HTMX = {"HX-Request": "true"}


def paper(name: str = "presupuesto.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Molino M-64: 1.890 EUR")


def test_beto_attaches_a_paper_and_sara_reads_it(world: World) -> None:
    address = f"/parties/{world.don_luis.ref}/document"
    assert world.client("beto").post(address, {"file": paper(), "title": ""}, headers=HTMX).status_code == 200
    kept = Document.objects.get()
    assert (kept.title, kept.party) == ("presupuesto.txt", world.don_luis)
    answer: Any = world.client("sara").get(f"/documents/{kept.ref}/file")
    assert b"".join(answer.streaming_content) == b"Molino M-64: 1.890 EUR"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_paper_of_a_binned_contact_is_gone(world: World) -> None:
    kept = actions.attach_document(world.don_luis, upload=paper(), by=world.actor("beto"))
    from tendero.kernel import changes, write

    with changes.change_set("test", by=world.system):
        write.to_bin([world.don_luis])
    assert world.client("beto").get(f"/documents/{kept.ref}/file").status_code == 404


def test_the_one_who_only_looks_attaches_nothing(world: World) -> None:
    with pytest.raises(Refused):
        actions.attach_document(world.don_luis, upload=paper(), by=world.actor("lola"))
    assert not Document.objects.exists()
