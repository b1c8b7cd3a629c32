"""The journal: what changed, by whom, when, from where. Audit, history, undo and revert all read this."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendero.kernel import clock
from tendero.kernel.fields import RefField


class ChangeSet(models.Model):
    """Everything one action wrote. Times are UTC."""

    id = models.BigAutoField(primary_key=True)
    ref = RefField(_("reference"))
    action = models.CharField(_("action"), max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=150)
    origin = models.CharField(_("from where"), max_length=10)
    at = models.DateTimeField(_("when"), default=clock.now)
    batch = models.CharField(max_length=40, blank=True, default="")
    reverts = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="reverted_by")

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="changeset_at"),
            models.Index(fields=["actor_id", "at", "id"], name="changeset_actor"),
            models.Index(fields=["action", "at", "id"], name="changeset_action"),
            models.Index(fields=["batch"], name="changeset_batch", condition=~models.Q(batch="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.ref}"


class Change(models.Model):
    """One row made, altered (per field), removed, or moved to or from the bin.

    `record` is the row itself, `root` the record whose history shows it. `before` and `after` are JSON values as
    `kernel.journal.encode` writes them; a removed row keeps all its values in `before`.
    """

    class Kind(models.TextChoices):
        CREATE = "create", pgettext_lazy("change", "created")
        CHANGE = "change", pgettext_lazy("change", "changed")
        REMOVE = "remove", pgettext_lazy("change", "removed")
        BIN = "bin", pgettext_lazy("change", "moved to the bin")
        UNBIN = "unbin", pgettext_lazy("change", "taken out of the bin")

    id = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="changes")
    record_key = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    root_key = models.CharField(max_length=60)
    root_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    field = models.CharField(max_length=60, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["root_key", "root_id", "id"], name="change_root"),
            models.Index(fields=["record_key", "record_id", "id"], name="change_record"),
            models.Index(fields=["party_id"], name="change_party"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_key} {self.record_id} {self.field}"
