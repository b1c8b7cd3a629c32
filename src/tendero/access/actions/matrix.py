"""Filling and changing the permission matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from tendero.access import queries
from tendero.access.actions.people import stamp
from tendero.access.models import FieldRule, Grant, Profile
from tendero.access.rules.matrix import PROFILES, SCOPES, default_hidden, default_scope
from tendero.identity.models import User
from tendero.kernel import trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import Change, Setting
from tendero.kernel.permissions import Refused, require

NAMES = {
    "direccion": pgettext_lazy("profile", "Direction"),
    "marketing": pgettext_lazy("profile", "Marketing"),
    "comercial": pgettext_lazy("profile", "Sales"),
    "atencion": pgettext_lazy("profile", "Customer care"),
    "mostrador": pgettext_lazy("profile", "Counter"),
    "lectura": pgettext_lazy("profile", "Read only"),
    "administracion": pgettext_lazy("profile", "Administration"),
}


def fill_after_migrate(sender: object, **_signal: Any) -> None:
    """Give the profiles that come with Tendero their rows for record types without any; answers `post_migrate`."""
    with override(Setting.read("company.language")):
        for position, code in enumerate(PROFILES):
            name = str(NAMES[code])
            Profile.objects.get_or_create(code=code, defaults={"name": name, "system": True, "position": position})
    known = set(Grant.objects.values_list("profile__code", "record", "verb"))
    profiles = {profile.code: profile for profile in Profile.objects.filter(system=True)}
    fresh = [
        Grant(profile=profiles[code], record=record.key, verb=verb, scope=scope)
        for code in PROFILES
        for record in queries.matrix_records()
        for verb in record.verbs
        if (code, record.key, verb) not in known and (scope := default_scope(code, record.key, verb)) != "none"
    ]
    Grant.objects.bulk_create(fresh)
    before = {record for _code, record, _verb in known}
    FieldRule.objects.bulk_create(
        FieldRule(profile=profiles[code], record=record.key, field=name, mode=FieldRule.Mode.HIDDEN)
        for code in PROFILES
        for record in queries.matrix_records()
        if record.key not in before  # afterwards the company decides
        for name in sorted(default_hidden(code, record.key))
    )
    stamp()


@action(gettext_lazy("Change what a profile may do"), record="access.Profile", verb="change")
def set_rights(
    profile: Profile, *, by: Actor, scopes: Mapping[tuple[str, str], str], fields: Mapping[tuple[str, str], str]
) -> int:
    """Set scopes, `{(record, verb): scope}`, and field rules, `{(record, field): "hidden" | "readonly" | ""}`.

    Returns how many really changed. Takes effect on every process at once. Refuses rights the actor has not, to touch
    a profile that has more than his, and to leave nobody who may change permissions or open a field again.
    """
    _may_change(by, profile)
    changed = sum(_set_scope(profile, by, record, verb, scope) for (record, verb), scope in scopes.items())
    changed += sum(_set_field(profile, by, record, name, mode) for (record, name), mode in fields.items())
    if changed:
        stamp()
        if not queries.somebody_keeps():
            raise Refused(_("Somebody must be able to change permissions. Give that profile to another person first."))
        if any(mode and not queries.somebody_opens(*name, mode) for name, mode in fields.items()):
            raise Refused(_("Somebody who may change permissions must still have that field open."))
    return changed


def _set_scope(profile: Profile, by: Actor, record: str, verb: str, scope: str) -> bool:
    """Whether the right changed; ValidationError for one there is not, Refused for more than the giver has."""
    known = {matrix.key: matrix.verbs for matrix in queries.matrix_records()}
    if verb not in known.get(record, ()) or scope not in SCOPES:
        raise ValidationError(_("There is no such right."))
    grant = Grant.objects.filter(profile=profile, record=record, verb=verb).first()
    before = grant.scope if grant else "none"
    if before == scope:
        return False
    if not by.is_system and SCOPES.index(scope) > SCOPES.index(queries.scope_of(by.profile, record, verb)):
        raise Refused(_("You cannot give a right that you have not."))
    if scope == "none":
        Grant.objects.filter(profile=profile, record=record, verb=verb).delete()
    else:
        Grant.objects.update_or_create(profile=profile, record=record, verb=verb, defaults={"scope": scope})
    trail.note(profile, Change.Kind.CHANGE, field=f"{record} {verb}"[:60], before=before, after=scope)
    return True


def _set_field(profile: Profile, by: Actor, record: str, name: str, mode: str) -> bool:
    """Whether the rule changed; Refused when it opens what is closed to the giver himself."""
    known = {matrix.key: {field for field, _label in matrix.fields} for matrix in queries.matrix_records()}
    if name not in known.get(record, ()) or mode not in {"", *FieldRule.Mode.values}:
        raise ValidationError(_("There is no such field."))
    rule = FieldRule.objects.filter(profile=profile, record=record, field=name).first()
    before = rule.mode if rule else ""
    if before == mode:
        return False
    if not by.is_system and not queries.may_open(by.profile, record, name, mode):
        raise Refused(_("You cannot open a field that is closed to you."))
    if not mode:
        FieldRule.objects.filter(profile=profile, record=record, field=name).delete()
    else:
        FieldRule.objects.update_or_create(profile=profile, record=record, field=name, defaults={"mode": mode})
    trail.note(profile, Change.Kind.CHANGE, field=f"{record}.{name}"[:60], before=before, after=mode)
    return True


@action(gettext_lazy("Make a profile"), record="access.Profile", verb="change")
def copy_profile(source: Profile, *, by: Actor, name: str) -> Profile:
    """A new profile that may do what `source` may. Refuses one with rights the actor has not."""
    require(by, "change", "access.Profile")
    if not by.is_system and not queries.covers(by.profile, source.code):
        raise Refused(_("That profile has rights that yours has not; somebody who has them must give it."))
    code = slugify(name)[:40]
    if not code or Profile.objects.filter(code=code).exists():
        raise ValidationError({"name": _("Write a name that no other profile has.")})
    made = Profile.objects.create(code=code, name=name.strip())
    Grant.objects.bulk_create(
        Grant(profile=made, record=grant.record, verb=grant.verb, scope=grant.scope) for grant in source.grants.all()
    )
    FieldRule.objects.bulk_create(
        FieldRule(profile=made, record=rule.record, field=rule.field, mode=rule.mode)
        for rule in source.field_rules.all()
    )
    trail.created(made)
    stamp()
    return made


@action(gettext_lazy("Rename a profile"), record="access.Profile", verb="change")
def rename_profile(profile: Profile, *, by: Actor, name: str) -> None:
    """Give it another name. Refuses one with rights the actor has not."""
    _may_change(by, profile)
    if not name.strip():
        raise ValidationError({"name": _("Write a name.")})
    trail.changed(profile, name=name.strip()[:60])


@action(gettext_lazy("Remove a profile"), record="access.Profile", verb="change")
def remove_profile(profile: Profile, *, by: Actor) -> None:
    """Take away a profile of the company's own that nobody has. Refuses one with rights the actor has not."""
    _may_change(by, profile)
    if profile.system or User.objects.filter(profile=profile.code).exists():
        raise Refused(_("Only a profile of your own that nobody has can be removed."))
    trail.note(profile, Change.Kind.REMOVE, before=profile.name)
    profile.delete()
    stamp()


def _may_change(by: Actor, profile: Profile) -> None:
    """Refused to touch a profile that can do more than one's own."""
    require(by, "change", "access.Profile")
    if not by.is_system and not queries.reaches(by.profile, profile.code):
        raise Refused(_("That profile has rights that yours has not; only somebody who has them may change it."))
