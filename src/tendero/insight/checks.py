"""Integrity: the sums that are kept are those of the sales."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.utils.translation import gettext as _

from tendero.insight.queries.health import drifted


@checks.register("integrity", deploy=True)
def check_sums(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Counts the sums that differ; the job `insight.rebuild` mends them, and each night's comparison too."""
    wrong = drifted()
    if not wrong:
        return []
    message = _("%(number)s sums are not what the sales come to") % {"number": wrong}
    return [checks.Error(message, hint=_("./tendero sums mends it"), obj="insight.Tally", id="insight.E201")]
