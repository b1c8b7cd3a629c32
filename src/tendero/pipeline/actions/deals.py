"""Opening an opportunity and changing what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.directory.models import Party
from tendero.identity.models import User
from tendero.kernel import write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action
from tendero.kernel.models import Setting
from tendero.kernel.permissions import require
from tendero.pipeline.models import Opportunity, Stage

_EDITABLE: Final = frozenset(
    {"name", "party", "contact", "owner", "stage", "amount", "currency", "probability", "expected_close", "source",
     "note"}
)  # fmt: skip


@action(_("New opportunity"), record="pipeline.Opportunity", verb="add")
def create_opportunity(
    party: Party,
    *,
    by: Actor,
    name: str,
    stage: Stage | None = None,
    amount: Decimal | str = "0",
    currency: str = "",
    owner: User | None = None,
    contact: Party | None = None,
    probability: int | None = None,
    expected_close: dt.date | None = None,
    source: str = "",
    note: str = "",
) -> Opportunity:
    """Open an opportunity with `party`, at the top of its column; publishes OpportunitiesMoved.

    Without `stage` it is the first open one, without `owner` whoever opens it, without `currency` the company's.
    ValidationError when there is no open stage, or a person of another contact is named.
    """
    require(by, "view", party)
    opportunity = Opportunity(
        party=party,
        name=name.strip(),
        stage=stage or first_stage(),
        amount=str(amount),
        currency=currency or Setting.read("company.currency"),
        owner_id=owner.pk if owner else by.user_id,
        contact=contact,
        probability=probability,
        expected_close=expected_close,
        source=source.strip(),
        note=note.strip(),
    )
    require(by, "add", opportunity)
    return write.create(opportunity)


@action(_("Change an opportunity"), record="pipeline.Opportunity", verb="change")
def update_opportunity(
    opportunity: Opportunity, *, by: Actor, values: Mapping[str, Any], expected_version: int | None = None
) -> set[str]:
    """Set the given columns; returns the names that changed.

    A new `stage` moves it to the top of that column; to the lost one only through `lose`, which asks why.
    """
    require(by, "change", opportunity)
    if unknown := sorted(set(values) - _EDITABLE):
        raise ValidationError({unknown[0]: _("This is not changed here.")})
    for name in ("party", "contact"):
        if values.get(name) is not None:
            require(by, "view", values[name])
    return write.change(opportunity, expected_version=expected_version, **values)


def first_stage() -> Stage:
    """Where opportunities begin. ValidationError if the company has no open stage."""
    found: Stage | None = Stage.objects.filter(kind=Stage.Kind.OPEN).first()
    if found is None:
        raise ValidationError({"stage": _("There is no open stage. Make one in the settings of opportunities.")})
    return found
