"""The record behind a reference or a name, within what the actor may see; all else does not exist."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tendero.identity.models import User
from tendero.kernel import journal, refs, text
from tendero.kernel.actor import Actor
from tendero.records import registry
from tendero.records.fields import Field, Kind
from tendero.records.sight import KEPT, Unseen, is_narrow, words

LIST_LIMIT: Final = 1_000
"""Short lists (sources, tags, people) are compared in Python up to this many rows."""


def candidates(field: Field, actor: Actor) -> Any:
    """The rows a relation may be set to by this actor."""
    if field.kind is Kind.USER or field.target == "identity.User":
        return User.objects.filter(is_active=True)
    model: Any = journal.models_by_key()[field.target]
    if field.target in set(registry.keys()):
        return model.objects.visible_to(actor)
    return model.objects.all()  # a short list of the company (stages, sources): whoever sees the record sees it


def by_ref(field: Field, ref: Any, actor: Actor) -> Any:
    """The row of this public reference. ValidationError when there is none for this actor.

    What a form sends of somebody out of sight gives nobody in particular: whoever writes leaves it as it is.
    """
    if ref == KEPT and is_narrow(field.target, actor):
        return Unseen(journal.models_by_key()[field.target], words(actor.language))
    row = candidates(field, actor).filter(ref=ref).first() if refs.is_ref(ref) else None
    if row is None:
        raise ValidationError(
            _("“%(value)s” does not exist. Give the reference (id) of one that does."),
            code="missing",
            params={"value": str(ref)[:80]},
        )
    return row


def by_name(field: Field, name: str, actor: Actor) -> Any:
    """The row that is called so, accents and capitals aside, or has that reference.

    ValidationError when there is none, or several.
    """
    rows = candidates(field, actor)
    if refs.is_ref(name) and (found := rows.filter(ref=name).first()) is not None:
        return found
    matches = _named(rows, field, name)
    if not matches:
        raise ValidationError(_("There is no “%(value)s”."), code="missing", params={"value": name[:80]})
    if len(matches) > 1:
        raise ValidationError(
            _("There are several called “%(value)s”. Choose one, or give its reference."),
            code="several",
            params={"value": name[:80]},
        )
    return matches[0]


def _named(rows: Any, field: Field, name: str) -> list[Any]:
    wanted = text.fold(name)
    if rows.model is User:
        return _people(rows, wanted)
    if (called := getattr(rows.model, "called", None)) is not None:  # a model that knows more names than its own
        return list(called(rows, name))
    if any(column.name == "name_folded" for column in rows.model._meta.concrete_fields):
        return list(rows.filter(name_folded=wanted)[:2])
    return [row for row in rows[:LIST_LIMIT] if text.fold(str(row)) == wanted]


def _people(rows: Any, wanted: str) -> list[Any]:
    """By user name or e-mail, which are one person's alone, else by full name."""
    people = list(rows[:LIST_LIMIT])
    sure = [user for user in people if wanted and wanted in (user.username.lower(), user.email.lower())]
    return sure or [user for user in people if text.fold(user.name) == wanted]
