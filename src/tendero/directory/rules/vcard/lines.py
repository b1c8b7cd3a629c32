"""One property of a card: from its line to the one form in which it is held."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from typing import Final

STRUCTURED: Final = frozenset(["N", "ADR", "ORG"])
"""Values of several parts, parted by semicolons in every version."""
ADDRESSES: Final = frozenset([
    "URL", "SOURCE", "FBURL", "CALURI", "CALADRURI", "IMPP", "UID", "PHOTO", "LOGO", "SOUND", "KEY", "MEMBER",
    "RELATED",
    "GEO",
])  # fmt: skip
"""Values that are addresses: their commas and semicolons are their own."""
MEDIA: Final = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}
_HEAD: Final = re.compile(r"^(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)")
_PARAM: Final = re.compile(r';\s*([A-Za-z0-9_-]+)?\s*(=)?((?:"[^"]*"|[^";:])*)')
_ENCODINGS: Final = {"quoted-printable": "qp", "base64": "b", "b": "b", "8bit": "", "7bit": ""}
_CARET: Final = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)

Params = tuple[tuple[str, tuple[str, ...]], ...]


class BadLine(Exception):
    """A line that is no property."""


@dataclass(frozen=True, slots=True)
class Property:
    """`value` is text escaped as vCard 4.0 does (see the package); `params` are (NAME, values), each name once."""

    name: str
    value: str
    params: Params = ()
    group: str = ""

    def param(self, name: str) -> tuple[str, ...]:
        """The values of one parameter."""
        return next((values for key, values in self.params if key == name), ())

    @property
    def types(self) -> frozenset[str]:
        """What sort of telephone, address, e-mail: `work`, `cell`, `fax`."""
        return frozenset(self.param("TYPE"))


def escape(text: str) -> str:
    """Text as a value."""
    for sign, told in (("\\", "\\\\"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(sign, told)
    return text


def plain(value: str) -> str:
    """A value as text."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def components(value: str) -> list[str]:
    """The parts of a structured value, as text; several of a kind in one part stay parted by a comma."""
    return [plain(part) for part in split(value)]


def split(value: str, sign: str = ";") -> list[str]:
    """The parts between unescaped signs, still escaped."""
    if "\\" not in value:
        return value.split(sign)
    found: list[str] = []
    part = ""
    skip = False
    for letter in value:
        if letter == sign and not skip:
            found.append(part)
            part = ""
            continue
        skip = letter == "\\" and not skip
        part += letter
    return [*found, part]


def head(line: bytes) -> tuple[str, str, Params, bytes]:
    """Group, name, parameters as they are written, and the bytes of the value. BadLine if it is no property."""
    told = line.decode("utf-8", "surrogateescape")
    found = _HEAD.match(told)
    if found is None:
        raise BadLine(told[:40])
    at = found.end()
    params: list[tuple[str, tuple[str, ...]]] = []
    while at < len(told) and told[at] == ";":
        param = _PARAM.match(told, at)
        if param is None or param.end() == at:
            raise BadLine(told[:40])
        name, value = (param[1] or "") if param[2] else "", param[3] if param[2] else (param[1] or "") + param[3]
        params.append((name.upper(), _values(value)))
        at = param.end()
    if at >= len(told) or told[at] != ":":
        raise BadLine(told[:40])
    rest = told[at + 1 :].encode("utf-8", "surrogateescape")
    return (found[1] or "").lower(), found[2].upper(), tuple(params), rest


def _values(text: str) -> tuple[str, ...]:
    """Values between commas, quoted or not."""
    parts = re.findall(r'"[^"]*"|[^,"]+', text) or [""]
    return tuple(re.sub(r"\^[nN^']", lambda sign: _CARET[sign[0]], part.strip().strip('"')) for part in parts)


def encoding_of(params: Params) -> str:
    """ "qp", "b" or nothing."""
    for name, values in params:
        for value in values if name in ("ENCODING", "") else ():
            if found := _ENCODINGS.get(value.lower()):
                return found
    return ""


def held(line: bytes, version: str, remarks: list[str]) -> Property:
    """The property of an unfolded line in the one form; what could not be read of it is told in `remarks`."""
    group, name, params, raw = head(line)
    encoding = encoding_of(params)
    if encoding == "b" and name not in MEDIA:
        raw = _decoded(raw)
    if encoding == "qp":
        raw = quopri.decodestring(raw)
    text = _text(raw, params, name, remarks)
    kept, sorts = _params(params, version)
    if name in MEDIA and encoding == "b":
        return Property(name, *_media(name, text, kept, sorts), group)
    value = _value(name, text, version)
    if name in MEDIA and value[:5].lower() == "data:":
        value = _data(value)
    return Property(name, value, _with_types(kept, sorts), group)


def _text(raw: bytes, params: Params, name: str, remarks: list[str]) -> str:
    """By the charset it names, else UTF-8, else as Windows writes in the west; bytes that are none of it are told."""
    wanted = next((values[0] for key, values in params if key == "CHARSET" and values), "")
    for charset in (wanted, "utf-8"):
        try:
            if charset:
                return raw.decode(charset).replace("\x00", "")
        except (LookupError, UnicodeError, ValueError):
            continue
    told = wanted.lower().replace("-", "") == "utf8"
    text = raw.decode("utf-8", "replace") if told else raw.decode("cp1252", "replace")
    odd = sorted({f"{byte:02X}" for byte in raw if byte > 0x7F})
    remarks.append(f"{name}: {' '.join(odd[:8])}")
    return text.replace("\x00", "")


def _params(params: Params, version: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Parameters without those of transport; types apart, those of 2.1 without their name too."""
    kept: dict[str, tuple[str, ...]] = {}
    sorts: list[str] = []
    for name, values in params:
        if name in ("CHARSET", "ENCODING"):
            continue
        if name in ("TYPE", ""):
            sorts += [part for value in values if (part := value.lower()) and part not in _ENCODINGS]
        elif name == "VALUE":
            kept[name] = tuple(value.lower() for value in values)
        else:
            kept[name] = (*kept.get(name, ()), *values)
    if "pref" in sorts:
        sorts = [one for one in sorts if one != "pref"]
        kept.setdefault("PREF", ("1",))
    return kept, list(dict.fromkeys(sorts))


def _with_types(kept: dict[str, tuple[str, ...]], sorts: list[str]) -> Params:
    return (*((("TYPE", tuple(sorts)),) if sorts else ()), *sorted(kept.items()))


def _media(name: str, text: str, kept: dict[str, tuple[str, ...]], sorts: list[str]) -> tuple[str, Params]:
    """Inline media as a data address; its type was the sort in 2.1 and 3.0."""
    kept.pop("VALUE", None)
    media = next((one for one in sorts if one not in ("work", "home", "pref")), "")
    rest = [one for one in sorts if one != media]
    kind = media if "/" in media else f"{MEDIA[name]}/{media}" if media else ""
    return f"data:{kind};base64,{''.join(text.split())}", _with_types(kept, rest)


def _data(value: str) -> str:
    """A data address with its commas unescaped and no blanks."""
    return "".join(value.replace("\\,", ",").replace("\\;", ";").split())


def _value(name: str, text: str, version: str) -> str:
    """The value escaped as in 4.0: 2.1 escapes nothing but semicolons, and those only where they part."""
    if name in ADDRESSES:
        return re.sub(r"\\([:,;\\])", r"\1", text) if version != "2.1" else text
    if version != "2.1":
        return text.replace("\\N", "\\n").replace("\r\n", "\\n").replace("\n", "\\n")
    if name in STRUCTURED:
        return ";".join(escape(part.replace("\\;", ";").replace("\\,", ",")) for part in _parts_21(text))
    if name == "CATEGORIES":
        return ",".join(escape(part.strip()) for part in re.split(r"[,;]", text))
    return escape(text)


def _parts_21(text: str) -> list[str]:
    return re.split(r"(?<!\\);", text)


def _decoded(raw: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(raw.split()))
    except (binascii.Error, ValueError):
        return raw
