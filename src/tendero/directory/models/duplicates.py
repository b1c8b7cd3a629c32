"""Contacts that look alike, and those of whom somebody has said that they are two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tendero.directory.models.party import Party
from tendero.directory.rules.alike_fields import Field
from tendero.directory.rules.likeness import Likeness, Verdict
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.kernel.models import ChildModel

ASKED: Final = "asked"
"""The verdict of a pair that an import asked about: it stands until somebody answers, whatever a search thinks."""

BITS = {field: 1 << position for position, field in enumerate(Field)}


class KnownApart(ChildModel):
    """«Son dos»: somebody has looked at both. `one` is the older of the two; the journal knows who said it and when."""

    parent_field = "one"

    one = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="apart", verbose_name=gettext_lazy("contact"), db_index=False
    )
    other = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="apart_too", verbose_name=gettext_lazy("the other contact")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"

    def join(self, there: Sequence[KnownApart]) -> dict[str, Any] | None:
        """Who is not the one is not the other either, said once; of himself nobody says so."""
        one, other = in_order(self.one_id, self.other_id)
        again = one == other or any((known.one_id, known.other_id) == (one, other) for known in there)
        return None if again else {"one_id": one, "other_id": other}

    def told_need(self, field: str) -> str:
        """Somebody has told them apart."""
        return _("somebody said that it and another contact are two")


class Pairs(models.QuerySet["DuplicatePair"]):
    """Pairs as people may read them."""

    def open(self) -> Pairs:
        """Both are here, and nobody has said that they are two."""
        apart = KnownApart.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
        return self.filter(~Exists(apart), one__binned_at=None, other__binned_at=None)

    def shown_to(self, actor: Actor) -> Pairs:
        """Those of which he may change both, and that do not rest on a field that he must not know."""
        condition = permissions.rows(actor, "change", Party)
        if condition is None:
            return self.none()
        both = permissions.prefixed(condition, "one") & permissions.prefixed(condition, "other")
        found = self.filter(both) if both else self
        return found._without(hidden_bits(actor))

    def strongest_of_groups(self) -> Pairs:
        """Of each group its strongest pair; one that is in no group yet stands alone."""
        stronger = self.filter(group=OuterRef("group"), group__gt=0)
        return self.filter(
            ~Exists(
                stronger.filter(Q(weight__gt=OuterRef("weight")) | Q(weight=OuterRef("weight"), pk__gt=OuterRef("pk")))
            )
        )

    def _without(self, bits: int) -> Pairs:
        return self.annotate(unseen=F("rests_on").bitand(bits)).filter(unseen=0) if bits else self


class DuplicatePair(models.Model):
    """Two contacts that look alike, as the last search saw them; never journaled: all of it follows from what they say.

    `weight` is in tenths of a bit. `rests_on` has the bit (`BITS`) of each field that speaks for it. `group` is the
    oldest contact of those that look alike one by one.
    """

    one = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    weight = models.IntegerField()
    verdict = models.CharField(max_length=8)
    rests_on = models.PositiveIntegerField(default=0)
    group = models.BigIntegerField(default=0)
    found = models.DateTimeField()

    objects = Pairs.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicatepair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicatepair_in_order"),
        ]
        indexes = [
            models.Index(fields=["-weight", "-id"], name="duplicatepair_weight"),
            models.Index(fields=["group"], name="duplicatepair_group"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"

    @property
    def sure(self) -> bool:
        return self.verdict == Verdict.SAME


def in_order(one: int, other: int) -> tuple[int, int]:
    """The pair as it is stored: the older contact first."""
    return min(one, other), max(one, other)


def rests_on(found: Likeness, also: Iterable[Field] = ()) -> int:
    """The bits of the fields that speak for a pair, and of others for which it is shown."""
    bits = sum(BITS[field] for field in set(also))
    for ground in found.grounds:
        if ground.weight > 0:
            bits |= BITS[ground.field]
    return bits


HIDDEN_WITH: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("name", "first_name", "last_name", "second_last_name", "legal_name"),
    Field.KIND: ("kind",),
    Field.TAX_ID: ("tax_id",),
    Field.REFERENCE: ("references", "reference"),
    Field.EMAIL: ("email", "emails", "any_email"),
    Field.PHONE: ("phone", "phones", "any_phone"),
    Field.BIRTHDAY: ("birthday",),
    Field.STREET: ("addresses", "street"),
    Field.POSTAL_CODE: ("addresses", "postal_code", "any_postal_code"),
    Field.CITY: ("addresses", "city", "any_city"),
}
"""Under which names of fields each part of a comparison is hidden from somebody."""


def unseen(actor: Actor) -> frozenset[Field]:
    """What this actor must not have compared for him."""
    hidden: Any = permissions.hidden_fields(actor, Party.record_key)
    return frozenset(field for field, names in HIDDEN_WITH.items() if hidden.intersection(names))


def hidden_bits(actor: Actor) -> int:
    """`unseen` as bits of `rests_on`."""
    return sum(BITS[field] for field in unseen(actor))
