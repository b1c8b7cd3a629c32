"""Spanish first, English complete: no text of the interface without its Spanish, no placeholder lost on the way."""

from __future__ import annotations

import re

import pytest

from tendero.config import catalogues

SPANISH = re.compile(r"[áéíóúñ¿¡]", re.IGNORECASE)


@pytest.mark.parametrize("room", catalogues.rooms())
def test_every_text_has_its_spanish(room: str) -> None:
    assert catalogues.untranslated(room) == []


@pytest.mark.parametrize("room", catalogues.rooms())
def test_the_ids_are_english(room: str) -> None:
    texts = [message.id if isinstance(message.id, str) else message.id[0] for message in catalogues.messages_in(room)]
    assert [text for text in texts if SPANISH.search(text.replace("Señor", ""))] == []
