"""People and organisations: one table of everyone the company deals with."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tendero.directory.models.lists import Source
from tendero.directory.rules import names, tax_ids
from tendero.directory.rules.birthdays import Birthday, make_birthday
from tendero.directory.rules.consent import Status
from tendero.kernel.fields import FoldedField, SortKeyField
from tendero.kernel.models import RecordModel

if TYPE_CHECKING:
    from tendero.kernel.search import SearchEntry


REPEATED: Final = (
    "email", "phone", "phone_shown", "postal_code", "city", "city_folded", "city_sort", "region", "region_folded",
    "country", "main_contact", "works_at",
    "consent_email", "consent_post", "consent_phone", "consent_whatsapp", "consent_sms",
)  # fmt: skip
"""Columns of a party that repeat what its children say (`models.summary` fills them), never journaled."""


class PartyKind(models.TextChoices):
    """A person or an organisation."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Company")


class MostValued(models.TextChoices):
    """What matters most to somebody who buys."""

    PRICE = "price", _("Price")
    SERVICE = "service", _("Service")
    QUALITY = "quality", _("Quality")


class ConsentStatus(models.TextChoices):
    """Whether offers may be sent by a channel; the ledger says so."""

    ALLOWED = Status.ALLOWED.value, _("Allowed")
    OBJECTED = Status.OBJECTED.value, _("Objected")
    UNKNOWN = Status.UNKNOWN.value, _("Unknown")


def consent_column(channel: Any) -> Any:
    """The state of offers by one channel, repeated from the ledger."""
    return models.CharField(
        channel, max_length=8, choices=ConsentStatus.choices, default=ConsentStatus.UNKNOWN, editable=False
    )


class Party(RecordModel):
    """Anyone the company deals with.

    A person's `name` is made of its parts; an organisation's is what people call it, beside its legal name. The
    columns in `REPEATED` say what the children say (first telephone, employer, state of consent), so that a list reads
    one table.
    """

    record_key = "directory.Party"
    owner_field = "owner"
    brief = frozenset({"id", "ref", "kind", "name", "last_name", "phone", "binned_at"})
    alone = frozenset({"website", "language", "source", "values_first", "values_second", "owner"})
    alone_but_found = frozenset({"website"})
    searched = Q()
    absorbed_by = "merged_into"
    restorable = Q(merged_into__isnull=True)
    journal_skip = frozenset(REPEATED)

    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices, default=PartyKind.PERSON)
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_folded = FoldedField(source="name")
    name_sort = SortKeyField(source="name")
    first_name = models.CharField(_("first name"), max_length=100, blank=True, default="")
    first_name_folded = FoldedField(source="first_name")
    last_name = models.CharField(_("last name"), max_length=100, blank=True, default="")
    last_name_folded = FoldedField(source="last_name")
    second_last_name = models.CharField(_("second last name"), max_length=100, blank=True, default="")
    second_last_name_folded = FoldedField(source="second_last_name")
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="")
    legal_name_folded = FoldedField(source="legal_name")
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True, default="")
    tax_country = models.CharField(_("country of the tax id"), max_length=2, default="ES")
    tax_id_valid = models.BooleanField(_("tax id checked"), null=True, blank=True, editable=False)
    birthday_key = models.PositiveSmallIntegerField(_("birthday"), default=0, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    website = models.CharField(_("website"), max_length=300, blank=True, default="")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        db_index=False,
    )
    source_detail = models.CharField(_("detail of the source"), max_length=200, blank=True, default="")
    source_detail_folded = FoldedField(source="source_detail")
    referred_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referred",
        verbose_name=_("referred by"),
        db_index=False,
    )
    values_first = models.CharField(_("values most"), max_length=8, choices=MostValued.choices, blank=True, default="")
    values_second = models.CharField(_("values next"), max_length=8, choices=MostValued.choices, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("responsible"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("merged into"),
        editable=False,
        db_index=False,
    )
    photo = models.ForeignKey(
        "kernel.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
        editable=False,
        db_index=False,
    )

    email = models.CharField(_("e-mail"), max_length=254, blank=True, default="", editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="", editable=False)
    phone_shown = models.CharField(max_length=40, blank=True, default="", editable=False)
    city = models.CharField(_("city"), max_length=100, blank=True, default="", editable=False)
    city_folded = FoldedField(source="city")
    city_sort = SortKeyField(source="city")
    region = models.CharField(_("province"), max_length=100, blank=True, default="", editable=False)
    region_folded = FoldedField(source="region")
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True, default="", editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True, default="", editable=False)
    main_contact = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with whom"),
        editable=False,
        db_index=False,
    )
    works_at = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("works at"),
        editable=False,
        db_index=False,
    )
    consent_email = consent_column(_("Offers by e-mail"))
    consent_post = consent_column(_("Offers by post"))
    consent_phone = consent_column(_("Offers by telephone"))
    consent_whatsapp = consent_column(_("Offers by WhatsApp"))
    consent_sms = consent_column(_("Offers by SMS"))

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        base_manager_name = "everything"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_name"),
            models.CheckConstraint(
                condition=Q(birthday_key=0) | Q(birthday_key__gte=101, birthday_key__lte=1231), name="party_birthday"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(binned_at__isnull=False), name="party_merged_is_binned"
            ),
        ]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="party_name"),
            models.Index(fields=["owner", "name_sort", "id"], name="party_owner_name"),
            models.Index(fields=["city_folded", "name_sort", "id"], name="party_city_name"),
            models.Index(fields=["city_sort", "id"], name="party_city"),
            models.Index(fields=["created", "id"], name="party_created"),
            models.Index(fields=["changed", "id"], name="party_changed"),
            models.Index(fields=["tax_id", "id"], name="party_tax_id", condition=~Q(tax_id="")),
            models.Index(fields=["postal_code", "id"], name="party_postal_code", condition=~Q(postal_code="")),
            models.Index(fields=["birthday_key", "id"], name="party_birthday_key", condition=~Q(birthday_key=0)),
            models.Index(fields=["binned_at", "id"], name="party_bin", condition=Q(binned_at__isnull=False)),
            # Most parties point nowhere: those that do are found without an entry for each of the others.
            *(
                models.Index(fields=[name, "id"], name=f"party_{name}", condition=Q(**{f"{name}__isnull": False}))
                for name in ("source", "referred_by", "photo", "main_contact", "works_at", "merged_into")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.PERSON

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return names.initials(self.name, self.kind, self.last_name)

    @property
    def birthday(self) -> Birthday | None:
        """Day and month, and the year where it is known."""
        return make_birthday(self.birthday_key % 100, self.birthday_key // 100, self.birth_year)

    def found_parts(self) -> dict[str, str]:
        """The host of his page."""
        from tendero.directory.models.findable import page_part

        return page_part(self.website)

    def party_reference(self) -> int | None:
        return self.id

    def told_need(self, field: str) -> str:
        """Who brought somebody stays while he does."""
        return gettext("it referred %(name)s") % {"name": self.name} if field == "referred_by" else ""

    def derive(self) -> None:
        """A person's name from its parts, the tax id in its normal form."""
        if self.is_person and (self.first_name or self.last_name or self.second_last_name):
            self.name = names.full_name(self.first_name, self.last_name, self.second_last_name)[:200]
        if self.tax_id:
            found = tax_ids.parse_tax_id(self.tax_id, self.tax_country)
            self.tax_id, self.tax_id_valid = found.value[:30], found.valid
        else:
            self.tax_id_valid = None

    def followed(self, altered: Container[str]) -> Container[str]:
        """A person's name follows its parts, the check of a tax id the tax id."""
        named = self.is_person and bool(self.first_name or self.last_name or self.second_last_name)
        return ("tax_id_valid", "name") if named and "kind" not in altered else ("tax_id_valid",)

    @classmethod
    def stands_for(cls, ref: str) -> str:
        """Of one that was merged, the one it was merged into."""
        found = cls.everything.filter(ref=ref, merged_into__isnull=False).values_list("merged_into__ref", flat=True)
        return found.first() or ""

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """Bring the columns that repeat children, and the keys of uniqueness, in step."""
        from tendero.directory.models.summary import refresh_parties

        return refresh_parties(ids)

    @classmethod
    def search_entries(cls, ids: Sequence[int]) -> Iterable[SearchEntry]:
        """Names, telephones, e-mails, web, tax id, references and tags of living parties."""
        from tendero.directory.models.summary import search_entries

        return search_entries(ids)
