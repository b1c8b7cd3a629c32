"""Outgoing connections: only to addresses that were looked at first, and to those very addresses.

A name is resolved once, every address it has is judged by our own list, and the connection goes to an address that
passed, so that a second answer of the name server cannot lead elsewhere. No redirects; time and size are limited.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TIMEOUT: Final = 10.0
"""Seconds for the whole exchange."""
MAX_BODY: Final = 5 * 1024 * 1024
PORTS: Final[dict[str, int]] = {"http": 80, "https": 443}

# Python's own `is_global` lets NAT64, 6to4, Teredo and multicast pass; this list is ours, from the IANA registries.
_DENIED_4: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_ALLOWED_6: Final = ipaddress.ip_network("2000::/3")
_DENIED_6: Final = tuple(
    ipaddress.ip_network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "3ffe::/16")
)


class Forbidden(Exception):
    """The address may not be reached from here; `reason` is for people."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Unreachable(Exception):
    """Nobody answered, or not in time, or too much."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A redirect is an answer like any other; nobody follows it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def allowed(address: str | Address) -> bool:
    """Whether a connection to this address may leave the house."""
    found = ipaddress.ip_address(address) if isinstance(address, str) else address
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped
        if inner is not None:
            return allowed(inner)
        if found.is_loopback:
            return _loopback_allowed()
        if found.scope_id is not None:
            return False
        return found in _ALLOWED_6 and not any(found in network for network in _DENIED_6)
    if found.is_loopback:
        return _loopback_allowed()
    return not any(found in network for network in _DENIED_4)


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host, all of which may be reached. Forbidden if one may not be; Unreachable if there is none.

    A host that is not written as plain names or as a usual address (0177.0.0.1, 2130706433, 127.1, ①②⑦.⓪.⓪.①) is
    forbidden whatever it stands for.
    """
    host = _plain_host(host)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(str(_("There is no server of that name."))) from error
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    if not addresses:
        raise Unreachable(str(_("There is no server of that name.")))
    if not all(allowed(address) for address in addresses):
        raise Forbidden(_("That address belongs to an inner network and is not reached from here."))
    return addresses


def connect(host: str, port: int, *, timeout: float = TIMEOUT) -> socket.socket:
    """An open connection to a checked address of the host: for SMTP, IMAP and the like. The caller closes it."""
    last: OSError | None = None
    for address in resolve(host, port):
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            last = error
    raise Unreachable(str(_("The server does not answer."))) from last


def request(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    max_body: int = MAX_BODY,
) -> Answer:
    """One HTTP exchange with a checked address; the certificate is that of the name. Forbidden, Unreachable."""
    parts = _checked_url(url)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    end = time.monotonic() + timeout
    connection = _Pinned(host, port, parts.scheme == "https", timeout)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body=body or None, headers={**(headers or {}), "Connection": "close"})
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), _read(response, max_body, end))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(str(_("The server does not answer."))) from error
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was checked, whatever the name resolves to by then."""

    def __init__(self, host: str, port: int, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.secure = secure
        self.default_port = PORTS["https" if secure else "http"]

    def connect(self) -> None:
        self.sock = connect(self.host, self.port, timeout=float(self.timeout or TIMEOUT))
        if self.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _checked_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Forbidden(_("That is not a web address.")) from error
    if parts.scheme not in PORTS or not parts.hostname or "\\" in url or any(c.isspace() for c in url.strip()):
        raise Forbidden(_("That is not a web address."))
    if parts.username is not None or parts.password is not None:
        raise Forbidden(_("A web address carries no user name here."))
    if port == 0:
        raise Forbidden(_("That is not a web address."))
    return parts


def _plain_host(host: str) -> str:
    """The host, if it is written plainly: a usual address, or names of letters whose last is not a number."""
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not bare.isascii():
        try:
            bare = bare.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise Forbidden(_("That is not the name of a server.")) from error
        if bare.replace(".", "").isdigit():
            raise Forbidden(_("That is not the name of a server."))
    labels = bare.split(".")
    last = labels[-1].lower()
    if not bare or len(bare) > 253 or last.isdigit() or last.startswith("0x") or not all(map(_plain_label, labels)):
        raise Forbidden(_("That is not the name of a server."))
    return bare


def _plain_label(label: str) -> bool:
    return 0 < len(label) <= 63 and all(letter.isalnum() or letter in "-_" for letter in label)


def _read(response: http.client.HTTPResponse, max_body: int, end: float) -> bytes:
    """The body, no larger and no slower than allowed."""
    pieces, size = [], 0
    while piece := response.read1(64 * 1024):
        size += len(piece)
        if size > max_body:
            raise Unreachable(str(_("The answer is too large.")))
        if time.monotonic() > end:
            raise Unreachable(str(_("The server does not answer in time.")))
        pieces.append(piece)
    return b"".join(pieces)


def _loopback_allowed() -> bool:
    return bool(getattr(settings, "NET_ALLOW_LOOPBACK", False))
