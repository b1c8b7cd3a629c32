"""An empty place: the link of the terminal makes the first person, once; strangers find out where it is, no more."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tendero.access import actions
from tendero.access.company_forms import mail_goes_out
from tendero.access.models import Invitation
from tendero.identity.models import User
from tendero.kernel import clock, jobs
from tendero.kernel.models import Setting
from tendero.kernel.models.files import StoredFile
from tests.world import World

ANA = {"name": "Ana Montoro", "email": "ana@montoro.example", "password": "una frase corta y buena"}
COMPANY = {
    "company_name": "Menaje Montoro",
    "company_tax_id": "B50997316",
    "company_country": "CO",
    "company_currency": "COP",
    "company_language": "es",
    "company_sells_to": "people",
    "begin": "blank",
}
EMAILS = "marta@otra.example, eva@otra.example;eva@otra.example"


def link() -> str:
    return f"/first-run/{actions.offer_first_run()}/"


@pytest.mark.django_db
def test_a_stranger_is_told_where_the_link_is_and_can_make_no_account():
    client = Client()
    assert client.get("/accounts/login/").headers["Location"] == "/first-run/"
    page = client.get("/first-run/")
    assert page.status_code == 200
    assert 'name="email"' not in page.content.decode()
    assert client.get("/first-run/inv_guessed/").status_code == 403
    assert client.post("/first-run/inv_guessed/", ANA).status_code == 403
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_link_makes_the_first_person_once_and_then_there_is_no_such_page():
    client, address = Client(), link()
    assert client.get(address).status_code == 200
    assert client.post(address, ANA).headers["Location"] == "/welcome/"
    ana = User.objects.get()
    assert (ana.username, ana.email, ana.profile) == ("ana", ANA["email"], "direccion")
    assert client.get("/welcome/").status_code == 200
    for gone in (address, "/first-run/"):
        assert Client().get(gone).status_code == 404
    assert Client().post(address, {**ANA, "email": "otra@montoro.example"}).status_code == 404
    assert User.objects.count() == 1
    assert actions.offer_first_run() == ""


@pytest.mark.django_db
def test_an_old_link_and_one_that_was_replaced_open_nothing():
    first, second = link(), link()
    assert Client().get(first).status_code == 403
    with clock.frozen(clock.now() + dt.timedelta(hours=25)):
        assert Client().get(second).status_code == 403
    assert Client().get(second).status_code == 200


def test_the_link_is_no_way_in_once_somebody_works_here_however_it_is_asked(world: World):
    address = link()
    world.user("beto")
    secret = address.split("/")[2]
    assert Client().get(f"/invitation/{secret}/").status_code == 404
    guest = {"name": "Otra", "username": "otra", "password": ANA["password"]}
    assert Client().post(f"/invitation/{secret}/", guest).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_weak_password_is_said_beside_it_and_nobody_is_made():
    address = link()
    page = Client().post(address, {**ANA, "password": "corta"})
    assert page.status_code == 422
    assert not User.objects.exists()
    assert Client().post(address, ANA).status_code == 302


def test_the_company_is_set_up_and_a_new_country_brings_its_clock(world: World):
    client = world.client("ana")
    answer = client.post("/welcome/", COMPANY)
    assert answer.headers["Location"] == "/parties/new"
    known = Setting.read_all()
    assert known["company.name"] == "Menaje Montoro"
    assert known["company.time_zone"] == User.objects.get(username="ana").time_zone == "America/Bogota"
    assert known["company.sells_to"] == "people"
    assert client.post("/welcome/", COMPANY | {"begin": "import"}).headers["Location"] == "/parties/import"


def test_a_tax_id_is_checked_as_typed_and_a_wrong_one_is_kept(world: World):
    client = world.client("ana")
    doubt = client.post("/welcome/part/note", COMPANY | {"company_country": "ES", "company_tax_id": "B50997317"})
    assert "t-field__note--warning" in doubt.content.decode()
    fine = client.post("/welcome/part/note", COMPANY | {"company_country": "ES", "company_tax_id": "B12345674"})
    assert "t-field__note--warning" not in fine.content.decode()
    client.post("/welcome/", COMPANY | {"company_tax_id": "no es un NIT"})
    assert Setting.read("company.tax_id") == "no es un NIT"


def test_a_country_proposes_and_nothing_is_written_while_typing(world: World):
    part = world.client("ana").post("/welcome/part/fields", COMPANY | {"company_country": "MX"}).content.decode()
    assert '<option value="MXN" selected>' in part
    assert "RFC" in part
    assert Setting.read("company.country") == "ES"


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(held, "PNG")
    return held.getvalue()


def test_the_logo_is_drawn_anew_seen_before_signing_in_and_no_svg(world: World):
    client = world.client("ana")
    assert Client().get("/company/logo").status_code == 404
    client.post("/settings/company/logo", {"photo": SimpleUploadedFile("logo.png", picture())})
    assert Client().get("/company/logo").headers["Content-Type"] in ("image/png", "image/jpeg")
    assert "/company/logo?v=" in Client().get("/accounts/login/").content.decode()
    kept = Setting.read("company.logo")
    svg = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    assert client.post("/settings/company/logo", {"photo": svg}).status_code == 422
    assert Setting.read("company.logo") == kept
    client.post("/settings/company/logo", {"photo": SimpleUploadedFile("otro.png", picture())})
    assert StoredFile.objects.count() == 1


def test_the_team_is_invited_at_once_each_with_his_profile(world: World, mailoutbox, settings):
    client = world.client("ana")
    world.user("beto")
    client.post("/welcome/team", {"emails": EMAILS, "profile": "marketing"})
    assert sorted(Invitation.objects.values_list("email", "profile")) == [
        ("eva@otra.example", "marketing"),
        ("marta@otra.example", "marketing"),
    ]
    eva = Invitation.objects.get(email="eva@otra.example")
    client.post(f"/welcome/team/{eva.ref}/profile", {"profile": "comercial"})
    page = client.post(f"/welcome/team/{eva.ref}/link", headers={"HX-Request": "true"}).content.decode()
    secret = page.partition("/invitation/")[2].partition("/")[0]
    guest = Client()
    guest.post(f"/invitation/{secret}/", {"name": "Eva", "username": "eva", "password": ANA["password"]})
    assert User.objects.get(username="eva").profile == "comercial"
    jobs.run_due()
    assert mailoutbox == []
    for wrong in ("no es un e-mail", "beto@montoro.example", ""):
        assert client.post("/welcome/team", {"emails": wrong, "profile": "lectura"}).status_code == 422
    assert Invitation.objects.count() == 2


def test_where_mail_goes_out_the_link_goes_by_mail(world: World, mailoutbox, monkeypatch):
    from tendero.access.views import welcome

    monkeypatch.setattr(welcome, "mail_goes_out", lambda: True)
    Setting.store("company.name", "Menaje Montoro")
    world.client("ana").post("/welcome/team", {"emails": "eva@otra.example", "profile": "lectura"})
    jobs.run_due()
    (mail,) = mailoutbox
    assert mail.to == ["eva@otra.example"]
    assert "Menaje Montoro" in mail.subject
    address = mail.body.partition("/invitation/")[2].partition("/")[0]
    assert Client().get(f"/invitation/{address}/").status_code == 200


def test_mail_goes_out_where_a_server_is_set_up_whatever_gate_stands_before_it(settings):
    settings.EMAIL_BACKEND = "tendero.kernel.mail.Gate"
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mail_goes_out()
    settings.MAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert not mail_goes_out()


def test_a_name_of_several_lines_adds_no_head_to_a_mail(world: World, mailoutbox):
    Setting.store("company.name", "Menaje\nBcc: todos@otra.example")
    actions.invite_team(by=world.actor("ana"), emails="eva@otra.example", profile="lectura", mail=True)
    jobs.run_due(raise_errors=True)
    assert mailoutbox[0].recipients() == ["eva@otra.example"]


def test_a_colleague_is_known_whatever_capitals_his_address_has(world: World):
    User.objects.filter(pk=world.user("beto").pk).update(email="Beto@Montoro.example")
    with pytest.raises(ValidationError, match="Beto@Montoro"):
        actions.invite_team(by=world.actor("ana"), emails="beto@montoro.EXAMPLE", profile="lectura")


def test_the_first_week_is_read_from_what_there_is_and_can_be_put_away(world: World, django_assert_max_num_queries):
    client = world.client("ana")
    done = {step.key: step.done for step in actions_of(world)}
    assert set(done.values()) == {False}
    world.user("beto")
    Setting.store("company.name", "Menaje Montoro")
    Setting.store("company.tax_id", "B50997316")
    person = world.don_luis
    from tendero.activities.actions import log_activity

    log_activity(person, kind="call", text="Llamó", by=world.actor("ana"))
    done = {step.key: step.done for step in actions_of(world)}
    assert [key for key, is_done in done.items() if is_done] == ["company", "team", "contacts", "activity"]
    assert "first-week" in client.get("/").content.decode()
    client.post("/welcome/week/close")
    assert "first-week" not in client.get("/").content.decode()
    client.post("/welcome/week/open")
    assert "first-week" in client.get("/").content.decode()
    assert "first-week" not in world.client("beto").get("/").content.decode()


def actions_of(world: World):
    from tendero.access.queries import first_week

    return first_week(world.actor("ana"))
