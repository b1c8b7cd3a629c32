"""What somebody with bad intentions tries on the doors, and what he gets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.password import PASSWORD
from tests.world import World

from tendero.access import actions, signin
from tendero.access.actions.people import accept_invitation
from tendero.access.models import FieldRule, Grant, Profile
from tendero.identity.models import User
from tendero.kernel import changes, jobs, write
from tendero.kernel.jobs import Job
from tendero.kernel.permissions import Refused

STRONG = "un-molino-muy-viejo"


@pytest.fixture(autouse=True)
def keeper(world: World) -> None:
    """Somebody can always change permissions."""
    world.user("ivan")


def accept(secret: str, username: str = "rosa") -> User:
    return accept_invitation(secret, username=username, name="Rosa", password=STRONG)


def test_whoever_is_put_out_leaves_no_invitation_behind(world: World) -> None:
    ana = world.user("ana")
    _invitation, secret = actions.invite(by=ana.actor(), name="Ana otra vez", email="", profile="direccion")
    actions.deactivate(ana, by=world.actor("ivan"))
    assert Client().get(f"/invitation/{secret}/").status_code == 404
    with pytest.raises(ValidationError):
        accept(secret)
    actions.reactivate(ana, by=world.actor("ivan"))
    with pytest.raises(ValidationError):
        accept(secret)


def test_an_invitation_gives_no_more_than_its_inviter_has_today(world: World) -> None:
    ana = world.user("ana")
    _invitation, secret = actions.invite(by=ana.actor(), name="Rosa", email="", profile="direccion")
    actions.update_person(ana, by=world.actor("ivan"), profile="lectura")
    with pytest.raises(ValidationError):
        accept(secret)
    assert not User.objects.filter(username="rosa").exists()


def test_a_user_name_is_not_somebody_elses_e_mail(world: World) -> None:
    world.user("ana")
    _invitation, secret = actions.invite(by=world.actor("ivan"), name="Rosa", email="", profile="lectura")
    with pytest.raises(ValidationError):
        accept(secret, username="ana@montoro.example")
    answer = Client().post("/accounts/login/", {"login": "ana@montoro.example", "password": PASSWORD})
    assert answer.status_code == 302


def test_an_e_mail_that_somebody_has_is_told_not_broken(world: World) -> None:
    world.user("ana")
    beto = world.user("beto")
    told = {"name": "Beto Sanz", "email": "ANA@montoro.example", "profile": "comercial", "team": ""}
    answer = world.client("ivan").post(f"/settings/people/{beto.ref}/edit", told)
    assert answer.status_code == 422
    beto.refresh_from_db()
    assert beto.email == "beto@montoro.example"


def _helper(world: World, *records: str) -> User:
    """Sara, whose profile of the company's own may change what `records` say."""
    profile = Profile.objects.create(code="encargada", name="Encargada")
    for record in records:
        for verb in ("view", "change"):
            Grant.objects.create(profile=profile, record=record, verb=verb, scope="all")
    Grant.objects.create(profile=profile, record="directory.Party", verb="view", scope="all")
    FieldRule.objects.create(profile=profile, record="directory.Party", field="tax_id", mode="hidden")
    FieldRule.objects.create(profile=profile, record="directory.Party", field="website", mode="readonly")
    actions.people.stamp()
    sara = world.user("sara")
    actions.update_person(sara, by=world.actor("ivan"), profile="encargada")
    sara.refresh_from_db()
    return sara


@pytest.mark.parametrize(("field", "mode"), [("tax_id", ""), ("tax_id", "readonly"), ("website", "")])
def test_nobody_opens_a_field_that_is_closed_to_himself(world: World, field: str, mode: str) -> None:
    sara = _helper(world, "access.Profile")
    for code in ("encargada", "comercial"):
        profile = Profile.objects.get(code=code)
        FieldRule.objects.update_or_create(
            profile=profile, record="directory.Party", field=field, defaults={"mode": "hidden"}
        )
        actions.people.stamp()
        with pytest.raises(Refused):
            actions.set_rights(profile, by=sara.actor(), scopes={}, fields={("directory.Party", field): mode})


def test_a_field_is_never_closed_for_good(world: World) -> None:
    ana, ivan = world.actor("ana"), world.actor("ivan")
    fields = {("directory.Party", "tax_id"): "hidden"}
    mine, his = (Profile.objects.get(code=code) for code in ("direccion", "administracion"))
    assert actions.set_rights(mine, by=ana, scopes={}, fields=fields) == 1
    for by in (ana, ivan):
        with pytest.raises(Refused):
            actions.set_rights(his, by=by, scopes={}, fields=fields)
    sales = Profile.objects.get(code="comercial")
    assert actions.set_rights(sales, by=ana, scopes={("directory.Party", "change"): "own"}, fields={}) == 1
    assert actions.set_rights(mine, by=ivan, scopes={}, fields={("directory.Party", "tax_id"): ""}) == 1


def test_nobody_takes_rights_from_those_who_have_more(world: World) -> None:
    sara = _helper(world, "access.Profile")
    boss = Profile.objects.get(code="direccion")
    with pytest.raises(Refused):
        actions.set_rights(boss, by=sara.actor(), scopes={("directory.Party", "view"): "none"}, fields={})
    with pytest.raises(Refused):
        actions.rename_profile(boss, by=sara.actor(), name="Nadie")


def test_nobody_becomes_somebody_who_sees_more_fields(world: World) -> None:
    sara = _helper(world, "identity.User")
    bare = Profile.objects.create(code="mirona", name="Mirona")
    Grant.objects.create(profile=bare, record="directory.Party", verb="view", scope="all")
    actions.people.stamp()
    with pytest.raises(Refused):
        actions.invite(by=sara.actor(), name="X", email="", profile="mirona")


def test_the_audit_tells_nothing_of_a_hidden_field(world: World) -> None:
    sara = _helper(world, "kernel.ChangeSet")
    luis = world.don_luis
    with changes.change_set("test.story", by=world.actor("ivan")):
        write.change(luis, tax_id="12345678Z", website="luis.example")
    page = world.client("sara").get("/settings/audit/").content.decode()
    assert sara.profile == "encargada"
    assert "luis.example" in page
    assert "12345678Z" not in page
    assert "12345678Z" in world.client("ivan").get("/settings/audit/").content.decode()


def test_a_known_and_an_unknown_name_cost_the_same_questions(world: World) -> None:
    world.user("ana")
    asked = []
    for name in ("ana", "nadie"):
        with CaptureQueriesContext(connection) as seen:
            signin.take_places(name, f"10.0.0.{len(name)}")
        asked.append(len(seen))
    assert asked[0] == asked[1]


def forget(address: str, **extra: Any) -> tuple[int, str, int]:
    """What asking for a new password answers, and how many jobs it leaves."""
    before = Job.objects.count()
    answer = Client().post("/accounts/password/reset/", {"email": address}, **extra)
    return answer.status_code, answer.get("Location", ""), Job.objects.count() - before


def link_in_mail() -> str:
    jobs.run_due(raise_errors=True)
    return next(line for line in str(mail.outbox[-1].body).splitlines() if line.startswith("http"))


def test_forgetting_a_password_does_not_tell_who_works_here(world: World) -> None:
    world.user("ana")
    assert forget("ana@montoro.example") == forget("nadie@otro.example") == (302, "/accounts/password/reset/done/", 1)
    jobs.run_due(raise_errors=True)
    assert [sent.to for sent in mail.outbox] == [["ana@montoro.example"]]


def test_the_link_of_a_mail_comes_from_the_public_address(world: World, settings: Any) -> None:
    world.user("ana")
    settings.PUBLIC_URL = "https://crm.montoro.example"
    forget("ana@montoro.example", headers={"Host": "localhost:9999"})
    assert link_in_mail().startswith("https://crm.montoro.example/accounts/password/reset/key/")
    assert "localhost" not in str(mail.outbox[-1].body)


def test_the_link_makes_a_new_password_once_and_ends_what_was_open(world: World) -> None:
    elsewhere = world.client("ana")
    forget("ANA@montoro.example")
    path = urlsplit(link_in_mail()).path
    client = Client()
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    assert client.post(form, {"password1": STRONG, "password2": STRONG}).status_code == 302
    assert User.objects.get(username="ana").check_password(STRONG)
    assert elsewhere.get("/settings/account/").status_code == 302
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_whoever_looks_after_people_sends_the_link(world: World) -> None:
    beto = world.user("beto")
    assert world.client("nuria").post(f"/settings/people/{beto.ref}/reset").status_code in {403, 404}
    assert not Job.objects.exists()
    assert world.client("ivan").post(f"/settings/people/{beto.ref}/reset").status_code == 200
    link_in_mail()
    assert mail.outbox[-1].to == ["beto@montoro.example"]
    sara = _helper(world, "identity.User")
    with pytest.raises(Refused):
        actions.send_reset(world.user("ana"), by=sara.actor())


def test_a_foreign_host_is_not_answered(world: World) -> None:
    assert Client().get("/accounts/login/", HTTP_HOST="evil.example").status_code == 400


def test_a_forged_form_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("ivan"))
    answer = client.post(f"/settings/people/{world.user('beto').ref}/deactivate")
    assert answer.status_code == 403
    assert User.objects.get(username="beto").is_active


@pytest.mark.parametrize(
    "way", ["//evil.example", "https://evil.example/", "http://localhost:1/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_stays_in_this_house(world: World, way: str) -> None:
    world.user("ana")
    answer = Client().post("/accounts/login/", {"login": "ana", "password": PASSWORD, "next": way})
    assert answer["Location"] == "/"


def test_an_open_session_does_not_serve_to_guess_the_password(world: World) -> None:
    client = world.client("ana")
    right = {"oldpassword": PASSWORD, "password1": STRONG, "password2": STRONG}
    for _guess in range(5):
        client.post("/accounts/password/", right | {"oldpassword": "guess"})
    client.post("/accounts/password/", right)
    assert User.objects.get(username="ana").check_password(PASSWORD)
