"""Who comes in, who goes out, who may give which rights."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.password import PASSWORD
from tests.world import World

from tendero.access import actions, policy, tokens
from tendero.access.actions.people import accept_invitation
from tendero.access.models import ApiToken, Grant, Invitation, Profile
from tendero.identity.models import User
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import Change
from tendero.kernel.permissions import Refused


@pytest.fixture(autouse=True)
def keeper(world: World) -> None:
    """Somebody can always change permissions."""
    world.user("ivan")


def sign_in(name: str, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": name, "password": password}).status_code


def test_ana_signs_in_and_others_do_not(world: World) -> None:
    world.user("ana")
    assert sign_in("ana")[1] == 302
    assert sign_in("ANA@montoro.example")[1] == 302
    assert sign_in("ana", "wrong")[1] == 200
    assert sign_in("nobody")[1] == 200


def test_five_guesses_and_no_more_for_known_and_unknown_alike(world: World) -> None:
    world.user("ana")
    for name in ("ana", "ghost"):
        answers = [Client().post("/accounts/login/", {"login": name, "password": "guess"}) for _try in range(7)]
        told = [re.sub(r'value="[^"]+"|nonce="[^"]+"|content="[^"]+"', "", page.content.decode()) for page in answers]
        assert len({text.replace(name, "") for text in told[:5]}) == 1
        assert told[6] != told[0]
    assert sign_in("ana")[1] == 200, "even the right password waits now"


def test_an_invited_person_makes_his_account_once(world: World) -> None:
    invitation, secret = actions.invite(
        by=world.actor("ivan"), name="Rosa Gil", email="rosa@montoro.example", profile="comercial"
    )
    client = Client()
    page = client.get(f"/invitation/{secret}/")
    assert page.status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None, "looking changes nothing"
    told = {"name": "Rosa Gil", "username": "rosa", "password": "un-molino-muy-viejo"}
    assert client.post(f"/invitation/{secret}/", told).status_code == 302
    rosa = User.objects.get(username="rosa")
    assert (rosa.profile, rosa.email) == ("comercial", "rosa@montoro.example")
    assert Client().get(f"/invitation/{secret}/").status_code == 404
    with pytest.raises(ValidationError):
        accept_invitation(secret, username="otra", name="Otra", password="un-molino-muy-viejo")


def test_a_guessed_or_withdrawn_invitation_opens_nothing(world: World) -> None:
    invitation, secret = actions.invite(by=world.actor("ivan"), name="Rosa", email="", profile="comercial")
    actions.withdraw_invitation(invitation, by=world.actor("ivan"))
    assert Client().get(f"/invitation/{secret}/").status_code == 404
    assert Client().get("/invitation/inv_nothing/").status_code == 404


def test_nobody_signs_up_by_himself(world: World) -> None:
    for path in ("/accounts/signup/", "/signup/", "/accounts/social/signup/"):
        assert Client().get(path).status_code == 404


def test_deactivating_ends_sessions_and_tokens_at_once(world: World) -> None:
    beto = world.user("beto")
    client, status = sign_in("beto")
    assert status == 302
    _token, secret = actions.create_token(beto, by=world.actor("beto"), name="libreta")
    assert tokens.authenticate(f"Bearer {secret}") is not None
    assert client.get("/settings/account/").status_code == 200

    actions.deactivate(beto, by=world.actor("ivan"))

    assert client.get("/settings/account/").status_code == 302
    assert tokens.authenticate(f"Bearer {secret}") is None
    assert sign_in("beto")[1] == 200
    assert policy.actor_today(beto.actor()) is None, "nor does what he had queued run"
    assert permissions.scope(beto.actor(), "view", "directory.Party") == "none"


def test_the_last_one_who_may_change_permissions_stays(world: World) -> None:
    ivan = world.user("ivan")
    with pytest.raises(Refused):
        actions.update_person(ivan, by=Actor.system("test"), profile="lectura")
    with pytest.raises(Refused):
        actions.deactivate(ivan, by=Actor.system("test"))
    world.user("ana")
    actions.update_person(ivan, by=world.actor("ana"), profile="lectura")
    assert User.objects.get(username="ivan").profile == "lectura"


def test_nobody_gives_rights_he_has_not(world: World) -> None:
    """A profile of the company's own may look after people, but not make directors of them."""
    boss = Profile.objects.create(code="encargada", name="Encargada")
    for verb in ("view", "change"):
        Grant.objects.create(profile=boss, record="identity.User", verb=verb, scope="all")
    actions.people.stamp()
    sara = world.user("sara")
    actions.update_person(sara, by=world.actor("ivan"), profile="encargada")
    sara.refresh_from_db()
    with pytest.raises(Refused):
        actions.update_person(sara, by=sara.actor(), profile="direccion")
    with pytest.raises(Refused):
        actions.invite(by=sara.actor(), name="X", email="", profile="administracion")
    with pytest.raises(Refused):
        actions.deactivate(world.user("ana"), by=sara.actor())


def test_beto_may_not_look_after_people_and_is_told_what_everybody_is(world: World) -> None:
    client = world.client("beto")
    for path in ("/settings/people/", "/settings/profiles/", "/settings/audit/", "/settings/company/"):
        assert client.get(path).status_code in {403, 404}, path
    assert client.get("/settings/account/").status_code == 200
    with pytest.raises(Refused):
        actions.invite(by=world.actor("beto"), name="X", email="", profile="lectura")


def test_tokens_are_ones_own_and_kept_hashed(world: World) -> None:
    token, secret = actions.create_token(world.user("beto"), by=world.actor("beto"), name="libreta")
    assert secret not in str(ApiToken.objects.values())
    assert ApiToken.objects.get().digest == tokens.digest(secret)
    with pytest.raises(permissions.Missing):
        actions.revoke_token(token, by=world.actor("nuria"))
    assert world.client("nuria").post(f"/settings/account/tokens/{token.ref}/revoke").status_code == 404
    assert world.client("beto").post(f"/settings/account/tokens/{token.ref}/revoke").status_code == 204
    assert tokens.authenticate(f"Bearer {secret}") is None


def test_a_changed_right_holds_for_the_next_question_and_is_audited(world: World) -> None:
    beto = world.actor("beto")
    assert permissions.scope(beto, "change", "directory.Party") == "team"
    profile = Profile.objects.get(code="comercial")
    changed = actions.set_rights(
        profile,
        by=world.actor("ana"),
        scopes={("directory.Party", "change"): "own"},
        fields={("directory.Party", "tax_id"): "hidden"},
    )
    assert changed == 2
    assert permissions.scope(beto, "change", "directory.Party") == "own"
    assert permissions.hidden_fields(beto, "directory.Party") == {"tax_id"}
    told = Change.objects.filter(record_key="access.Profile").values_list("before", "after")
    assert ("team", "own") in list(told)


def test_ana_cannot_take_the_last_keepers_rights_away(world: World) -> None:
    User.objects.exclude(username="ivan").delete()
    profile = Profile.objects.get(code="administracion")
    with pytest.raises(Refused):
        actions.set_rights(profile, by=Actor.system("test"), scopes={("access.Profile", "change"): "none"}, fields={})


def test_a_made_up_right_or_field_is_refused(world: World) -> None:
    profile = Profile.objects.get(code="comercial")
    for scopes, fields in (
        ({("directory.Party", "fly"): "all"}, {}),
        ({("directory.Party", "view"): "everything"}, {}),
        ({}, {("directory.Party", "password"): "hidden"}),
    ):
        with pytest.raises(ValidationError):
            actions.set_rights(profile, by=world.actor("ana"), scopes=scopes, fields=fields)


def test_the_way_back_after_signing_in_stays_here(world: World) -> None:
    world.user("ana")
    client = Client()
    answer = client.post("/accounts/login/?next=https://evil.example/", {"login": "ana", "password": PASSWORD})
    assert answer["Location"] == "/"


def test_signing_in_changes_the_session(world: World) -> None:
    world.user("ana")
    client = Client()
    client.get("/accounts/login/")
    before = client.cookies.get("tendero_session")
    client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})
    after = client.cookies["tendero_session"].value
    assert before is None or before.value != after
