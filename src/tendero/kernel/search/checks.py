"""Integrity: every record that should be found has its document, and no document outlives its record."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tendero.kernel.models.search import SearchDocument
from tendero.kernel.search.documents import missing_rows, searched_models


@checks.register("integrity", deploy=True)
def check_documents(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Counts both ways; what is wrong is mended by `search.rebuild()`."""
    found: list[checks.CheckMessage] = []
    for model in searched_models():
        missing, left = differences(model)
        if missing or left:
            message = _("%(missing)s records cannot be found, %(left)s documents have no record") % {
                "missing": missing, "left": left
            }  # fmt: skip
            found.append(
                checks.Error(message, hint=_("kernel.search.rebuild() mends it"), obj=model.key(), id="kernel.E201")
            )
    return found


def differences(model: type[Any]) -> tuple[int, int]:
    """How many records lack their document, and how many documents their record."""
    documents = SearchDocument.objects.filter(record_key=model.key())
    due = model.objects.filter(model.searched)
    left = documents.filter(~Exists(due.filter(pk=OuterRef("record_id")))).count()
    return missing_rows(model).count(), left
