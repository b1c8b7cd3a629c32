"""The word index: a GIN index of words on PostgreSQL, an FTS5 table on SQLite, asked in one way.

A question is a list of clauses, all of which must hold; a clause is a list of alternatives, one of which must; an
alternative is a list of words, all of which must occur. Words are `[a-z0-9]+` already, so that nothing needs quoting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, F, Func, Index

FTS_TABLE: Final = "kernel_search_words"
PG_VECTOR: Final = "array_to_tsvector(string_to_array(%s, ' '))"
Alternative = tuple[str, ...]
Clause = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the index; `whole` asks for whole words, else every word may be a beginning.

    `kind` is a word that every document of one record type holds: common words of other types then cost nothing.
    """

    clauses: tuple[Clause, ...]
    whole: bool = False
    kind: str = ""

    def for_postgres(self) -> str:
        """As a tsquery."""
        mark = "'" if self.whole else "':*"
        asked = self._written(" & ", " | ", lambda word: f"'{word}{mark}")
        return f"'{self.kind}' & {asked}" if self.kind else asked

    def for_sqlite(self) -> str:
        """As an FTS5 expression."""
        mark = '"' if self.whole else '"*'
        asked = self._written(" AND ", " OR ", lambda word: f'"{word}{mark}')
        return f'"{self.kind}" AND {asked}' if self.kind else asked

    def _written(self, also: str, either: str, word: Any) -> str:
        def clause(alternatives: Sequence[Alternative]) -> str:
            return "(" + either.join("(" + also.join(map(word, one)) + ")" for one in alternatives) + ")"

        return also.join(clause(alternatives) for alternatives in self.clauses)


class WordsMatch(Func):
    """Whether the `words` column of a search document answers the question."""

    output_field = BooleanField()

    def __init__(self, question: Question, words: str = "words") -> None:
        super().__init__(F(words))
        self.question = question

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{PG_VECTOR % column} @@ %s::tsquery", [*params, self.question.for_postgres()]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        key = column.rpartition(".")[0] + '."id"'
        asked = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608 - a name of our own
        return f"{key} IN ({asked})", [*params, self.question.for_sqlite()]


class WordIndex(Index):
    """Declared on the documents' model, so that migrations make and drop it; each engine has its own kind."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        from tendero.kernel import db

        return db.engine(schema_editor.connection.alias).word_index_sql(model._meta.db_table, self.name)

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        from tendero.kernel import db

        return db.engine(schema_editor.connection.alias).drop_word_index_sql(self.name)
