"""Is what the directory repeats what its rows say? Asked by `tendero check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core import checks
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tendero.directory.models import Party, PartyKey, PartyRole
from tendero.directory.models.summary import Children, fill, stored_keys, wanted_keys
from tendero.kernel import clock, journal
from tendero.records import registry

CHUNK: Final = 2_000


@checks.register("integrity", deploy=True)
def check_repeated(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Columns of parties that repeat their children, and the keys of uniqueness."""
    stale = keyless = 0
    for parties in _chunks():
        found = Children(parties)
        keys = {party.pk: found.identities(party) for party in parties}
        wanted, stored = wanted_keys(keys), stored_keys(keys)
        keyless += len({party for party, _mark in wanted ^ stored})
        stale += sum(fill(party, found) for party in parties)
    keyless += PartyKey.objects.filter(~Exists(Party.everything.filter(pk=OuterRef("party_id")))).count()
    return [
        *_told(
            stale,
            _("%s contacts say in their list something else than their telephones, addresses or consents"),
            "E101",
        ),
        *_told(keyless, _("%s contacts have other keys of uniqueness than the rule gives"), "E102"),
    ]


@checks.register("integrity", deploy=True)
def check_roles(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Roles that ended and are still shown: the nightly task has not run."""
    late = PartyRole.objects.filter(until__lt=clock.today(), current__isnull=False).count()
    if not late:
        return []
    text = _("%s roles ended and are still shown; a worker puts it right at night") % late
    return [checks.Warning(text, id="directory.W103")]


@checks.register("integrity", deploy=True)
def check_references(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Pointers to records of any room (`subject_type`, `subject_id`) whose record is gone."""
    found: list[checks.CheckMessage] = []
    for key, model in journal.models_by_key().items():
        names = {column.name for column in model._meta.concrete_fields}
        if {"subject_type", "subject_id"} <= names:
            found += _told(sum(_orphans(model)), _("%s rows point to a record that is gone"), "E104", key)
    return found


def _orphans(model: type[Any]) -> Iterator[int]:
    rows = model.everything.filter(subject_id__isnull=False).order_by()
    for kind in rows.values_list("subject_type", flat=True).distinct():
        pointing = rows.filter(subject_type=kind)
        if kind not in set(registry.keys()):
            yield pointing.count()
            continue
        there = registry.get(kind).model.everything.values("pk")
        yield pointing.exclude(subject_id__in=there).count()


def _chunks() -> Iterator[list[Party]]:
    last = 0
    while parties := list(Party.everything.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield parties
        last = parties[-1].pk


def _told(count: int, text: str, code: str, key: str = Party.record_key) -> Iterable[checks.CheckMessage]:
    return [checks.Error(text % count, obj=key, id=f"directory.{code}")] if count else []
