"""Another secret key than the one a shop began with: who gets in with what, after a restoration and without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tendero.access import actions
from tendero.config.cli import main
from tendero.kernel.actor import Actor
from tests.drill import tendero
from tests.password import PASSWORD
from tests.places import place
from tests.world import World

FURNISH = """
import json
from tendero.config.cli.start import start
start()
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from tendero.access.actions import invite
from tendero.identity.models import User
from tendero.kernel.actor import Actor
ana = User.objects.get(username="ana")
TOTP.activate(ana, generate_totp_secret())
RecoveryCodes.activate(ana)
beto = Client()
beto.force_login(User.objects.get(username="beto"), backend="tendero.access.signin.PasswordBackend")
_made, secret = invite(by=Actor.system("test"), name="Eva", email="eva@otra.example", profile="lectura")
print(json.dumps({"invitation": secret, "session": beto.session.session_key}))
"""
LOOK = """
import json, sys
from tendero.config.cli.start import start
start()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
known = json.loads(sys.argv[1])
bearer = {"Authorization": "Bearer " + known["token"]}
old = Client()
old.cookies[settings.SESSION_COOKIE_NAME] = known["session"]
ana = Client()
ana.post("/accounts/login/", {"login": "ana", "password": known["password"]})
print(json.dumps({
    "invitation": Client().get("/invitation/" + known["invitation"] + "/").status_code,
    "api": Client().get("/api/v1/parties", headers=bearer).status_code,
    "old session": old.get("/").status_code,
    "ana": ana.get("/").status_code,
}))
"""


@pytest.mark.database
@pytest.mark.once
def test_after_a_restoration_with_another_key_everybody_gets_in(tmp_path: Path) -> None:
    """The second factors are gone and counted; sessions are asked for anew; passwords, tokens and invitations hold."""
    data, other, copy = tmp_path / "data", tmp_path / "other", tmp_path / "copy.zip"
    place(data)
    known = {"password": tendero(data, "tendero", "user", "add", "ana").strip().splitlines()[-1]}
    tendero(data, "tendero", "user", "add", "beto", "--profile", "comercial")
    known["token"] = tendero(data, "tendero", "token", "ana").strip().splitlines()[-1]
    (tmp_path / "furnish.py").write_text(FURNISH)
    (tmp_path / "look.py").write_text(LOOK)
    known |= json.loads(tendero(data, "furnish").splitlines()[-1])
    before = json.loads(tendero(data, "look", json.dumps(known)).splitlines()[-1])
    assert before == {"invitation": 200, "api": 200, "old session": 200, "ana": 302}
    tendero(data, "tendero", "backup", str(copy))
    assert "2 segundos factores estaban sellados con otra clave" in tendero(other, "tendero", "restore", str(copy))
    assert (data / "secret_key").read_text() != (other / "secret_key").read_text()
    after = json.loads(tendero(other, "look", json.dumps(known)).splitlines()[-1])
    assert after == {"invitation": 200, "api": 200, "old session": 302, "ana": 200}


@pytest.fixture
def sealed(world: World, settings) -> World:
    """Ana has a second factor; then the file with the key was lost, and the program made another."""
    ana = world.user("ana")
    ana.set_password(PASSWORD)
    ana.save()
    TOTP.activate(ana, generate_totp_secret())
    RecoveryCodes.activate(ana)
    settings.SECRET_KEY = "another key than the one that sealed it"
    return world


def test_a_factor_sealed_with_another_key_says_so_and_how_to_get_in(sealed: World) -> None:
    client = Client()
    asked = client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})
    page = client.post(asked.headers["Location"], {"code": "123456"})
    assert "user remove-factor" in page.content.decode()


def test_a_command_removes_it_and_the_password_lets_in(sealed: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert actions.remove_second_factor(sealed.user("ana"), by=Actor.system("command")) == 2
    client = Client()
    client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})
    assert client.get("/").status_code == 200
    assert not Authenticator.objects.exists()
    assert main(["user", "remove-factor", "ana"]) == 2
    assert main(["user", "remove-factor", "nadie"]) == 2
