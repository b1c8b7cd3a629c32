"""From what the dialog sent to a draft."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from tendero.records.builder.draft import DEEPEST, MODES, MOST, Part
from tendero.records.builder.offers import Offers

AGO, AHEAD, DAY = "ago", "ahead", "day"


def read(data: QueryDict, offers: Offers, path: str = "p", depth: int = 0) -> Part:
    """The group at `path` as it was sent, each part with what the menu offers for it."""
    mode = data.get(f"{path}.mode", "all")
    part = Part("group", mode=mode if mode in MODES else "all", path=path)
    count = data.get(f"{path}.n", "0")
    if depth > DEEPEST or not (count.isascii() and count.isdigit()):
        return part
    for place in range(min(int(count), MOST)):
        part.parts.append(_part(data, offers, f"{path}.{place}", depth))
    return part


def _part(data: QueryDict, offers: Offers, path: str, depth: int) -> Part:
    kind = data.get(f"{path}.kind", "test")
    if kind == "group":
        return read(data, offers, path, depth + 1)
    if kind == "text":
        return Part("text", path=path, values=[data.get(f"{path}.value", "").strip()])
    if kind == "import":
        return Part("import", path=path, name=data.get(f"{path}.name", ""), values=data.getlist(f"{path}.value"))
    if kind == "related":
        return _related(data, offers, path, depth)
    return _test(data, offers, path)


def _test(data: QueryDict, offers: Offers, path: str) -> Part:
    part = Part("test", name=data.get(f"{path}.name", ""), op=data.get(f"{path}.op", ""), path=path)
    offers.fit(part)
    if data.get(f"{path}.was", part.name) == part.name:
        part.values = values(data, path, part.options, part.op)
    return part


def _related(data: QueryDict, offers: Offers, path: str, depth: int) -> Part:
    part = Part("related", name=data.get(f"{path}.name", ""), path=path)
    part.measure = data.get(f"{path}.measure", "count")
    part.op = data.get(f"{path}.op", "gte")
    offers.fit(part)
    found = [_number(text) for text in data.getlist(f"{path}.value") if text.strip()]
    part.values = found if part.op == "between" else found[:1]
    inner = offers.inside(part.name)
    part.parts = [read(data, inner, f"{path}.0", depth + 1)]
    return part


def values(data: QueryDict, path: str, options: Any, op: str) -> list[Any]:
    """The values of a test, typed as its kind of field wants them."""
    texts = [text.strip() for text in data.getlist(f"{path}.value") if text.strip()]
    shape = options.get("shape", "text")
    if shape == "period":
        return _periods(data, path, options)
    if shape == "distance":
        return [f"{data.get(f'{path}.sign', '-')}{texts[0]}d"] if texts else []
    if shape == "number":
        return [_number(text) for text in texts]
    if shape == "flag":
        return [text == "true" for text in texts]
    if shape == "text" and options.get("takes") == "many":
        return [one.strip() for text in texts for one in text.split(";") if one.strip()]
    return list(texts)


def _periods(data: QueryDict, path: str, options: Any) -> list[Any]:
    """Each end of a period is a name, so many days ago or ahead, or a day."""
    found = []
    ends = 2 if options.get("takes") == "two" else 1
    for end in range(ends):
        chosen = data.get(f"{path}.when{end}", "")
        days, day = data.get(f"{path}.days{end}", "").strip(), data.get(f"{path}.day{end}", "").strip()
        if chosen in (AGO, AHEAD):
            found.append(f"{'-' if chosen == AGO else '+'}{days}d")
        else:
            found.append(day if chosen == DAY else chosen)
    return found


def _number(text: str) -> Any:
    """A number with either decimal sign; anything else stays text, for the language to refuse."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        exact = Decimal(plain)
    except InvalidOperation:
        return text
    return int(exact) if exact == exact.to_integral_value() else str(exact)
