"""One contact as a card for a telephone's address book."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tendero.directory import card_files
from tendero.directory.models import Party
from tendero.kernel import files
from tendero.kernel.door import ActorRequest, permitted
from tendero.kernel.permissions import hidden_fields
from tendero.records import registry
from tendero.records.export import FORMATS, logging


@permitted(Party.record_key, "export")
@require_GET
def download(request: ActorRequest, ref: str) -> HttpResponse:
    """His card, 4.0 or with `?version=3.0` the older one; logged as any other export."""
    record = registry.get(Party.record_key)
    party = record.get(request.actor, ref, "export")
    name = "vcf-3" if request.GET.get("version") == "3.0" else "vcf-4"
    logging.log(record, 1, [], name, {"refs": [ref]}, "", by=request.actor)
    text = "".join(card_files.cards([party], request.actor, FORMATS[name].version))
    response = HttpResponse(text, content_type=FORMATS[name].content_type)
    called = ref if "name" in hidden_fields(request.actor, Party.record_key) else party.name.replace("/", " ")
    response["Content-Disposition"] = content_disposition_header(True, files.clean_name(f"{called}.vcf")) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
