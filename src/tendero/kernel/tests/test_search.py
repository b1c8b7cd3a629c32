"""Finding: beginnings of words in any order, parts of telephones, slips of the finger."""

from __future__ import annotations

import pytest

from tendero.kernel import search
from tendero.kernel.search import SearchEntry, words


def entry(pk: int, title: str, **more: object) -> SearchEntry:
    return SearchEntry(record_key="directory.Party", record_id=pk, title=title, **more)  # type: ignore[arg-type]


def found(asked: str, **more: object) -> list[str]:
    return [hit.title for hit in search.find(asked, keys=["directory.Party"], **more)]  # type: ignore[arg-type]


@pytest.fixture
def shop(db: None) -> None:
    search.index(
        [
            entry(1, "Rosa García Sevilla", text="rosa@montoro.example", numbers=("34976123456",)),
            entry(2, "José Garcés Núñez", parts={"tax_id": "B-12345678"}),
            entry(3, "Café Sevillano", text="REF-001", weight=1),
        ]
    )


def test_words_begin_in_any_order_without_accents(shop: None) -> None:
    assert found("garc sev") == ["Rosa García Sevilla"]
    assert found("SEVILLA garcía") == ["Rosa García Sevilla"]
    assert set(found("garc")) == {"Rosa García Sevilla", "José Garcés Núñez"}
    assert found("nunez") == ["José Garcés Núñez"]
    assert found("garcia nunez") == []


def test_telephones_are_found_by_any_part(shop: None) -> None:
    assert found("976 12 34") == ["Rosa García Sevilla"]
    assert found("23456") == ["Rosa García Sevilla"]
    assert found("+34 976 123 456") == ["Rosa García Sevilla"]
    assert found("0034 976 123 456") == ["Rosa García Sevilla"]
    assert found("999") == []


def test_codes_with_and_without_marks(shop: None) -> None:
    assert found("ref001") == found("REF-001") == found("ref 001") == ["Café Sevillano"]
    assert found("b12345678") == found("B-12345678") == ["José Garcés Núñez"]
    assert found("rosa@montoro.example") == ["Rosa García Sevilla"]


def test_nothing_asked_finds_nothing(shop: None) -> None:
    assert found("") == found("¡!") == found("' OR 1=1 --") == found('"*') == []


def test_words_of_hidden_fields_do_not_count(shop: None) -> None:
    hidden = {"directory.Party": frozenset({"tax_id"}).__contains__}
    assert found("12345678", hidden=hidden) == found("b12345678 garces", hidden=hidden) == []
    assert found("garces", hidden=hidden) == ["José Garcés Núñez"]
    phones = {"directory.Party": frozenset({"phones"}).__contains__}
    assert found("976123", hidden=phones) == []
    assert found("rosa", hidden=phones) == ["Rosa García Sevilla"]


def test_writing_again_and_removing(shop: None) -> None:
    search.index([entry(1, "Rosa Gil")])
    assert found("garcia") == []
    assert found("gil") == ["Rosa Gil"]
    search.remove("directory.Party", [1])
    assert found("gil") == []
    assert search.count() == {"directory.Party": 2}


def test_suggestions_sound_alike_or_nearly(shop: None) -> None:
    search.rebuild_vocabulary()
    assert search.suggest("garzia") == ["garcía"]
    assert search.suggest("sebilla")[0] == "sevilla"
    assert search.suggest("garzia sevi")[0] == "garcía sevi"
    assert search.suggest("garc") == []
    assert search.suggest("xyzzyq") == []


def test_loading_builds_the_index_at_the_end(db: None) -> None:
    with search.loading():
        assert search.load(entry(pk, f"Cliente {pk}") for pk in range(1, 30)) == 29
    assert len(found("cliente", limit=50)) == 29
    search.index([entry(30, "Cliente nuevo")])
    assert found("nuevo") == ["Cliente nuevo"]


def test_answers_follow_the_words() -> None:
    assert words.answers(words.of_question("garc sev"), ["sevilla", "garcia"])
    assert not words.answers(words.of_question("garc sev"), ["garcia"])
    assert list(words.of_numbers(["12345"])) == ["12345", "2345", "345"]
