"""Reads about rights and people: the shape of the matrix, who may be what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tendero.identity.models import User
from tendero.kernel import changes, permissions
from tendero.kernel.actor import Actor
from tendero.kernel.jobs import Job
from tendero.kernel.mail import COPIES
from tendero.kernel.models import Setting
from tendero.records import registry

from . import policy, ports
from .models import Invitation, Profile
from .rules.matrix import BASIC_VERBS, FULL, SCOPES

SETTINGS_RECORDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "identity.User": (_("People and teams"), ("view", "change")),
    "access.Profile": (_("Profiles and permissions"), ("view", "change")),
    "kernel.ChangeSet": (_("Audit"), ("view", "change")),
    "kernel.Setting": (_("Company"), ("view", "change")),
    COPIES: (_("Copies of everything"), ("change", "export")),
}
"""Records without a page of the record engine that permissions know of: key → label and verbs."""


@dataclass(frozen=True)
class MatrixRecord:
    """One record type as the matrix shows it."""

    key: str
    label: str
    verbs: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


def matrix_records() -> list[MatrixRecord]:
    """Every record type of the matrix, with its verbs and the fields that can be hidden, in menu order."""
    found = [
        MatrixRecord(
            record.key,
            str(record.labels.many),
            verbs_of(record.key),
            tuple((field.name, str(field.label)) for field in record.all_fields().values()),
        )
        for record in registry.every()
    ]
    found += [MatrixRecord(key, str(label), verbs) for key, (label, verbs) in SETTINGS_RECORDS.items()]
    return found


def verbs_of(record_key: str) -> tuple[str, ...]:
    """The verbs of a business record: the basic ones, `import`, and one per action that has its own."""
    own = {info.verb for info in changes.ACTIONS.values() if info.record == record_key}
    return (*BASIC_VERBS, "import", *sorted(own - set(BASIC_VERBS) - {"import"}))


def copy_under_way() -> Job | None:
    """The job that is making a copy of everything, or waits to."""
    begun = Job.objects.filter(task="kernel.make_copy", state__in=[Job.State.READY, Job.State.RUNNING])
    return begun.order_by("pk").first()


def profiles() -> QuerySet[Profile]:
    """Profiles in their order."""
    return Profile.objects.all()


def people() -> QuerySet[User]:
    """Everyone, active first, with team and number of usable tokens."""
    usable = Count("api_tokens", filter=Q(api_tokens__revoked_at=None))
    return User.objects.select_related("team").annotate(token_count=usable).order_by("-is_active", "name")


def covers(actor_profile: str, profile: str) -> bool:
    """Whether a person of `actor_profile` holds at least every right of `profile`: he may then give it to others.

    What is hidden from him, or closed to his pen, must be so for `profile` too.
    """
    return reaches(actor_profile, profile) and _closed(actor_profile, profile)


def reaches(actor_profile: str, profile: str) -> bool:
    """Whether every verb reaches as far for `actor_profile` as for `profile`; fields apart."""
    scopes = policy.snapshot().scopes
    return all(
        SCOPES.index(scopes.get((actor_profile, record, verb), "none")) >= SCOPES.index(scope)
        for (code, record, verb), scope in scopes.items()
        if code == profile
    )


def _closed(actor_profile: str, profile: str) -> bool:
    """Whether no field closed to one profile is open to the other, among the records the other sees."""
    known = policy.snapshot()
    for code, record in known.hidden.keys() | known.readonly.keys():
        if code != actor_profile or scope_of(profile, record, "view") == "none":
            continue
        hidden = known.hidden.get((profile, record), frozenset())
        closed = hidden | known.readonly.get((profile, record), frozenset())
        if known.hidden.get((code, record), frozenset()) - hidden:
            return False
        if known.readonly.get((code, record), frozenset()) - closed:
            return False
    return True


def may_open(profile: str, record: str, field: str, mode: str) -> bool:
    """Whether somebody of `profile` may leave a field under the rule `mode` ("" none): not wider than his own."""
    known = policy.snapshot()
    if field in known.hidden.get((profile, record), frozenset()):
        return mode == "hidden"
    return bool(mode) or field not in known.readonly.get((profile, record), frozenset())


def falls_under(profile: str, record: str, field: str) -> str:
    """The rule a field has only because one that tells the same has it; "" for none."""
    known, key = policy.snapshot(), (profile, record)
    if field in known.unknown.get(key, frozenset()):
        return "" if field in known.hidden.get(key, frozenset()) else "hidden"
    ruled = field in known.closed.get(key, frozenset()) - known.readonly.get(key, frozenset())
    return "readonly" if ruled else ""


def scope_of(profile: str, record: str, verb: str) -> str:
    """How far a verb reaches for a profile."""
    return policy.snapshot().scopes.get((profile, record, verb), "none")


def somebody_opens(record: str, field: str, mode: str) -> bool:
    """Whether an active person who may change permissions may still lift the rule `mode` from a field."""
    codes = set(User.objects.filter(is_active=True).values_list("profile", flat=True))
    wider = {"hidden": "readonly", "readonly": ""}[mode]
    return any(keeps(code) and may_open(code, record, field, wider) for code in codes)


def still_gives(invitation: Invitation) -> bool:
    """Whether whoever invited is still here and may still give that profile; the system always may."""
    inviter = invitation.invited_by
    if inviter is None:
        return True
    allowed = scope_of(inviter.profile, "identity.User", "change") != "none"
    return inviter.is_active and allowed and covers(inviter.profile, invitation.profile)


def somebody_keeps() -> bool:
    """Whether at least one active person may change permissions and people."""
    codes = [code for code in Profile.objects.values_list("code", flat=True) if keeps(code)]
    return not User.objects.filter(is_active=True).exists() or (
        User.objects.filter(is_active=True, profile__in=codes).exists()
    )


def is_last_keeper(user: User) -> bool:
    """Whether he is the only active person left who may change permissions."""
    return keeps(user.profile) and not _others_who_keep(user).exists()


def keeps(profile: str) -> bool:
    """Whether a profile may change permissions and people: somebody always must."""
    scopes = policy.snapshot().scopes
    needed: Iterable[str] = ("access.Profile", "identity.User")
    return all(scopes.get((profile, record, "change"), "none") == "all" for record in needed)


def _others_who_keep(user: User) -> QuerySet[User]:
    codes = [code for code in Profile.objects.values_list("code", flat=True) if keeps(code)]
    return User.objects.filter(is_active=True, profile__in=codes or FULL).exclude(pk=user.pk)


@dataclass(frozen=True)
class Step:
    """One line of the checklist of the first week, as it stands for one person."""

    key: str
    label: Any
    told: Any
    url: str
    done: bool


def first_week(actor: Actor) -> list[Step]:
    """The checklist of whoever runs the company: facts, read in two queries a step at most; nothing once put away."""
    if not permissions.may(actor, "change", "kernel.Setting"):
        return []
    if actor.user_id in Setting.read("first_week.closed_by"):
        return []
    return [Step(one.key, one.label, one.told, one.url(), one.done(actor)) for one in ports.week_steps()]


def beyond_example(rows: QuerySet[Any]) -> QuerySet[Any]:
    """These rows without those that the example shop brought."""
    spans: dict[str, list[int]] = Setting.read("example.rows")
    span = spans.get(rows.model._meta.label)
    return rows.exclude(pk__gt=span[0], pk__lte=span[1]) if span else rows
