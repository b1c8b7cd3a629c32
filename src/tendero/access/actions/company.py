"""What the company says of itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tendero.access.rules.countries import proposed
from tendero.identity.models import User
from tendero.kernel import files, trail
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action, require_current
from tendero.kernel.models import Change, Setting
from tendero.kernel.models.files import StoredFile
from tendero.kernel.permissions import require


@action(gettext_lazy("Change the company"), record="kernel.Setting", verb="change")
def store_company(*, by: Actor, values: dict[str, Any]) -> set[str]:
    """Keep settings of the company, audited; returns the names that changed. KeyError for one nobody declared."""
    require(by, "change", "kernel.Setting")
    before = Setting.read_all()
    altered = {name for name, value in values.items() if before[name] != value}
    for name in sorted(altered):
        Setting.store(name, values[name])
        Change.objects.create(
            change_set=require_current().saved(),
            record_key="kernel.Setting",
            record_id=0,
            root_key="kernel.Setting",
            root_id=0,
            kind=Change.Kind.CHANGE,
            field=name,
            before=before[name],
            after=values[name],
        )
    return altered


@action(gettext_lazy("Change the logo"), record="kernel.Setting", verb="change")
def set_logo(*, by: Actor, upload: Any) -> str:
    """Keep a picture as the company's logo, written anew, in place of the one before; returns its reference.

    ValidationError for what is no picture: SVG, which may run scripts, among them.
    """
    require(by, "change", "kernel.Setting")
    made = files.store_picture(upload, by=by, record=("kernel.Setting", 0))
    before = StoredFile.objects.filter(ref=Setting.read("company.logo")).first()
    store_company(by=by, values={"company.logo": made.ref})
    if before is not None:
        files.delete(before)
    return str(made.ref)


@action(gettext_lazy("Take away the logo"), record="kernel.Setting", verb="change")
def remove_logo(*, by: Actor) -> None:
    """The company has no logo: its initials stand in its place. Its file is deleted."""
    require(by, "change", "kernel.Setting")
    before = StoredFile.objects.filter(ref=Setting.read("company.logo")).first()
    store_company(by=by, values={"company.logo": ""})
    if before is not None:
        files.delete(before)


@action(gettext_lazy("Set the company up"), record="kernel.Setting", verb="change")
def set_up_company(person: User, *, by: Actor, values: dict[str, Any]) -> None:
    """Keep what was said on the first day. A new country brings its time zone, for whoever set it up too."""
    require(by, "change", "kernel.Setting")
    before, country = Setting.read_all(), values.get("company.country", "")
    if country and country != before["company.country"]:
        zone = proposed(country).time_zone
        values = {**values, "company.time_zone": zone}
        if person.time_zone == before["company.time_zone"]:
            trail.changed(person, time_zone=zone)
    store_company(by=by, values=values)
