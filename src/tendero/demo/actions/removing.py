"""Taking the example away, table by table, past the journal: set-based, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.db import connection, models, transaction
from django.utils.translation import ngettext

from tendero.activities.models import Activity, Document, Task
from tendero.demo.models import ExampleRow
from tendero.directory.models import Party
from tendero.kernel import files, journal, search
from tendero.kernel.models import Change, ChangeSet, unlocked
from tendero.kernel.models.files import StoredFile
from tendero.kernel.models.subject import SubjectFields
from tendero.pipeline.models import Opportunity
from tendero.records.models import CustomValue, ExportLog
from tendero.sales.models import Sale

HANGS: Final[tuple[tuple[type[Any], str, type[Any]], ...]] = (
    (Opportunity, "party", Party),
    (Sale, "party", Party),
    (Sale, "corrects", Sale),
    (Activity, "party", Party),
    (Task, "party", Party),
    (Document, "party", Party),
)
"""What goes with a record of the example although somebody here wrote it."""
Records = Sequence[type[Any]]


def marked(model: type[Any]) -> Any:
    """Keys of this model's rows that belong to the example."""
    return ExampleRow.objects.filter(record_key=model.key()).values("row_id")


def lost() -> list[str]:
    """What was written here by hand and would go with the example, in words, kind by kind."""
    found: dict[type[Any], int] = {}
    for model, field, of in HANGS:
        own = model.everything.filter(**{f"{field}__in": marked(of)}).exclude(pk__in=marked(model))
        found[model] = max(found.get(model, 0), own.count())
    told: dict[type[Any], Callable[[int], str]] = {
        Activity: lambda n: ngettext("%d entry that you noted", "%d entries that you noted", n),
        Task: lambda n: ngettext("%d task that you planned", "%d tasks that you planned", n),
        Document: lambda n: ngettext("%d document that you put there", "%d documents that you put there", n),
        Opportunity: lambda n: ngettext("%d opportunity that you opened", "%d opportunities that you opened", n),
        Sale: lambda n: ngettext("%d sale that you entered", "%d sales that you entered", n),
    }
    return [words(found[model]) % found[model] for model, words in told.items() if found[model]]


def sweep(records: Records, batch: str) -> int:
    """Take away every marked record and what hangs on it; returns how many went."""
    with transaction.atomic(), unlocked():
        _mark_what_hangs()
        gone = sum(_remove(model, records) for model in records)
        _forget_journal(batch)
        ExampleRow.objects.all().delete()
    return gone


def _mark_what_hangs() -> None:
    """Mark the rows of `HANGS`, and those that hang on them."""
    for model, field, of in HANGS:
        own = model.everything.filter(**{f"{field}__in": marked(of)}).exclude(pk__in=marked(model))
        key = model.key()
        rows = [ExampleRow(record_key=key, row_id=pk) for pk in own.values_list("pk", flat=True)]
        ExampleRow.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _remove(model: type[Any], records: Records) -> int:
    """The marked rows of one model, with their parts; those that somebody's own rows still need are unmarked first."""
    _spare_what_is_used(model, records)
    ids = marked(model)
    for column in _pointers(model):
        rows = _all(column.model).filter(**{f"{column.name}__in": ids})
        if column.null:
            rows.update(**{column.name: None})
        elif column.model not in records:
            _delete(rows)
    for holder in _subjects():
        rows = _all(holder).filter(subject_type=model.key(), subject_id__in=ids)
        rows.update(subject_type="", subject_id=None)
    _forget(model, ids)
    return _delete(_all(model).filter(pk__in=ids))


def _spare_what_is_used(model: type[Any], records: Records) -> None:
    """Lists and products are used by what is not of the example: those stay. Contacts and what they did do not."""
    if any(model is one for one, _field, _of in HANGS) or model is Party:
        return
    used: set[int] = set()
    for column in _pointers(model):
        if column.remote_field.on_delete is models.PROTECT:
            found = _all(column.model).filter(**{f"{column.name}__in": marked(model)})
            if column.model in records:
                found = found.exclude(pk__in=marked(column.model))
            used.update(found.values_list(column.attname, flat=True))
    for holder in _subjects():
        named = _all(holder).filter(subject_type=model.key(), subject_id__in=marked(model))
        used.update(named.values_list("subject_id", flat=True))
    ExampleRow.objects.filter(record_key=model.key(), row_id__in=used).delete()


def _pointers(model: type[Any]) -> Iterator[Any]:
    """Every foreign key at this model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field


def _subjects() -> Iterator[type[Any]]:
    """The models with a pointer at a row of any room."""
    return (model for model in journal.models_by_key().values() if issubclass(model, SubjectFields))


def _all(model: type[Any]) -> Any:
    return getattr(model, "everything", model._base_manager).all()


def _delete(rows: Any) -> int:
    """In one statement: what points at them has been seen to."""
    found: int = rows.order_by()._raw_delete(connection.alias)
    return found


def _forget(model: type[Any], ids: Any) -> None:
    """What is kept about these rows without a foreign key: words, own fields, history, files."""
    keys = list(ids.values_list("row_id", flat=True))
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        search.remove(model.key(), part)
        CustomValue.objects.filter(definition__record=model.key(), record_id__in=part).delete()
        for stored in StoredFile.objects.filter(record_key=model.key(), record_id__in=part):
            files.delete(stored)
    touched = Change.objects.filter(root_key=model.key(), root_id__in=ids)
    sets = set(touched.values_list("change_set_id", flat=True))
    _delete(touched)
    _drop_empty(sets)


def _drop_empty(sets: set[int]) -> None:
    """Change sets of which nothing is left."""
    known = sorted(sets)
    for start in range(0, len(known), 500):
        part = ChangeSet.objects.filter(pk__in=known[start : start + 500], changes=None)
        part = part.exclude(pk__in=ExportLog.objects.values("change_set"))
        ChangeSet.objects.filter(pk__in=list(part.values_list("pk", flat=True))).delete()


def _forget_journal(batch: str) -> None:
    """What else the journal tells of the loading."""
    kept = ChangeSet.objects.filter(batch=batch)
    _delete(Change.objects.filter(change_set__in=kept.values("pk")))
    kept.delete()
