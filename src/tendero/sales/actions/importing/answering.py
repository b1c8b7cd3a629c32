"""Saying what names of products in a file are, before it is imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tendero.catalog.models import Product
from tendero.kernel import permissions
from tendero.kernel.actor import Actor
from tendero.records.exchange import intake
from tendero.records.models import Import
from tendero.sales.models import Sale
from tendero.sales.rules.answers import AS, IS, NEW, answer, told


def answer_names(batch: Import, answers: Mapping[str, str], *, by: Actor) -> None:
    """Keep answers (`rules.answers`) to names of the file by their keys, "" taking one back; nothing else is written.

    They are remembered as other names of their products when the import runs. ValidationError for a name that is not
    asked about or an answer that is none; refused to whoever may not import sales, and Missing where the product is not
    there for him.
    """
    permissions.require(by, "import", Sale.record_key)
    known = {one["key"]: one for one in asked(batch)}
    for key, text in answers.items():
        kind, what = told(text)
        offered = known.get(key, {}).get("like", {}).get("answer", "")
        fits = not text or kind == IS or (kind == NEW and permissions.may(by, "add", Product.record_key))
        if key not in known or not (fits or (kind == AS and text == offered)):
            raise ValidationError(_("The file has no such name any more, or that is no answer to it."))
        del what
    refs = {what for kind, what in map(told, answers.values()) if kind == IS}
    if refs and Product.objects.visible_to(by).filter(ref__in=refs).count() < len(refs):
        raise permissions.Missing
    intake.keep_answers(batch, answers)


def proposed(batch: Import) -> dict[str, str]:
    """The answer that each doubtful name without one is proposed."""
    given = intake.plan_of(batch).answers
    return {one["key"]: one["like"]["answer"] for one in asked(batch) if doubtful(one) and one["key"] not in given}


def doubtful(one: Mapping[str, Any]) -> bool:
    """Whether somebody should say what it is: it is like another, and not surely the same."""
    return bool(one.get("like")) and one["how"] != "joined"


def asked(batch: Import) -> list[dict[str, Any]]:
    """The names that the last dry run asked about."""
    found: list[dict[str, Any]] = batch.foreseen.get("questions", {}).get("names", [])
    return found


def as_product(product: Product) -> str:
    """The answer that a name is this product."""
    return answer(IS, product.ref)
