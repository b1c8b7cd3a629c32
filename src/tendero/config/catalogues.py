"""Message catalogues without gettext's programs: Babel reads the sources and writes the files.

Message ids are English, so English needs no catalogue; every room keeps its Spanish in
``locale/es/LC_MESSAGES/django.po`` and the compiled ``.mo`` beside it is made when stale, never committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "es"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_HEADER = """msgid ""
msgstr ""
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_SKIPPED = {"tests", "migrations", "static", "locale"}
Found = tuple[str | tuple[str, ...], str | None]


def rooms() -> list[str]:
    """Return the names of the rooms that exist, sorted."""
    return sorted(folder.name for folder in ROOT.iterdir() if (folder / "__init__.py").is_file())


def catalogue_file(room: str) -> Path:
    """Return where ``room`` keeps its Spanish."""
    return ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(room: str) -> Catalog:
    """Return the room's Spanish catalogue; empty when there is no file."""
    file = catalogue_file(room)
    if not file.is_file():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE, domain="django")


def messages_in(room: str) -> Catalog:
    """Return every message the room's Python and templates ask for, without translations."""
    found = Catalog(locale=LANGUAGE)
    for file in _sources(ROOT / room):
        for message, context in _messages_of(file):
            place = (file.relative_to(ROOT.parent).as_posix(), 1)
            found.add(message, locations=[place], context=context)
    return found


def _sources(folder: Path) -> Iterator[Path]:
    for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if not _SKIPPED.intersection(file.relative_to(folder).parts):
            yield file


def _messages_of(file: Path) -> Iterator[Found]:
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        from django.utils.translation.template import templatize

        # In brackets, because to Python's reader the indentation of HTML is a mistake.
        source = f"(\n{templatize(source)}\n)"
    reader: Any = extract_python
    for _line, message, _comments, context in extract(
        reader, BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        if message:
            yield message, context


def update(room: str) -> tuple[int, list[str]]:
    """Rewrite the room's catalogue with what its sources ask for, keeping every translation that is still asked for.

    A message another room has already put into Spanish is taken from there. Returns how many messages there are and
    those that still lack Spanish.
    """
    wanted = messages_in(room)
    if not len(wanted):
        return 0, []
    known = [read(room), *(read(other) for other in rooms() if other != room)]
    for message in wanted:
        if message.id:
            _translate(message, known)
    file = catalogue_file(room)
    file.parent.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    write_po(content, wanted, width=120, omit_header=True, sort_output=True, include_lineno=False)
    file.write_bytes(_HEADER.encode() + content.getvalue())
    return len(wanted), untranslated(room)


def _translate(message: Message, known: list[Catalog]) -> None:
    for catalogue in known:
        same = catalogue.get(_key(message), message.context)
        if same is not None and _is_complete(same) and message.pluralizable == same.pluralizable:
            message.string = same.string
            return


def untranslated(room: str) -> list[str]:
    """Return the messages of ``room`` that have no Spanish, or a Spanish that lost a placeholder."""
    known = read(room)
    missing = []
    for message in messages_in(room):
        if not message.id:
            continue
        same = known.get(_key(message), message.context)
        if same is None or not _is_complete(same) or not _same_placeholders(same):
            missing.append(str(_key(message)))
    return missing


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(texts) and all(texts) and not message.fuzzy


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|%[sd]|\{\w*\}", text))


def _same_placeholders(message: Message) -> bool:
    """The plural must have what the English plural has; the singular may leave the number out."""
    if isinstance(message.id, str):
        return _placeholders(str(message.string)) == _placeholders(message.id)
    singular, plural = message.id[0], message.id[-1]
    allowed = _placeholders(singular) | _placeholders(plural)
    texts = message.string or ("",)
    return _placeholders(texts[-1]) == _placeholders(plural) and _placeholders(texts[0]) <= allowed


def compile_stale() -> list[str]:
    """Compile the catalogues that changed since they were compiled; return their rooms."""
    compiled = []
    for room in rooms():
        source = catalogue_file(room)
        target = source.with_suffix(".mo")
        if not source.is_file() or (target.is_file() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as stream:
            write_mo(stream, read(room))
        draft.replace(target)  # another process may be reading, or compiling too
        compiled.append(room)
    return compiled
