"""Reading the house from its files: which rooms there are, in which order, and what they hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tendero"


def floors() -> dict[str, int]:
    """Each built room and its floor, 0 at the bottom; rooms side by side share one."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    found = {}
    for number, layer in enumerate(reversed(contract["layers"])):
        for room in layer.split("|"):
            name = room.strip().strip("()")
            if (SOURCE / name / "__init__.py").is_file():
                found[name] = number
    return found


def may_see(room: str, other: str) -> bool:
    """Whether `room` may use `other`: itself, or one on a lower floor."""
    known = floors()
    return room == other or known[other] < known[room]


def files(pattern: str, *, tests: bool = False) -> Iterator[tuple[str, Path]]:
    """`(room, file)` for every file of the package, generated and vendored ones left out."""
    for path in sorted(SOURCE.rglob(pattern)):
        parts = path.relative_to(SOURCE).parts
        if len(parts) < 2 or {"migrations", "built", "__pycache__"} & set(parts):
            continue
        if "tests" in parts and not tests:
            continue
        yield parts[0], path
