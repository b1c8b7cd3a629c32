"""Filling and changing the permission matrix."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop, override

from tendero.access import policy, queries
from tendero.access.models import Grant, PolicyStamp, Profile
from tendero.access.rules.matrix import PROFILES, default_scope
from tendero.kernel import refs
from tendero.kernel.models import Setting

NAMES = {
    "direccion": gettext_noop("Direction"),
    "marketing": gettext_noop("Marketing"),
    "comercial": gettext_noop("Sales"),
    "atencion": gettext_noop("Customer care"),
    "mostrador": gettext_noop("Counter"),
    "lectura": gettext_noop("Read only"),
    "administracion": gettext_noop("Administration"),
}


def fill_after_migrate(sender: object, **_signal: Any) -> None:
    """Give the profiles that come with Tendero their rows for record types without any; answers `post_migrate`."""
    from django.utils.translation import gettext

    with override(Setting.read("company.language")):
        for position, code in enumerate(PROFILES):
            name = gettext(NAMES[code])
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
    PolicyStamp.objects.update_or_create(pk=1, defaults={"value": refs.new_ref()})
    policy.forget()
