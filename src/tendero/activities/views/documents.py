"""Documents of a contact: attaching and reading them."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tendero.activities import actions
from tendero.activities.forms import DocumentForm
from tendero.activities.models import Document
from tendero.activities.views.common import chosen, done, party_of, subject_of
from tendero.kernel import changes, files
from tendero.kernel.door import ActorRequest, permitted
from tendero.ui import feedback


@permitted("activities.Document", "add")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, ref: str) -> HttpResponse:
    """The dialog that attaches a file."""
    party = party_of(request.actor, ref)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        with changes.change_set("activities.attach_document", by=request.actor) as opened:
            try:
                about = subject_of(request.actor, request.GET.get("about", ""))
                actions.attach_document(
                    party, upload=found["file"], title=found["title"], subject=about, by=request.actor
                )
            except ValidationError as error:
                form.add_error("file", error)
            else:
                return done(_("Document attached"), opened)
    context = {"form": form, "party": party, "action": request.get_full_path(), "multipart": True}
    return feedback.dialog(request, "activities/document/form.html", context, status=422 if form.errors else 200)


@permitted("activities.Document", "view")
@require_GET
def read(request: ActorRequest, ref: str) -> HttpResponse:
    """The file itself, for whoever sees the contact."""
    documents = Document.objects.visible_to(request.actor).select_related("file")
    document: Document = chosen(documents, ref)
    return cast(HttpResponse, files.download(document.file))
