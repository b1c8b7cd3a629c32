"""Settings: what each profile may do, and the fields it must not know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tendero.access import actions, queries
from tendero.access.forms import NameForm, ProfileCopyForm, tell
from tendero.access.models import FieldRule, Grant, Profile
from tendero.identity.models import User
from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing, Refused
from tendero.ui import feedback

RECORD = "access.Profile"
VERBS: dict[str, Any] = {
    "view": gettext_lazy("See"),
    "add": gettext_lazy("Add"),
    "change": gettext_lazy("Change"),
    "delete": gettext_lazy("Delete"),
    "export": gettext_lazy("Export"),
    "import": gettext_lazy("Import"),
}
SCOPES: dict[str, Any] = {
    "none": gettext_lazy("Nobody's"),
    "own": gettext_lazy("His own"),
    "team": gettext_lazy("His team's"),
    "all": gettext_lazy("Everybody's"),
}
MODES: dict[str, Any] = {
    "": gettext_lazy("Sees and writes it"),
    "readonly": gettext_lazy("Only sees it"),
    "hidden": gettext_lazy("Does not know of it"),
}


@dataclass(frozen=True)
class Right:
    """One cell of the matrix."""

    name: str
    label: Any
    scope: str
    with_its_like: str = ""
    """The stricter rule it falls under because another field that tells the same has it."""


@dataclass(frozen=True)
class Kind:
    """One record type of the matrix: its rights, and its fields with their rule."""

    key: str
    label: str
    rights: list[Right]
    fields: list[Right]
    ruled: int


@permitted(RECORD, "change")
@require_GET
def profiles(request: ActorRequest) -> HttpResponse:
    """All profiles, and how many have each."""
    found = list(Profile.objects.all())
    people = list(User.objects.filter(is_active=True).values_list("profile", flat=True))
    for profile in found:
        profile.size = people.count(profile.code)  # type: ignore[attr-defined]
    return render(request, "access/profiles.html", {"profiles": found})


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest, code: str) -> HttpResponse:
    """The matrix of one profile."""
    found = _profile(code)
    problem = ""
    if request.method == "POST":
        try:
            changed = _store(found, request.POST, request)
            answer = feedback.redirect(request, reverse("access:profile", args=[code]))
            return feedback.toast(answer, _("Saved: it holds from now on") if changed else _("Nothing was changed"))
        except (Refused, ValidationError) as error:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    context = {"profile": found, "kinds": _kinds(found), "scopes": SCOPES, "modes": MODES, "problem": problem}
    return render(request, "access/profile.html", context, status=422 if problem else 200)


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def profile_new(request: ActorRequest) -> HttpResponse:
    """A profile that begins as a copy of another."""
    form = ProfileCopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_profile(form.cleaned_data["source"], by=request.actor, name=form.cleaned_data["name"])
            return feedback.redirect(request, reverse("access:profile", args=[made.code]))
        except ValidationError as error:
            tell(form, error)
        except Refused as error:
            tell(form, ValidationError(str(error)))
    context = {"form": form, "heading": _("New profile"), "action": request.path}
    return feedback.dialog(request, "access/form.html", context, 422 if form.errors else 200)


@permitted(RECORD, "change")
@require_http_methods(["GET", "POST"])
def profile_rename(request: ActorRequest, code: str) -> HttpResponse:
    """Another name for a profile."""
    found = _profile(code)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_profile(found, by=request.actor, name=form.cleaned_data["name"])
        return feedback.redirect(request, reverse("access:profile", args=[code]))
    context = {"form": form, "heading": found.name, "action": request.path}
    return feedback.dialog(request, "access/form.html", context, 422 if form.errors else 200)


@permitted(RECORD, "change")
@require_POST
def profile_remove(request: ActorRequest, code: str) -> HttpResponse:
    """Take away a profile nobody has."""
    try:
        actions.remove_profile(_profile(code), by=request.actor)
    except Refused as error:
        return feedback.toast(HttpResponse(status=204), str(error))
    return feedback.redirect(request, reverse("access:profiles"))


def _profile(code: str) -> Profile:
    found = Profile.objects.filter(code=code).first()
    if found is None:
        raise Missing
    return found


def _kinds(profile: Profile) -> list[Kind]:
    scopes = {(grant.record, grant.verb): grant.scope for grant in Grant.objects.filter(profile=profile)}
    rules = {(rule.record, rule.field): rule.mode for rule in FieldRule.objects.filter(profile=profile)}
    labels = {(info.record, info.verb): info.label for info in changes.ACTIONS.values()}
    found = []
    for matrix in queries.matrix_records():
        rights = [
            Right(
                f"{matrix.key} {verb}",
                VERBS.get(verb) or labels.get((matrix.key, verb), verb),
                scopes.get((matrix.key, verb), "none"),
            )
            for verb in matrix.verbs
        ]
        fields = [
            Right(
                f"{matrix.key}.{name}",
                label,
                rules.get((matrix.key, name), ""),
                queries.falls_under(profile.code, matrix.key, name),
            )
            for name, label in matrix.fields
        ]
        found.append(Kind(matrix.key, str(matrix.label), rights, fields, sum(1 for field in fields if field.scope)))
    return found


def _store(profile: Profile, data: QueryDict, request: ActorRequest) -> int:
    """Only names of the matrix itself are read from what was sent."""
    known = queries.matrix_records()
    scopes = {
        (matrix.key, verb): str(data[name])
        for matrix in known
        for verb in matrix.verbs
        if (name := f"{matrix.key} {verb}") in data
    }
    fields = {
        (matrix.key, field): str(data[name])
        for matrix in known
        for field, _label in matrix.fields
        if (name := f"{matrix.key}.{field}") in data
    }
    return actions.set_rights(profile, by=request.actor, scopes=scopes, fields=fields)
