"""What the company says of itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tendero.kernel.actor import Actor
from tendero.kernel.changes import action, require_current
from tendero.kernel.models import Change, Setting
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
