"""Files are told by their content, kept under random names, and leave as attachments."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tendero.kernel import files
from tendero.kernel.actor import Actor

BY = Actor.system("test")


class Upload(io.BytesIO):
    """A file under a name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def png(size: tuple[int, int] = (40, 20), extra: bytes = b"") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, "PNG")
    return made.getvalue() + extra


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (png(), "photo.csv", "image/png"),
        (b"%PDF-1.7", "x.png", "application/pdf"),
        (b"a;b\n1;2\n", "x.csv", "text/csv"),
        (b"<svg onload='x()'/>", "logo.svg", "application/octet-stream"),
        (b"<html>", "x.txt", "application/octet-stream"),
        (b"\x00\x01", "x.txt", "application/octet-stream"),
    ],
)
def test_the_content_says_what_it_is(data, name, kind):
    assert files.type_of(data, name) == kind


@pytest.mark.django_db
def test_stored_and_handed_out_as_an_attachment():
    stored = files.store(Upload(b"hello", "../../etc/pass\x00wd.html"), by=BY, record=("directory.Party", 7))

    assert (stored.name, stored.size, stored.party_id) == ("passwd.html", 5, 7)
    assert stored.name not in str(files.path_of(stored))
    with files.open_file(stored) as file:
        assert file.read() == b"hello"
    response = files.download(stored)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


@pytest.mark.django_db
def test_too_large_leaves_nothing_behind(settings):
    before = set(files.folder().rglob("*")) if files.folder().exists() else set()
    with pytest.raises(ValidationError):
        files.store(Upload(b"x" * 100, "x.bin"), by=BY, max_size=10)
    assert {path for path in files.folder().rglob("*") if path.is_file()} <= before


@pytest.mark.django_db
def test_pictures_are_drawn_anew():
    stored = files.store_picture(Upload(png((3000, 1500), b"<script>alert(1)</script>"), "logo.png"), by=BY)

    with files.open_file(stored) as file:
        data = file.read()
    assert b"script" not in data
    assert Image.open(io.BytesIO(data)).size == (1024, 512)
    assert files.download(stored, inline_picture=True)["Content-Disposition"].startswith("inline")


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"<svg/>", b"not a picture", png()[:30]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValidationError):
        files.store_picture(Upload(data, "x.png"), by=BY)


@pytest.mark.django_db(transaction=True)
def test_deleting_takes_the_bytes_away():
    stored = files.store(Upload(b"hello", "x.txt"), by=BY)
    path = files.path_of(stored)
    files.delete(stored)
    assert not path.exists()
