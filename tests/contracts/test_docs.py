"""What the documents point at is there: pages, pictures, headings; and every picture of the guide is on some page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.contracts.house import ROOT

PICTURES = ROOT / "docs" / "guide" / "pictures"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
AWAY = re.compile(r"[a-z]+:|//")
LANGUAGES = ("es", "en")
MOST = 3_000_000
"""Bytes that all pictures of the guide together may take: they are in every clone."""


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])


def links(page: Path) -> Iterator[str]:
    yield from LINK.findall(CODE.sub("", page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    """The addresses of its headings, as the forges make them: small letters, no signs, hyphens for spaces."""
    said = HEADING.findall(re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in said}


def test_every_link_between_documents_leads_somewhere() -> None:
    lost = []
    for page in pages():
        for link in links(page):
            if AWAY.match(link):
                continue
            where, _hash, heading = unquote(link).partition("#")
            target = page.parent / where if where else page
            if not target.exists() or (heading and heading not in anchors(target)):
                lost.append(f"{page.relative_to(ROOT)}: {link}")
    assert lost == []


def test_every_picture_of_the_guide_is_on_some_page_and_they_are_small() -> None:
    shown = {(page.parent / link).resolve() for page in pages() for link in links(page) if not AWAY.match(link)}
    taken = set(PICTURES.rglob("*.webp"))
    assert {str(picture.relative_to(PICTURES)) for picture in taken - shown} == set()
    assert sum(picture.stat().st_size for picture in taken) < MOST


def test_the_guide_is_whole_in_both_languages() -> None:
    spanish, english = ([sorted(folder.glob("*")) for folder in _folders(language)] for language in LANGUAGES)
    assert [len(files) for files in spanish] == [len(files) for files in english]
    assert [file.name for file in spanish[1]] == [file.name for file in english[1]]


def _folders(language: str) -> tuple[Path, Path]:
    return ROOT / "docs" / "guide" / language, PICTURES / language
