"""The photo of a person, the logo of a company."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tendero.directory.actions.rights import require_change
from tendero.directory.models import Party
from tendero.kernel import files, write
from tendero.kernel.actor import Actor
from tendero.kernel.changes import action


@action(gettext_lazy("Put a photo"), record="directory.Party", verb="change")
def set_photo(party: Party, *, upload: Any, by: Actor) -> None:
    """Keep `upload` (a picture, redrawn) as the photo of `party`; None takes it away. The one before stays on disk.

    ValidationError when it is no picture, or larger than a file may be.
    """
    require_change(party, by, "photo")
    stored = None
    if upload is not None:
        stored = files.store_picture(upload, by=by, record=(Party.record_key, party.pk))
    write.change(party, photo=stored)
