"""Files of cards come in by the importer and leave by the exporter; what vCard can say is not lost on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tendero.access.actions import set_rights
from tendero.access.models import Profile
from tendero.directory import card_files
from tendero.directory.actions import update_party
from tendero.directory.models import Party
from tendero.directory.rules import vcard
from tendero.directory.rules.import_labels import guess_target
from tendero.kernel.actor import Actor
from tendero.records.exchange.refusal import Refused
from tests import exchange, imports

BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:]]
SAMPLES = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
CARDS = sorted((SAMPLES / "vcard_ezvcard").rglob("*.vcf"))
needs_samples = pytest.mark.skipif(not CARDS, reason="the sample cards are not there")


def said(data: bytes | Path) -> Counter[vcard.Property]:
    """What the cards of a file say, property by property."""
    return Counter(one for card in vcard.cards_in(data) for one in card.properties)


@needs_samples
@pytest.mark.django_db
@pytest.mark.parametrize("version", vcard.VERSIONS)
@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_comes_out_with_all_that_it_came_in_with(path, version):
    by = Actor.system("test")
    counts = imports.bring(path.read_bytes(), by=by, name=path.name)
    assert set(counts) <= {"created", "repeated", "updated"}

    out = exchange.file_of("parties", f"vcf-{version[0]}", by=by)

    lost = said(path) - said(out)
    assert not lost, "\n".join(f"{one.name}: {one.value[:80]} {one.params}" for one in lost)


ROSA = """BEGIN:VCARD
VERSION:3.0
N:Ferrer Gil;Rosa;;Dra.;
FN:Dra. Rosa Ferrer Gil
ORG:Clínica Ferrer;Dirección
TITLE:Directora
item1.TEL;TYPE=CELL,pref:655 702 138
item1.X-ABLabel:El bueno
TEL;TYPE=WORK,FAX:976 000 111
EMAIL;TYPE=WORK:rosa@clinica.example
ADR;TYPE=WORK:;2.º B;San Miguel\\, 14;Zaragoza;;50001;España
BDAY:1984-03-12
URL:https://clinica.example
CATEGORIES:Clientes,Salud
NICKNAME:Rosi
X-SKYPE:rosa.ferrer
END:VCARD
"""


def lines(data: bytes) -> list[str]:
    """The lines of a file of cards, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_each_part_of_a_card_finds_its_place(world):
    ana = world.actor("ana")

    counts = imports.bring(ROSA, by=ana, name="rosa.vcf")

    rosa = Party.objects.get(email="rosa@clinica.example")
    assert counts == {"created": 1}
    assert (rosa.first_name, rosa.last_name, rosa.second_last_name) == ("Rosa", "Ferrer", "Gil")
    assert [(phone.number, phone.label) for phone in rosa.phones.all()] == [("+34655702138", "mobile")]
    assert (rosa.works_at.name, rosa.birthday_key, rosa.birth_year) == ("Clínica Ferrer", 312, 1984)
    assert {tag.tag.name for tag in rosa.tags.all()} == {"Clientes", "Salud"}
    assert [(a.street, a.street2, a.postal_code) for a in rosa.addresses.all()] == [
        ("San Miguel, 14", "2.º B", "50001")
    ]


def test_what_changes_here_changes_on_the_card_and_the_rest_stays(world):
    ana = world.actor("ana")
    imports.bring(ROSA, by=ana, name="rosa.vcf")
    rosa = Party.objects.get(email="rosa@clinica.example")
    update_party(rosa, values={"phones": [{"number": "655 111 222", "label": "mobile"}]}, by=ana)

    out = lines(exchange.file_of("parties", "vcf-4", by=ana))

    assert "NICKNAME:Rosi" in out
    assert "X-SKYPE:rosa.ferrer" in out
    assert "TEL;TYPE=work,fax:976 000 111" in out
    assert "TEL;TYPE=cell:+34655111222" in out
    assert not any("702 138" in line for line in out)


def test_the_same_cards_again_change_nothing(world):
    ana = world.actor("ana")
    imports.bring(ROSA, by=ana, name="rosa.vcf")

    assert imports.bring(ROSA, by=ana, name="rosa.vcf") == {"unchanged": 1}


def test_our_own_cards_come_back_to_the_same_people(world):
    ana = world.actor("ana")
    imports.bring("Nombre,Apellidos,Móvil,Ciudad\nLuis,Ortiz Peña,655702139,Huesca\n", by=ana)
    out = exchange.file_of("parties", "vcf-3", by=ana)
    before = Party.objects.count()

    counts = imports.bring(out, by=ana, name="ours.vcf")

    assert Party.objects.count() == before
    assert "created" not in counts


def test_broken_cards_are_named_by_their_number_and_the_others_come_in(world):
    broken = "BEGIN:VCARD\nVERSION:3.0\nFN:Cortada\n"
    text = ROSA + broken + ROSA.replace("Rosa", "Eva").replace("rosa", "eva").replace("655 702 138", "655 702 139")

    batch = imports.begin(text, by=world.actor("ana"), name="agenda.vcf")
    counts = imports.run(batch, by=world.actor("ana"))

    assert counts == {"created": 2, "skipped": 1}
    cut = batch.outcomes.get(outcome="skipped")
    assert (cut.number, bool(cut.reason)) == (2, True)


def test_a_hidden_field_is_on_no_card(world):
    imports.bring(ROSA, by=world.actor("ana"), name="rosa.vcf")
    rules = {("directory.Party", "phones"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    beto = world.actor("beto")

    told = "".join(
        card for card in card_files.cards(list(Party.objects.filter(email="rosa@clinica.example")), beto, "4.0")
    )

    assert "702" not in told
    assert "976" not in told
    assert "X-SKYPE" not in told
    assert "rosa@clinica.example" in told


def test_what_there_is_no_place_for_is_told_to_nobody_from_whom_a_field_is_hidden(world):
    """It may say anything: here a tax id in a note."""
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rosa Gil\r\nX-NIF:12345678Z\r\nNOTE:NIF 12345678Z\r\nEND:VCARD\r\n"
    imports.bring(card.encode(), by=world.actor("ana"), name="rosa.vcf")
    rosa = list(Party.objects.filter(name="Rosa Gil"))
    assert "12345678Z" in "".join(card_files.cards(rosa, world.actor("ana"), "4.0"))
    rules = {("directory.Party", "tax_id"): "hidden"}
    set_rights(Profile.objects.get(code="comercial"), by=world.actor("ana"), scopes={}, fields=rules)
    told = "".join(card_files.cards(rosa, world.actor("beto"), "4.0"))
    assert "Rosa Gil" in told
    assert "12345678Z" not in told


def test_a_value_folded_a_million_times_is_put_together_once():
    """Put together piece by piece it would take hours."""
    many = 2_000_000
    data = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:" + b"\n x" * many + b"\nEND:VCARD\r\n"
    (card,) = vcard.cards_in(data)
    assert card.first("FN") == "x" * many


def test_a_card_of_a_million_lines_is_no_card():
    data = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rosa\r\n" + b"A:\n" * 1_000_000 + b"END:VCARD\r\n"
    (card,) = vcard.cards_in(data)
    assert (card.problem, card.properties) == ("card_too_large", [])


@pytest.mark.parametrize("filling", [b" " + b"x" * 98 + b"\n", b"\n" * 100], ids=["folded", "blank"])
def test_a_card_that_is_too_large_says_so_and_the_next_one_is_read(filling):
    large = b"BEGIN:VCARD\nVERSION:4.0\nFN:Rosa\n" + filling * 90_000 + b"EMAIL:rosa@x.example\nEND:VCARD\n"
    first, second = vcard.cards_in(large + b"BEGIN:VCARD\nVERSION:4.0\nFN:Luis\nEND:VCARD\n")
    assert first.problem == "card_too_large"
    assert second.first("FN") == "Luis"


def test_cards_of_other_kinds_of_record_are_refused(world):
    with pytest.raises(Refused, match=r"Contact|tarjetas"):
        imports.begin(ROSA, by=world.actor("ana"), slug="tasks", name="rosa.vcf")


@pytest.mark.parametrize(
    ("line", "name", "value", "types"),
    [
        ("TEL;CELL;PREF:123", "TEL", "123", {"cell"}),
        ("NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:a=F1o=0D=0Ab", "NOTE", "año\\nb", set()),
        ("FN;ENCODING=QUOTED-PRINTABLE:Pe=C3=B1a", "FN", "Peña", set()),
        ("ADR;WORK:;;C/ Mayor, 1;Zaragoza;;50001;", "ADR", ";;C/ Mayor\\, 1;Zaragoza;;50001;", {"work"}),
        ("PHOTO;JPEG;ENCODING=BASE64:QUJD", "PHOTO", "data:image/jpeg;base64,QUJD", set()),
    ],
)
def test_a_line_of_the_old_version_is_held_as_of_today(line, name, value, types):
    text = f"BEGIN:VCARD\nVERSION:2.1\n{line}\nEND:VCARD\n"

    (card,) = vcard.cards_in(text.encode())

    (one,) = card.properties
    assert (one.name, one.value, set(one.types)) == (name, value, types)


def test_bytes_that_cannot_be_read_are_named():
    (card,) = vcard.cards_in(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Pe\xf1a\r\nEND:VCARD\r\n")

    assert card.first("FN") == "Peña"
    assert card.remarks == ["FN: F1"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_parser(junk):
    for text in (junk, b"BEGIN:VCARD\n" + junk + b"\nEND:VCARD\n", b"BEGIN:VCARD\nVERSION:2.1\n" + junk):
        for card in vcard.cards_in(text):
            for version in vcard.VERSIONS:
                vcard.write(card.properties, version)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=120)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["NOTE", "FN", "X-ALGO", "TITLE"]), texts), min_size=1, max_size=6))
def test_whatever_a_text_says_is_read_back(pairs):
    told = [vcard.Property(name, vcard.escape(text)) for name, text in pairs]

    for version in vcard.VERSIONS:
        (card,) = vcard.cards_in(vcard.write(told, version).encode())
        assert card.properties == told


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_titles_of_cards_find_their_place_in_both_languages(language):
    keys = (
        "name first_name middle_name last_name kind company job_title phone phone:work phone:mobile email:home "
        "street:work street2:work postal_code:home city:other region:work country:work street:3 street2:3 "
        "website profile birthday note tags vcard"
    ).split()

    with translation.override(language):
        assert [guess_target(card_files.title(key)) for key in keys] == keys
