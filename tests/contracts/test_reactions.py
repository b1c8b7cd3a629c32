"""`docs/reactions.md` says who answers what; it is generated and must be what the code does."""

from __future__ import annotations

from pathlib import Path

from tendero.config.reactions import document

FILE = Path(__file__).resolve().parents[2] / "docs" / "reactions.md"


def test_the_page_of_reactions_is_what_the_code_does() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run: python -m tendero reactions"
