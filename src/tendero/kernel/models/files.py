"""Stored files: the row knows everything, the disk only bytes under a random name."""

from __future__ import annotations

from django.db import models

from tendero.kernel import clock
from tendero.kernel.refs import new_ref


class StoredFile(models.Model):
    """A file that somebody gave us or that we made; it belongs to one record, which decides who may read it."""

    ref = models.CharField(max_length=20, unique=True, default=new_ref, editable=False)
    disk_name = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    party_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    record_key = models.CharField(max_length=100, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["record_key", "record_id"], name="kernel_storedfile_record")]

    def __str__(self) -> str:
        return self.ref
