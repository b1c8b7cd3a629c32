"""The short lists a company starts with; every one may be renamed, added to or thrown away afterwards."""

from __future__ import annotations

from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tendero.directory.models import RelationshipType, RoleType, Source
from tendero.kernel import changes, write
from tendero.kernel.actor import Actor
from tendero.kernel.models import Setting

ROLES: Final = (
    ("prospect", gettext_noop("Prospect"), gettext_noop("That he buys for the first time")),
    ("ambassador", gettext_noop("Ambassador"), gettext_noop("That he speaks well of us to others")),
    ("prescriber", gettext_noop("Prescriber"), gettext_noop("That he recommends us to those who ask him")),
    ("distributor", gettext_noop("Distributor"), gettext_noop("That he sells what we sell")),
    ("supplier", gettext_noop("Supplier"), gettext_noop("That he serves well and on time")),
    ("ally", gettext_noop("Ally"), gettext_noop("That our customers gain by his, and his by ours")),
)
SOURCES: Final = (
    ("directory", gettext_noop("Directory")),
    ("chamber", gettext_noop("Chamber of commerce")),
    ("club", gettext_noop("Club or association")),
    ("referral", gettext_noop("Recommendation")),
    ("fair", gettext_noop("Fair or event")),
    ("web", gettext_noop("Website")),
    ("raffle", gettext_noop("Raffle")),
    ("counter", gettext_noop("Counter")),
    ("visit", gettext_noop("Visit")),
    ("phone", gettext_noop("Call")),
)
RELATIONSHIPS: Final = (
    ("works_at", gettext_noop("works at"), gettext_noop("has working there")),
    ("referred_by", gettext_noop("recommended by"), gettext_noop("recommended")),
    ("family", gettext_noop("family of"), gettext_noop("family of")),
    ("branch", gettext_noop("branch of"), gettext_noop("has as branch")),
    ("prescribes", gettext_noop("prescribes to"), gettext_noop("is prescribed by")),
    ("member", gettext_noop("member of"), gettext_noop("has as member")),
)


def fill(system: Actor | None = None) -> None:
    """Write the lists that are empty, in the company's language. What somebody threw away does not come back."""
    by = system or Actor.system("directory")
    with translation.override(Setting.read("company.language")), changes.change_set("directory.fill", by=by):
        if not RoleType.everything.exists():
            _write(RoleType, [{"code": c, "name": _(n), "objective": _(o)} for c, n, o in ROLES])
            _prospects_become()
        if not Source.everything.exists():
            _write(Source, [{"code": code, "name": _(name)} for code, name in SOURCES])
        if not RelationshipType.everything.exists():
            _write(RelationshipType, [{"code": c, "name": _(n), "inverse": _(i)} for c, n, i in RELATIONSHIPS])


def _write(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """In the order told, ten apart, so that there is room between two."""
    write.create_many(model, [model(position=(at + 1) * 10, **row) for at, row in enumerate(rows)])


def _prospects_become() -> None:
    """Whoever recommends us may come to speak for us everywhere."""
    by_code = {role.code: role for role in RoleType.objects.all()}
    write.change(by_code["prescriber"], target=by_code["ambassador"])


def fill_after_migrate(sender: Any, **kwargs: Any) -> None:
    """Answer to Django's `post_migrate`."""
    fill()
