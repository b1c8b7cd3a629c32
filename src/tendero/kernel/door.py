"""Every view says who may enter; start-up fails for one that does not (`access` checks the whole URL map)."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.permissions import Missing

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Permission:
    """What a view declares. `record` may be a function of the URL's arguments, for views that serve every record."""

    kind: Literal["public", "signed_in", "record"]
    record: str | Callable[..., str] = ""
    verb: str = "view"


class ActorRequest(HttpRequest):
    """A request of somebody signed in; `access` fills `actor`."""

    actor: Actor


def public(view: V) -> V:
    """Anyone may enter, signed in or not."""
    view.permission = Permission("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: V) -> V:
    """Anyone signed in; the view shows only what is his."""
    return _guarded(view, Permission("signed_in"))


def permitted(record: str | Callable[..., str], verb: str) -> Callable[[V], V]:
    """Whoever may do `verb` to at least some rows of `record`; which rows is the view's own question."""

    def decorate(view: V) -> V:
        return _guarded(view, Permission("record", record, verb))

    return decorate


def _guarded(view: V, permission: Permission) -> V:
    @functools.wraps(view)
    def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return sign_in_first(request)
        if permission.kind == "record":
            record = permission.record(**kwargs) if callable(permission.record) else permission.record
            if not permissions.may(actor, permission.verb, record):
                if not permissions.may(actor, "view", record):
                    raise Http404
                permissions.require(actor, permission.verb, record)
        try:
            return view(request, *args, **kwargs)
        except Missing as error:
            raise Http404 from error

    enter.permission = permission  # type: ignore[attr-defined]
    return enter  # type: ignore[return-value]


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; a fragment request gets a bare 401, which opens the sign-in dialog over what was typed."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")
