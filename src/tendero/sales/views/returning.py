"""The dialog that takes back what was sold."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from tendero.kernel import changes
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import Missing, hidden_fields
from tendero.records import registry
from tendero.sales import actions
from tendero.sales.actions.returning import left_of
from tendero.sales.forms import ReturnForm
from tendero.sales.models import Kind, Sale
from tendero.ui import feedback, words


@permitted("sales.Sale", "add")
@require_http_methods(["GET", "POST"])
def give_back(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask how many units of each line come back, then write the return; 404 where there is nothing to return."""
    actor = request.actor
    sale: Sale = registry.get("sales.Sale").get(actor, ref)
    if sale.kind != Kind.SALE or "lines" in hidden_fields(actor, Sale.record_key):
        raise Missing
    lines = list(sale.lines.select_related("product"))
    form = ReturnForm(request.POST or None, lines=lines, left=left_of(sale), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            with changes.change_set("sales.return_sale", by=actor) as opened:
                note = form.cleaned_data["note"]
                made = actions.return_sale(sale, quantities=form.quantities(), note=note, by=actor)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            said = _("Returned: %(total)s") % {"total": words.amount(made.total, made.currency)}
            response = feedback.close_dialog(HttpResponse())
            feedback.refresh(response, "rows-changed")
            return feedback.toast(response, said, undo=opened.ref)
    context = {
        "form": form,
        "heading": _("What comes back of %(sale)s?") % {"sale": sale},
        "action": request.path,
        "submit": pgettext("sale", "Return"),
    }
    return feedback.dialog(request, "sales/dialog/give_back.html", context, 422 if form.errors else 200)
