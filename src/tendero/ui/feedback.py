"""Answers to the browser: toasts with Undo, redirects, dialogs, and the news that rows changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

TOAST_COOKIE = "tendero_toast"


def toast(response: HttpResponse, text: Any, undo: str = "", link: str = "", stays: bool = False) -> HttpResponse:
    """Say `text` at the bottom of the screen.

    `undo` is the reference of a change set and brings the Undo button; `link` an address to open; what must be read
    `stays` until it is closed. On a redirect the
    toast travels in a cookie that the next page shows and forgets.
    """
    said = {"text": str(text), "undo": undo, "link": link} | ({"kind": "warning"} if stays else {})
    if 300 <= response.status_code < 400 or "HX-Redirect" in response or "HX-Refresh" in response:
        response.set_cookie(TOAST_COOKIE, quote(json.dumps(said)), max_age=60, samesite="Lax")
    else:
        _trigger(response, "toast", said)
    return response


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, whether a page or a fragment was asked for."""
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def refresh(response: HttpResponse, *events: str) -> HttpResponse:
    """Tell the page that something changed: elements with ``hx-trigger="<event> from:body"`` load again."""
    for event in events:
        _trigger(response, event, {})
    return response


def dialog(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The dialog `template` (which extends ``ui/dialog.html``), over the page or, asked for directly, as a page."""
    fragment = is_fragment(request)
    html = render_to_string(template, {"level": 2 if fragment else 1, **context}, request)
    if not fragment:
        html = render_to_string("ui/dialog_page.html", {"dialog": html}, request)
        return HttpResponse(html, status=status)
    response = HttpResponse(html, status=status)
    response["HX-Retarget"] = "#dialog"
    response["HX-Reswap"] = "innerHTML"
    return response


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Close the open dialog; an empty answer leaves the rest of the page as it is."""
    if not response.content:
        response["HX-Reswap"] = "none"
    return _trigger(response, "dialog-close", {})


def is_fragment(request: HttpRequest) -> bool:
    """Whether the browser asks for a piece of a page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def _trigger(response: HttpResponse, event: str, detail: Mapping[str, Any]) -> HttpResponse:
    """Add an event, dispatched on the body so that it arrives even when the element that asked is gone."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    events[event] = {**detail, "target": "body"}
    response["HX-Trigger"] = json.dumps(events)
    return response
