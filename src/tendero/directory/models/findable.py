"""A party as global search knows it, wherever it was written: on a screen, by an import, by the seed."""

from __future__ import annotations

from collections.abc import Iterable

from tendero.kernel.search import SearchEntry, of_page


def party_entry(
    record_id: int,
    *,
    name: str,
    phone_shown: str = "",
    city: str = "",
    legal_name: str = "",
    tax_id: str = "",
    source_detail: str = "",
    website: str = "",
    emails: Iterable[str] = (),
    digits: Iterable[str] = (),
    references: Iterable[str] = (),
    tags: Iterable[str] = (),
) -> SearchEntry:
    """Each way of finding it under the fields it comes from: whoever has them hidden does not find it by them."""
    return SearchEntry(
        record_key="directory.Party",
        record_id=record_id,
        title=name,
        subtitle=" · ".join(part for part in (phone_shown, city) if part),
        numbers=tuple(number for number in digits if number),
        numbers_part="phone|phones|any_phone",
        party_id=record_id,
        parts={
            "legal_name": legal_name,
            "tax_id": tax_id,
            "source_detail": source_detail,
            "city|addresses|any_city": city,
            "email|emails|any_email": " ".join(emails),
            "references|reference": " ".join(references),
            "tags": " ".join(tags),
        }
        | page_part(website),
    )


def page_part(website: str) -> dict[str, str]:
    """The web address, found by its host."""
    return {"website": of_page(website)}
