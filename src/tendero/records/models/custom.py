"""User-defined fields: what the company adds to a record, and every value of it in one typed, indexed table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tendero.kernel import journal
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import ChildModel, RecordModel
from tendero.kernel.models.base import Journaled
from tendero.kernel.money import AmountField
from tendero.records.fields import Kind

LONGEST_TEXT = 500
ALIVE = Q(archived_at__isnull=True, binned_at__isnull=True)


class CustomKind(models.TextChoices):
    """The kinds a company may choose from; the same words as `records.fields.Kind`."""

    TEXT = Kind.TEXT.value, _("Text")
    NUMBER = Kind.NUMBER.value, _("Number")
    MONEY = Kind.MONEY.value, _("Money")
    DATE = Kind.DATE.value, _("Date")
    CHOICE = Kind.CHOICE.value, _("One of a list")
    CHOICES = Kind.CHOICES.value, _("Several of a list")
    BOOL = Kind.BOOL.value, _("Yes or no")
    URL = Kind.URL.value, _("Link")
    PARTY = Kind.PARTY.value, _("Contact")


class FieldDefinition(RecordModel):
    """One field the company added to a kind of record. Archived fields keep their values and are shown nowhere.

    `choices` is a list of ``[stored value, label]`` pairs; a label may change, a stored value never does.
    """

    record_key = "records.FieldDefinition"
    governed = ("kernel.Setting", "change")
    kept = "fields"

    record = models.CharField(_("kind of record"), max_length=60)
    name = models.CharField(
        _("key"), max_length=40, validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("Small letters, digits and _."))]
    )
    label = models.CharField(_("name"), max_length=80)
    label_folded = FoldedField(source="label")
    kind = models.CharField(_("type"), max_length=12, choices=CustomKind.choices)
    choices = models.JSONField(_("options"), default=list, blank=True)
    help = models.CharField(_("what it is for"), max_length=200, blank=True, default="")
    required = models.BooleanField(_("always filled in"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering = ["record", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="fielddefinition_key"),
            models.UniqueConstraint(fields=["record", "label_folded"], name="fielddefinition_label", condition=ALIVE),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field_name(self) -> str:
        """What filters, forms, import and the API call it."""
        return f"custom.{self.name}"


class CustomValue(ChildModel):
    """One value of one field on one record; a record without a row has no value there.

    The column used follows from the kind: `text` (text, link, choice, one row for each of several choices), `number`
    (numbers and amounts, in ten-thousandths; yes is 1 and no is 0), `date`, `ref_id` (primary key of a party).
    `slot` is the choice for several choices and empty otherwise, so that nothing is held twice.
    """

    definition = models.ForeignKey(FieldDefinition, on_delete=models.PROTECT, related_name="values")
    record_id = models.BigIntegerField()
    slot = models.CharField(max_length=80, blank=True, default="", editable=False)
    number = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    text = models.CharField(max_length=LONGEST_TEXT, blank=True, default="")
    text_folded = FoldedField(source="text")
    text_sort = SortKeyField(source="text")
    date = models.DateField(null=True, blank=True)
    ref_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "record_id", "slot"], name="customvalue_once"),
        ]
        indexes = [
            models.Index(fields=["record_id", "definition"], name="customvalue_record"),
            models.Index(fields=["definition", "number", "record_id"], name="customvalue_number"),
            models.Index(fields=["definition", "text_folded", "record_id"], name="customvalue_text"),
            models.Index(fields=["definition", "date", "record_id"], name="customvalue_date"),
            models.Index(fields=["definition", "ref_id", "record_id"], name="customvalue_ref"),
            models.Index(fields=["ref_id"], name="customvalue_party", condition=Q(ref_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} of {self.record_id}"

    @classmethod
    def points_at(cls, model: type[Journaled]) -> Sequence[tuple[Q, str]]:
        """At a party, where the field names one."""
        return [(Q(), "ref_id")] if model.key() == "directory.Party" else ()

    def told_need(self, field: str) -> str:
        """A field that anybody has filled in stays."""
        if field != "definition":
            return ""
        model, pk = self.root()
        return gettext("it has values already: %(name)s's") % {"name": model.everything.get(pk=pk)}

    def root(self) -> tuple[type[Journaled], int]:
        """The record it is a value of."""
        from tendero.records.custom import definitions  # which reads these models

        return journal.models_by_key()[definitions.record_of(self.definition_id)], self.record_id

    def party_reference(self) -> int | None:
        """The party its record tells about."""
        model, pk = self.root()
        if model.key() == "directory.Party":
            return pk
        if not hasattr(self, "_party"):
            row: Any = model.everything.filter(pk=pk).first()
            self._party: int | None = row.party_reference() if row is not None else None
        return self._party
