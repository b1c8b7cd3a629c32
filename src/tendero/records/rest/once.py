"""Idempotency-Key: a request repeated after a lost answer is not done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tendero.kernel.actor import Actor
from tendero.records.models import ApiReply
from tendero.records.rest.problems import Problem, unreadable

_KEPT_HEADERS: Final = ("Location", "ETag")


def once(request: HttpRequest, actor: Actor, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `work`, in one transaction with the record of its answer; or give the answer it had the first time.

    Only what succeeded is kept: a refused request may be corrected under the same key. Problem 422 when the key came
    with another request before.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    if len(key) > 255 or not key.isascii() or not key.isprintable():
        raise unreadable("Idempotency-Key", _("At most 255 printable characters."))
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        reply = _claimed(actor, key, fingerprint)
        if reply is None:
            return _repeated(actor, key, fingerprint)
        response = work()
        reply.status, reply.body = response.status_code, response.content.decode()
        reply.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        reply.save(update_fields=["status", "body", "headers"])
        return response


def _claimed(actor: Actor, key: str, fingerprint: str) -> ApiReply | None:
    try:
        with transaction.atomic():
            return ApiReply.objects.create(user_id=actor.user_id or 0, key=key, fingerprint=fingerprint)
    except IntegrityError:
        return None


def _repeated(actor: Actor, key: str, fingerprint: str) -> HttpResponse:
    reply = ApiReply.objects.get(user_id=actor.user_id or 0, key=key)
    if reply.fingerprint != fingerprint:
        raise Problem(422, _("This Idempotency-Key came with another request before. Use a new one."))
    headers = dict(reply.headers) | {"Idempotency-Replayed": "true"}
    kind = "application/json" if reply.body else "text/plain"
    return HttpResponse(reply.body, status=reply.status, content_type=kind, headers=headers)


def _fingerprint(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n"
    digest = hashlib.sha256(head.encode())
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(request.body)
        return digest.hexdigest()
    digest.update(repr(sorted(request.POST.lists())).encode())
    for name, file in sorted(request.FILES.items()):
        if isinstance(file, list):
            continue
        digest.update(f"{name}\n{file.name}\n".encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    return digest.hexdigest()
