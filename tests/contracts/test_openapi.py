"""The document of the API is the one that the declarations give."""

from __future__ import annotations

import json
from pathlib import Path

from tendero.records.rest import document

WRITTEN = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_written_document_is_up_to_date() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == document.text(), "run: ./tendero openapi --write"


def test_every_reference_in_it_leads_somewhere() -> None:
    text = document.text()
    known = set(json.loads(text)["components"]["schemas"])
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= known
