"""What can be found: one folded document a record, and the vocabulary for typing mistakes."""

from __future__ import annotations

from django.db import models

from tendero.kernel.db.words import WordIndex


class SearchKind(models.Model):
    """A small number for each record key: the low byte of every document's id."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    record_key = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.record_key


class SearchDocument(models.Model):
    """One record as words. `id` is `record_id * 256 + kind`, so that the word index alone yields the record.

    `parts` keeps apart the words that come from fields a profile may not know of: ``{"email|emails": "luis@..."}``.
    """

    id = models.BigIntegerField(primary_key=True)
    record_key = models.CharField(max_length=100)
    record_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    parts = models.JSONField(default=dict, blank=True)
    weight = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [WordIndex(fields=["words"], name="kernel_searchdocument_words")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that occurs, how often, and its consonants: what "garzia" is compared with."""

    word = models.CharField(max_length=40, primary_key=True)
    shown = models.CharField(max_length=40)
    frequency = models.PositiveIntegerField(default=1)
    length = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="kernel_searchword_key"),
            models.Index(fields=["length", "word"], name="kernel_searchword_length"),
        ]

    def __str__(self) -> str:
        return self.word
