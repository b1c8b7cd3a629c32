"""May this actor do that? One question, asked before reading for update and before any write."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from tendero.kernel import ports
from tendero.kernel.actor import Actor
from tendero.kernel.ports import Scope

M = TypeVar("M", bound=Model)


class Refused(PermissionDenied):
    """The actor may see this but not do that to it; the message is for people."""


class Missing(Exception):
    """It does not exist, or not for this actor: the two answers are the same."""


def scope(actor: Actor, verb: str, record: str) -> Scope:
    """How far `verb` on `record` reaches for `actor`."""
    return "all" if actor.is_system else ports.permission_policy.scope(actor, record, verb)


def may(actor: Actor, verb: str, record: str) -> bool:
    """Whether the actor may do it to at least some rows."""
    return scope(actor, verb, record) != "none"


def secret_fields(actor: Actor, record: str) -> frozenset[str]:
    """Names of fields this actor must not know of."""
    return frozenset() if actor.is_system else ports.permission_policy.hidden_fields(actor, record)


def hidden_fields(actor: Actor, record: str) -> frozenset[str]:
    """Names of fields this actor is shown nowhere: those he must not know of, and those the company does without.

    Programs know of the latter all the same: the API stays whole, and so do files made by the command line.
    """
    secret = secret_fields(actor, record)
    return secret if actor.is_system or actor.origin == "api" else secret | ports.unused_fields(record)


def readonly_fields(actor: Actor, record: str) -> frozenset[str]:
    """Names of fields this actor sees but must not write."""
    return frozenset() if actor.is_system else ports.permission_policy.readonly_fields(actor, record)


def rows(actor: Actor, verb: str, model: type[Any]) -> Q | None:
    """The condition on `model`'s rows that `verb` reaches; None when it reaches nothing."""
    if model.governed is not None:
        record, right = model.governed
        return Q() if scope(actor, right, record) == "all" else None
    condition = _within(scope(actor, verb, model.record_key), actor, model.owner_field)
    parent = model.visible_through
    if condition is None or not parent:
        return condition
    return _through_parent(actor, verb, model, parent, condition)


def _through_parent(actor: Actor, verb: str, model: type[Any], field: str, own: Q) -> Q:
    """A child is seen with its parent; a child without one, by its own owner's scope."""
    parent = model._meta.get_field(field)
    above = rows(actor, "view", parent.related_model)
    loose = Q(**{f"{field}__isnull": True}) & own if parent.null else Q(pk__in=[])
    if above is None:
        return loose
    seen = prefixed(above, field) & Q(**{f"{field}__isnull": False, f"{field}__binned_at__isnull": True})
    if verb != "view":
        seen &= own
    found: Q = (seen | loose) & model.private_rows(actor)
    return found


def with_right(found: QuerySet[M], actor: Actor, verb: str, name: str) -> QuerySet[M]:
    """The same rows, each telling under `name` whether `verb` reaches it: no question a row, nor one for all."""
    condition = Q() if actor.is_system else rows(actor, verb, found.model)
    reached: Any = Value(condition is not None)
    if condition:
        reached = Case(When(condition, then=Value(True)), default=Value(False))
    told: QuerySet[M] = found.annotate(**{name: reached})
    return told


def prefixed(condition: Q, path: str) -> Q:
    """`condition` moved behind the relation `path`."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            moved.children.append(prefixed(child, path))
        elif isinstance(child, tuple):
            moved.children.append((f"{path}__{child[0]}", child[1]))
        else:
            raise TypeError("a permission condition holds plain look-ups only")
    return moved


def _within(reach: Scope, actor: Actor, owner: str) -> Q | None:
    if reach == "all":
        return Q()
    if reach == "none" or actor.user_id is None or not owner:
        return None
    mine = Q(**{f"{owner}_id": actor.user_id})
    if reach == "own":
        return mine
    loose = Q(**{f"{owner}_id__isnull": True})
    if actor.team_id is None:
        return mine | loose
    return mine | loose | Q(**{f"{owner}__team_id": actor.team_id})


def allowed(actor: Actor, verb: str, thing: Model | str) -> bool:
    """Whether `actor` may do `verb` to this row (or, given a record key, to any)."""
    if isinstance(thing, str):
        return may(actor, verb, thing)
    if actor.is_system:
        return True
    model: Any = type(thing)
    condition = rows(actor, verb, model)
    if condition is None:
        return False
    if thing.pk is None or not condition:
        return thing.pk is not None or _fits_unsaved(actor, verb, thing)
    return bool(model.everything.filter(condition, pk=thing.pk).exists())


def _fits_unsaved(actor: Actor, verb: str, thing: Any) -> bool:
    """A row about to be created: judged by the owner it will have, and by its parent."""
    parent = getattr(thing, thing.visible_through) if thing.visible_through else None
    if parent is not None and not allowed(actor, "view", parent):
        return False
    reach = scope(actor, verb, thing.record_key)
    if reach == "all" or not thing.owner_field:
        return reach != "none"
    owner = getattr(thing, f"{thing.owner_field}_id")
    team = getattr(getattr(thing, thing.owner_field), "team_id", None) if owner else None
    mine = owner == actor.user_id
    return mine if reach == "own" else reach == "team" and (mine or owner is None or team == actor.team_id)


def out_of_reach(actor: Actor, verb: str, record: str, owner: object) -> str:
    """Why a row may not be left in the hands of `owner`, None: of nobody; in words that say what to do instead."""
    reach = scope(actor, verb, record)
    if reach == "own" and owner is None:
        text = _("Your profile reaches only what is yours: it cannot be left without anybody. Choose yourself.")
    elif reach == "own":
        text = _(
            "%(name)s is beyond your profile, which reaches only what is yours. Choose yourself, or ask whoever runs"
            " Tendero to widen it."
        )
    elif reach == "team" and owner is not None:
        text = _(
            "%(name)s is not in your team, and your profile reaches only what your team has. Choose somebody of your"
            " team, or ask whoever runs Tendero to widen it."
        )
    else:
        text = _("You may not put it outside what your profile reaches.")
    return text % {"name": owner}


def require(actor: Actor, verb: str, thing: Model | str) -> None:
    """Raise Missing when `actor` may not even see it, Refused when only the verb is beyond him."""
    if allowed(actor, verb, thing):
        return
    if not isinstance(thing, str) and thing.pk is not None and not allowed(actor, "view", thing):
        raise Missing
    raise Refused(_("Your profile may not do that. Ask whoever runs Tendero in your company."))
