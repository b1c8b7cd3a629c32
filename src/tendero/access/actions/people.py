"""People: invited, changed, deactivated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.access import queries, sessions, tokens
from tendero.access.models import ApiToken, Invitation, Profile
from tendero.identity.models import Team, User
from tendero.kernel import clock, db, jobs, kept, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action, change_set
from tendero.kernel.models import Change, Setting
from tendero.kernel.permissions import Refused, require

INVITATION_LASTS: Final = timedelta(days=7)
PREFIX: Final = "inv_"
NEWCOMERS: Final = "access.newcomers"
"""The lock under which invitations become accounts: of two links for an empty place only one may."""
OWN: Final = frozenset({"name", "language", "theme", "time_zone"})
RECORD: Final = "identity.User"


@action(gettext_lazy("Invite a person"), record=RECORD, verb="change")
def invite(*, by: Actor, name: str, email: str, profile: str, team: Team | None = None) -> tuple[Invitation, str]:
    """Make an invitation for one person; returns it and the secret of its link, which is kept nowhere.

    Refuses a profile with rights the actor does not have.
    """
    require(by, "change", RECORD)
    may_give(by, profile)
    secret = tokens.new_secret(PREFIX)
    invitation = Invitation.objects.create(
        name=name.strip(),
        email=email.strip(),
        profile=profile,
        team=team,
        invited_by_id=by.user_id,
        digest=tokens.digest(secret),
        expires=clock.now() + INVITATION_LASTS,
    )
    trail.created(invitation)
    return invitation, secret


@action(gettext_lazy("Withdraw an invitation"), record=RECORD, verb="change")
def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Its link opens nothing any more."""
    require(by, "change", RECORD)
    trail.changed(invitation, revoked_at=clock.now())


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, if it can still be used."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    found = Invitation.objects.select_related("invited_by").filter(digest=tokens.digest(secret)).first()
    if found is None or not found.is_open(clock.now()) or not queries.still_gives(found):
        return None
    if found.is_first and User.objects.exists():  # the link for an empty place opens nothing once it is not
        return None
    return found


def accept_invitation(
    secret: str, *, username: str, name: str, password: str, email: str = "", language: str | None = None
) -> User:
    """Make the invited person's account, once. ValidationError: link used up, name taken, password weak.

    `email` is for an invitation that names none.
    """
    by = Actor.system("invitation")
    with db.lock(NEWCOMERS), change_set("access.accept_invitation", by=by):
        found = open_invitation(secret)
        if found is None:
            raise ValidationError(_("This invitation has been used already or is too old. Ask for another."))
        taken = Invitation.objects.filter(pk=found.pk, accepted_at=None).update(accepted_at=clock.now())
        if not taken:
            raise ValidationError(_("This invitation has been used already or is too old. Ask for another."))
        return add_person(
            by=by,
            username=username,
            name=name or found.name,
            email=found.email or email,
            profile=found.profile,
            team=found.team,
            password=password,
            language=language or "",
        )


@action(gettext_lazy("Add a person"), record=RECORD, verb="change")
def add_person(
    *,
    by: Actor,
    username: str,
    name: str,
    profile: str,
    password: str,
    email: str = "",
    team: Team | None = None,
    language: str = "",
) -> User:
    """Make an account, in the company's language and time zone unless said.

    ValidationError by field for a user name or e-mail that is taken, or a weak password.
    """
    require(by, "change", RECORD)
    may_give(by, profile)
    company = Setting.read_all()
    person = User(
        username=username.strip().lower(),
        name=name.strip(),
        email=email.strip(),
        profile=profile,
        team=team,
        language=language or company["company.language"],
        time_zone=company["company.time_zone"],
    )
    if "@" in person.username:  # it would stand before the e-mail of whoever signs in with that
        raise ValidationError({"username": _("Write a short name without @; an e-mail signs in by itself.")})
    person.full_clean(exclude=["password"])
    if User.objects.filter(username__iexact=person.username).exists():
        raise ValidationError({"username": _("Somebody has that user name already.")})
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    person.set_password(password)
    person.save()
    trail.created(person)
    return person


@action(gettext_lazy("Change a person"), record=RECORD, verb="change")
def update_person(person: User, *, by: Actor, **values: Any) -> set[str]:
    """Change name, e-mail, profile or team of somebody; returns what changed. ValidationError if the e-mail is taken.

    Refuses a profile with rights the actor does not have, to touch somebody who has more than he has, and to leave the
    company without anybody who may change permissions.
    """
    require(by, "change", RECORD)
    _may_touch(by, person)
    profile = values.get("profile", person.profile)
    if profile != person.profile:
        may_give(by, profile)
        if queries.is_last_keeper(person) and not queries.keeps(profile):
            raise Refused(_("Somebody must be able to change permissions. Give that profile to another person first."))
    email = values.get("email", "")
    if email and User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise ValidationError({"email": _("Somebody has that e-mail already.")})
    return trail.changed(person, **values)


def change_account(person: User, *, by: Actor, **values: Any) -> set[str]:
    """Change one's own name, language, theme or time zone."""
    if by.user_id != person.pk or not set(values) <= OWN:
        raise Refused(_("Your profile may not do that. Ask whoever runs Tendero in your company."))
    with change_set("access.change_account", by=by):
        return trail.changed(person, **values)


@action(gettext_lazy("Deactivate a person"), record=RECORD, verb="change")
def deactivate(person: User, *, by: Actor) -> None:
    """Put somebody out: sessions, tokens and his invitations end at once, what he had in the queue is not done."""
    require(by, "change", RECORD)
    _may_touch(by, person)
    if by.user_id == person.pk:
        raise Refused(_("You cannot deactivate yourself."))
    if queries.is_last_keeper(person):
        raise Refused(_("Somebody must be able to change permissions. Give that profile to another person first."))
    trail.changed(person, is_active=False)
    sessions.end_all(person)
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=clock.now())
    for invitation in Invitation.objects.filter(invited_by=person, accepted_at=None, revoked_at=None):
        trail.changed(invitation, revoked_at=clock.now())
    stamp()


@action(gettext_lazy("Reactivate a person"), record=RECORD, verb="change")
def reactivate(person: User, *, by: Actor) -> None:
    """Let somebody in again; his old tokens stay revoked."""
    require(by, "change", RECORD)
    _may_touch(by, person)
    trail.changed(person, is_active=True)
    stamp()


@action(gettext_lazy("Remove a second factor"), record=RECORD, verb="change")
def remove_second_factor(person: User, *, by: Actor) -> int:
    """For who has lost the telephone and the recovery codes, or whose factor is sealed with another key: the password
    alone lets him in until he sets one up again. Ends his sessions; says how many parts of it went. Audited.
    """
    require(by, "change", RECORD)
    _may_touch(by, person)
    parts = list(Authenticator.objects.filter(user=person))
    for one in parts:
        trail.removed(one)
    if parts:
        sessions.end_all(person)
    return len(parts)


@action(gettext_lazy("Send a link for a new password"), record=RECORD, verb="change")
def send_reset(person: User, *, by: Actor) -> None:
    """Mail somebody a link with which he makes a new password. Refuses who has no e-mail, or more rights than `by`."""
    require(by, "change", RECORD)
    _may_touch(by, person)
    if not person.email or not person.is_active:
        raise Refused(_("The link goes by e-mail: write one down first."))
    trail.note(person, Change.Kind.CHANGE, field="password", after=_("link sent"))
    jobs.enqueue("access.mail_reset", by=by, person_id=person.pk)


def ask_reset(email: str) -> None:
    """Somebody has forgotten his password. A job is written whoever he is: the answer and its time tell nothing."""
    person = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    jobs.enqueue("access.mail_reset", person_id=person.pk if person else 0)


def stamp() -> None:
    """Tell every process that its copy of the matrix, or of who is active, is old."""
    from tendero.access import policy

    kept.touch(policy.KEPT)


def may_give(by: Actor, profile: str) -> None:
    """Nobody hands out more than he has: Refused; ValidationError for a profile there is not."""
    if not Profile.objects.filter(code=profile).exists():
        raise ValidationError({"profile": _("There is no such profile.")})
    if not by.is_system and not queries.covers(by.profile, profile):
        raise Refused(_("That profile has rights that yours has not; somebody who has them must give it."))


def _may_touch(by: Actor, person: User) -> None:
    """Refused to change somebody who may do more than oneself."""
    if not by.is_system and not queries.covers(by.profile, person.profile):
        raise Refused(_("That person has rights that you have not."))
