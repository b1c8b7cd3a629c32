"""Copies of everything, and the mail that stays off after one was put back."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy

from tendero.access import queries
from tendero.kernel import jobs, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action, require_current
from tendero.kernel.jobs import Job
from tendero.kernel.mail import COPIES
from tendero.kernel.models import Change, Setting
from tendero.kernel.permissions import Refused, require


@action(gettext_lazy("Put a copy back"), record=COPIES, verb="change")
def after_restore(*, moment: str, same_key: bool, by: Actor) -> int:
    """Write down that everything is as at `moment`; says how many second factors were removed.

    They are sealed with the installation's secret key, which is in no copy: with another key nobody could use them, and
    nobody could sign in who has one.
    """
    require(by, "change", COPIES)
    _note("restored", None, moment)
    if same_key:
        return 0
    sealed = list(Authenticator.objects.all())
    for one in sealed:
        trail.removed(one)
    return len(sealed)


@action(gettext_lazy("Let mail leave again"), record=COPIES, verb="change")
def resume_mail(*, by: Actor) -> None:
    """Mail leaves from here on, what waited too; audited. Nothing changes where it leaves already."""
    _set_mail(held=False, by=by)


@action(gettext_lazy("Hold outgoing mail"), record=COPIES, verb="change")
def hold_mail(*, by: Actor) -> None:
    """No mail leaves from here on; jobs that send wait. Audited."""
    _set_mail(held=True, by=by)


@action(gettext_lazy("Make a copy of everything"), record=COPIES, verb="change")
def make_copy(*, by: Actor) -> Job:
    """Ask for a copy beside those that the clock makes. Refuses while one is being made."""
    require(by, "change", COPIES)
    if queries.copy_under_way() is not None:
        raise Refused(gettext_lazy("A copy is being made already."))
    _note("made", None, "")
    return jobs.enqueue("kernel.make_copy", by=by)


@action(gettext_lazy("Change how many copies are kept"), record=COPIES, verb="change")
def keep_copies(number: int, *, by: Actor) -> None:
    """So many copies of the day stay; 0 makes none by itself. Audited; those there are too many go with the next."""
    require(by, "change", COPIES)
    before = int(Setting.read("backup.keep"))
    if before != number:
        Setting.store("backup.keep", number)
        _note("backup.keep", before, number)


@action(gettext_lazy("Take a copy of everything out"), record=COPIES, verb="export")
def take_copy(name: str, *, reason: str, by: Actor) -> None:
    """Write down who took which copy out and what for, before it leaves. Refuses without a reason."""
    require(by, "export", COPIES)
    if not reason.strip():
        raise Refused(gettext_lazy("Say what it is for."))
    _note(name, None, reason.strip()[:300])


def _set_mail(*, held: bool, by: Actor) -> None:
    require(by, "change", COPIES)
    before = bool(Setting.read("mail.held"))
    if before != held:
        Setting.store("mail.held", held)
        _note("mail.held", before, held)


def _note(field: str, before: object, after: object) -> None:
    Change.objects.create(
        change_set=require_current().saved(),
        record_key=COPIES,
        record_id=0,
        root_key=COPIES,
        root_id=0,
        kind=Change.Kind.CHANGE,
        field=field,
        before=before,
        after=after,
    )
