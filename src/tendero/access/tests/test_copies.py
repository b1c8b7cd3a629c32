"""Copies of everything on their page, and mail that is held after one was put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from tests.world import World

from tendero.access import actions
from tendero.kernel import clock, files
from tendero.kernel.backup import keeping, restoring, writing
from tendero.kernel.backup.writing import Written
from tendero.kernel.jobs import Job, run_due
from tendero.kernel.mail import MailHeld
from tendero.kernel.models import ChangeSet, Setting, StoredFile
from tendero.kernel.permissions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    """Whatever other tests of this process kept or leave there."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    for path in keeping.folder().iterdir():
        path.unlink()


def put(name: str, content: bytes = b"PK") -> None:
    (keeping.folder() / name).write_bytes(content)


def names() -> list[str]:
    return sorted(path.name for path in keeping.folder().iterdir())


def test_the_page_tells_what_there_is_and_asks_for_one_now(world: World) -> None:
    client = world.client("ana")
    assert "Todavía no hay copias" in client.get("/settings/copies/").content.decode()
    put("tendero-20261127T031000Z.zip", b"x" * 3_000_000)
    put("upgrade-20261128T120000Z.zip")
    put("notes.txt")
    shown = client.get("/settings/copies/").content.decode()
    assert "2,9" in shown
    assert "antes de actualizar" in shown
    assert "notes.txt" not in shown
    assert client.post("/settings/copies/make").status_code == 302
    assert Job.objects.get(task="kernel.make_copy").user_id == world.user("ana").pk
    with pytest.raises(Refused):
        actions.make_copy(by=world.actor("ana"))


def test_a_copy_leaves_only_with_a_reason_which_the_audit_keeps(world: World) -> None:
    put("tendero-20261127T031000Z.zip", b"PK all of it")
    client, address = world.client("ana"), "/settings/copies/tendero-20261127T031000Z.zip/take"
    assert client.post(address, {"reason": "  "}).status_code == 422
    before = ChangeSet.objects.count()
    answer = client.post(address, {"reason": "La caja fuerte"})
    assert b"".join(answer.streaming_content) == b"PK all of it"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert ChangeSet.objects.count() == before + 1
    assert "La caja fuerte" in client.get("/settings/audit/").content.decode()


@pytest.mark.parametrize("name", ["..%2Fsecret_key", "notes.txt", "tendero-20261127T031000Z.zip.part", "secret_key"])
def test_nothing_else_is_handed_out_by_that_door(world: World, name: str) -> None:
    put("notes.txt")
    put("tendero-20261127T031000Z.zip.part")
    assert world.client("ana").post(f"/settings/copies/{name}/take", {"reason": "x"}).status_code == 404


def test_the_oldest_go_once_there_is_a_new_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.keep_copies(2, by=world.actor("ana"))
    monkeypatch.setattr(keeping, "write", _written)
    for day in range(4):
        with clock.frozen(timezone.now() + timedelta(days=day)):
            keeping.make()
    put("upgrade-20200101T000000Z.zip")
    assert len([name for name in names() if name.startswith("tendero")]) == 2
    assert "upgrade-20200101T000000Z.zip" in names()


def test_a_full_disk_is_told_and_leaves_the_copies_there_were(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put("tendero-20261127T031000Z.zip")

    def full(*_given: object, **_more: object) -> Written:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write", full)
    job = actions.make_copy(by=world.actor("ana"))
    run_due("long")
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "The disk is full" in job.error or "El disco está lleno" in job.error
    assert names() == ["tendero-20261127T031000Z.zip"]
    assert Setting.read("backup.last_at") is None


def test_the_moment_of_the_last_copy_is_remembered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "write", _written)
    actions.make_copy(by=world.actor("ana"))
    run_due("long", raise_errors=True)
    assert str(Setting.read("backup.last_at")).startswith(str(clock.now().year))
    assert len(names()) == 1


def test_held_mail_waits_in_the_queue_and_leaves_when_somebody_says_go(world: World) -> None:
    pablo = world.user("pablo")
    actions.hold_mail(by=world.actor("ana"))
    actions.send_reset(pablo, by=world.actor("ana"))
    run_due()
    assert mail.outbox == []
    client = world.client("ana")
    assert "parado desde la restauración" in client.get("/settings/account/").content.decode()
    assert "parado desde" not in world.client("marta").get("/settings/account/").content.decode()
    assert client.post("/settings/mail/resume").status_code == 302
    run_due(raise_errors=True)
    assert [message.to for message in mail.outbox] == [[pablo.email]]
    assert "parado desde" not in client.get("/settings/account/").content.decode()
    assert ChangeSet.objects.filter(action="access.resume_mail").count() == 1


def test_what_goes_past_the_queue_meets_the_gate(world: World, settings) -> None:
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_BACKEND = "tendero.kernel.mail.Gate"
    actions.hold_mail(by=world.system)
    with pytest.raises(MailHeld):
        mail.send_mail("Oferta", "Hola", None, ["luis@example.com"])
    actions.resume_mail(by=world.system)
    assert mail.send_mail("Oferta", "Hola", None, ["luis@example.com"]) == 1


def test_only_direction_and_administration_see_copies(world: World) -> None:
    for name, status in (("ana", 200), ("ivan", 200), ("marta", 404), ("beto", 404), ("lola", 404)):
        assert world.client(name).get("/settings/copies/").status_code == status, name


def test_second_factors_sealed_with_another_key_are_removed_and_counted(world: World) -> None:
    from allauth.mfa.models import Authenticator

    for name in ("ana", "beto"):
        Authenticator.objects.create(user=world.user(name), type="totp", data={"secret": "sealed"})
    assert actions.after_restore(moment="2026-11-27T03:10:00+00:00", same_key=True, by=world.system) == 0
    assert actions.after_restore(moment="2026-11-27T03:10:00+00:00", same_key=False, by=world.system) == 2
    assert not Authenticator.objects.exists()


def _written(path, **_more: object) -> Written:
    path.write_bytes(b"PK")
    return Written(path, 2, _Manifest())  # type: ignore[arg-type]


class _Manifest:
    lost: tuple[str, ...] = ()


def test_an_invitation_waits_while_no_mail_may_leave(world: World) -> None:
    actions.hold_mail(by=world.actor("ana"))
    actions.invite_team(by=world.actor("ana"), emails="eva@otra.example", profile="lectura", mail=True)
    run_due()
    assert Job.objects.get(task="access.mail_invitation").attempt == 0
    actions.resume_mail(by=world.actor("ana"))
    run_due(raise_errors=True)
    assert [message.to for message in mail.outbox] == [["eva@otra.example"]]


def test_what_waited_in_a_copy_is_not_sent_again(world: World) -> None:
    actions.send_reset(world.user("pablo"), by=world.actor("ana"))
    other = actions.make_copy(by=world.actor("ana"))
    restoring._let_nothing_leave_twice()
    run_due("short")
    assert mail.outbox == []
    assert Job.objects.get(task="access.mail_reset").state == Job.State.CANCELLED
    other.refresh_from_db()
    assert other.state == Job.State.READY


@pytest.mark.parametrize("name", ["../../secret_key", "..", "/etc/passwd", "ab/../../x"])
def test_no_row_of_a_copy_leads_out_of_the_folder_of_documents(name: str) -> None:
    path = files.path_of(StoredFile(disk_name=name))
    assert path.resolve().parent.parent == files.folder().resolve()


def test_a_copy_is_not_written_through_a_link_that_somebody_laid(tmp_path: Path, transactional_db: None) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / ".copy.zip.part").symlink_to(victim)
    writing.write(tmp_path / "copy.zip")
    assert victim.read_text() == "mine"
