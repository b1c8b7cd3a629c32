"""Step one: the file, and the imports made before."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tendero.kernel.door import ActorRequest, permitted
from tendero.records import registry
from tendero.records.exchange import intake, queries
from tendero.records.exchange.reading import foreign
from tendero.records.exchange.refusal import Refused
from tendero.ui import feedback


@permitted(registry.key_of_slug, "import")
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, slug: str) -> HttpResponse:
    """Choose a file; a good one goes on to its columns."""
    record = registry.by_slug(slug)
    problem = ""
    if request.method == "POST":
        file: Any = request.FILES.get("file")
        if file is None:
            problem = _("Choose a file first.")
        else:
            try:
                batch = intake.begin(record, file, by=request.actor)
                return feedback.redirect(request, reverse("records:import_columns", args=[slug, batch.ref]))
            except Refused as refused:
                problem = str(refused)
            except ValidationError as invalid:
                problem = " ".join(invalid.messages)
    context = {
        "record": record,
        "problem": problem,
        "step": 1,
        "cards": foreign.holds("vcf") == record.key,
        "earlier": list(queries.visible(record, request.actor).exclude(state="draft")[:20]),
        "drafts": list(queries.visible(record, request.actor).filter(state="draft")[:5]),
    }
    return render(request, "records/import/upload.html", context, status=422 if problem else 200)


@permitted(registry.key_of_slug, "import")
@require_POST
def discard(request: ActorRequest, slug: str, ref: str) -> HttpResponse:
    """Forget an import that has not run."""
    record = registry.by_slug(slug)
    batch = queries.get(record, request.actor, ref)
    response = feedback.redirect(request, record.url("import"))
    try:
        intake.forget(batch)
    except Refused as refused:
        return feedback.toast(response, str(refused))
    return response
