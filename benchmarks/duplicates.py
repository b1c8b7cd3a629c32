"""Precision and recall of the search for duplicates on public files of records with known truth.

python -m benchmarks.duplicates [FOLDER]     FOLDER holds febrl/ and splink/; ../shared/data unless told
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from tendero.directory.rules.blocking import candidates, packed, unpacked
from tendero.directory.rules.likeness import Traits, Verdict, likeness, traits

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
FOLDER = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])


@dataclass(frozen=True)
class Score:
    """Of all pairs shown (same or doubtful), or of those held to be the same."""

    name: str
    true: int
    shown: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.shown if self.shown else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true

    def __str__(self) -> str:
        return f"{self.name}: {self.shown} pairs, precision {self.precision:.4f}, recall {self.recall:.4f}"


Known = tuple[str, Traits]


def febrl(path: Path) -> Iterator[Known]:
    """Synthetic people of FEBRL, each with whom he truly is."""
    for row in _rows(path):
        born = row["date_of_birth"]
        whole = len(born) == 8 and born.isdigit() and "0101" <= born[4:] <= "1231"
        yield row["rec_id"].split("-")[1], traits(
            first_name=row["given_name"], surnames=row["surname"], tax_id=row["soc_sec_id"],
            birthday_key=int(born[4:]) if whole else 0, birth_year=int(born[:4]) if whole else None,
            streets=[f"{row['address_1']} {row['street_number']}"], postal_codes=[row["postcode"]],
            cities=[row["suburb"]],
        )  # fmt: skip


def splink(path: Path) -> Iterator[Known]:
    """Synthetic people of Splink, each with whom he truly is."""
    for row in _rows(path):
        born = row["dob"].replace("-", "")
        yield row["cluster"], traits(
            first_name=row["first_name"], surnames=row["surname"], cities=[row["city"]], emails=[row["email"]],
            birthday_key=int(born[4:]) if born else 0, birth_year=int(born[:4]) if born else None,
        )  # fmt: skip


FILES: dict[str, Callable[[Path], Iterator[Known]]] = {
    "febrl/dataset1.csv": febrl,
    "febrl/dataset2.csv": febrl,
    "splink/fake_1000.csv": splink,
}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name.strip(): (value or "").strip() for name, value in row.items()}


def measured(name: str, folder: Path = FOLDER) -> tuple[Score, Score]:
    """All that is shown, and what is held to be the same; FileNotFoundError where the file is not there."""
    people = list(FILES[name](folder / name))
    who = defaultdict(list)
    for place, (truly, _traits) in enumerate(people):
        who[truly].append(place)
    true = {pair for places in who.values() for pair in combinations(places, 2)}
    compared = {pair: likeness(people[pair[0]][1], people[pair[1]][1]).verdict for pair in _candidates(people)}
    shown = {pair for pair, verdict in compared.items() if verdict is not Verdict.DIFFERENT}
    same = {pair for pair, verdict in compared.items() if verdict is Verdict.SAME}
    return (
        Score(f"{name}, shown", len(true), len(shown), len(shown & true)),
        Score(f"{name}, the same", len(true), len(same), len(same & true)),
    )


def _candidates(people: Sequence[Known]) -> list[tuple[int, int]]:
    names = ["|".join(sorted(word.text for words in one.names for word in words)) for _truly, one in people]
    order = sorted(range(len(names)), key=names.__getitem__)
    ranks = {place: rank for rank, place in enumerate(order)}
    keys = (key for place, (_truly, one) in enumerate(people) for key in packed(place, one))
    return [unpacked(pair) for pair in candidates(keys, [ranks[place] for place in range(len(people))])]


def main(arguments: Sequence[str]) -> int:
    """One line a file and verdict; a file that is not there is named with the reason."""
    folder = Path(arguments[0]) if arguments else FOLDER
    for name in FILES:
        try:
            for score in measured(name, folder):
                print(score)
        except FileNotFoundError:
            print(f"{name}: skipped, {folder} does not have it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
