"""Connections leave only for addresses that were looked at; nobody is led inside by a strange spelling."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tendero.kernel import net


@pytest.fixture(autouse=True)
def strict(settings):
    settings.NET_ALLOW_LOOPBACK = False


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::",
        "2001:db8::1", "::127.0.0.1", "100::1", "5f00::1", "fec0::1", "3fff::1",
    ],
)  # fmt: skip
def test_inner_addresses_are_denied(address):
    assert not net.allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_outer_addresses_are_allowed(address):
    assert net.allowed(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0177.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "①②⑦.⓪.⓪.①", "127。0。0。1",
        "localhost", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "a b.com", "exa%6dple.com", "-", "", "x" * 300,
        "example.com/../x", "user@example.com", "fe80::1%lo",
    ],
)  # fmt: skip
def test_odd_spellings_lead_nowhere(host):
    with pytest.raises((net.Forbidden, net.Unreachable)):
        net.resolve(host, 80)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.com", "http://", "http://a:b@example.com/", "http://example.com:0/",
     "http://exa mple.com/", "http:\\\\example.com", "gopher://example.com", "http://[::1", "javascript:1"],
)  # fmt: skip
def test_only_plain_web_addresses(url):
    with pytest.raises(net.Forbidden):
        net.request("GET", url)


def test_one_bad_address_among_good_ones_is_enough(monkeypatch):
    answers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: answers)

    with pytest.raises(net.Forbidden):
        net.resolve("two-faced.example", 80)


class Shop(BaseHTTPRequestHandler):
    """A small server that redirects, talks too much, or says hello."""

    def do_GET(self):
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/hello")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 100_000 if self.path == "/much" else self.headers["Host"].encode())

    def log_message(self, *args):
        """Tests are quiet."""


@pytest.fixture
def shop(settings):
    settings.NET_ALLOW_LOOPBACK = True
    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_checked_address_is_the_one_reached_and_only_asked_once(shop, monkeypatch):
    asked = []
    real = socket.getaddrinfo

    def once(host, *args, **kwargs):
        asked.append(host)
        return real(host, *args, **kwargs)

    monkeypatch.setattr("socket.getaddrinfo", once)
    answer = net.request("GET", f"{shop}/hello")

    assert answer.status == 200
    assert answer.body.startswith(b"localhost:")
    assert asked.count("localhost") == 1


def test_redirects_are_told_and_not_followed(shop):
    answer = net.request("GET", f"{shop}/away")

    assert (answer.status, answer.headers["Location"]) == (302, "/hello")


def test_an_answer_that_is_too_large_is_cut_off(shop):
    with pytest.raises(net.Unreachable):
        net.request("GET", f"{shop}/much", max_body=1000)


def test_loopback_needs_the_setting(shop, settings):
    settings.NET_ALLOW_LOOPBACK = False

    with pytest.raises(net.Forbidden):
        net.request("GET", f"{shop}/hello")
