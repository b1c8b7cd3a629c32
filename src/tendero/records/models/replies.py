"""Answers the API has given to requests with an Idempotency-Key: the same request again gets the same answer."""

from __future__ import annotations

from django.db import models

from tendero.kernel import clock


class ApiReply(models.Model):
    """Kept for a day, written in the transaction of what it answers; `fingerprint` tells another request apart."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="apireply_once")]
        indexes = [models.Index(fields=["at"], name="apireply_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key} {self.status}"
