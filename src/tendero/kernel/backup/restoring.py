"""Putting a copy back where there is nothing: written beside, compared with what it says, then there at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from tendero.kernel import clock, db, search
from tendero.kernel.backup import tables
from tendero.kernel.backup.checking import Copy
from tendero.kernel.backup.format import Damaged, NotEmpty, Part
from tendero.kernel.backup.writing import Say, digest_of, silent
from tendero.kernel.db.whole import Place, place, whole
from tendero.kernel.files import folder as folder_of_files
from tendero.kernel.jobs.registry import discover, sending
from tendero.kernel.models import Job, SearchDocument, Setting

BESIDE = ".restoring"


def refuse_what_is_there() -> None:
    """NotEmpty names what stands where a copy would go. A place that was only served once is as good as none."""
    found = place().tables()
    if found and not _is_unused():
        raise NotEmpty(_("there is a database already, with %s tables") % len(found))
    folder = folder_of_files()
    if folder.is_dir() and any(folder.iterdir()):
        raise NotEmpty(_("there are documents already in %s") % folder)


def _is_unused() -> bool:
    """Whether the tables that stand here are ours, nobody ever worked with them, and nothing is to be found in them.

    It is people and records that count: an empty place has rows too, its lists and the link for its first person.
    """
    try:
        return not (get_user_model()._default_manager.exists() or SearchDocument.objects.exists())
    except DatabaseError:  # of another program, or of another version
        return False


def restore(copy: Copy, *, finish: Callable[[], object] = lambda: None, say: Say = silent) -> None:
    """Put back a copy that `check` has looked at; outgoing mail stays off until a person says go.

    `finish` is what rooms above have to do before it is there for all to see.

    NotEmpty when something is there already, Damaged when what was written is not what the copy says, OSError when the
    disk is full: then nothing has been written that stays.
    """
    refuse_what_is_there()
    refuse_without_room(copy)
    where, documents = place(), folder_of_files()
    with _beside(where, documents) as draft:
        fill(copy, say)
        compare(copy, say)
        _finish(say)
        finish()
        write_files(copy, copy.manifest.files, draft, say)
        _take(where, draft, documents)


def _take(where: Place, draft: Path, documents: Path) -> None:
    """First the documents, then what names them: without a database nothing has been restored."""
    if documents.is_dir():
        documents.rmdir()
    draft.rename(documents)
    try:
        where.take()
    except BaseException:
        documents.rename(draft)
        raise


@contextmanager
def _beside(where: Place, documents: Path) -> Iterator[Path]:
    """The database and a folder beside their places; both go again if anything fails."""
    draft = documents.with_name(documents.name + BESIDE)
    shutil.rmtree(draft, ignore_errors=True)
    where.begin()
    try:
        draft.mkdir(mode=0o700)
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        where.leave()
        raise


def refuse_without_room(copy: Copy) -> None:
    """OSError when the disk has less room than the copy unpacked."""
    wanted, free = copy.manifest.size, shutil.disk_usage(settings.DATA_DIR).free
    if wanted > free:
        raise OSError(28, "No space left on device")


def fill(copy: Copy, say: Say) -> None:
    """The tables as that version had them, with its rows and no others."""
    executor = MigrationExecutor(connection)
    executor.migrate(copy.heads)
    known = tables.kept(copy.apps)
    models = [table.model for table in known]
    with db.without_indexes(*models):
        _empty(known)
        for number, table in enumerate(known):
            say(table.label, number, len(known))
            try:
                whole().load(table.name, table.columns, copy.rows(table))
            except ValueError as problem:
                raise Damaged(_("the rows of %s cannot be read") % table.label) from problem
        if not db.is_postgres():
            connection.check_constraints()
    db.next_keys_follow(*models)


def _empty(known: list[tables.Table]) -> None:
    """Migrations may have laid out rows of their own."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in known:
            cursor.execute(f"DELETE FROM {quote(table.name)}")  # noqa: S608 - a name of our models


def compare(copy: Copy, say: Say) -> None:
    """Read everything again as a copy would: the same rows, to the last character."""
    known = tables.kept(copy.apps)
    for number, table in enumerate(known):
        say(table.label, number, len(known))
        part = copy.manifest.tables[table.label]
        with transaction.atomic():
            rows, digest = digest_of(whole(), table)
        if (rows, digest) != (part.rows, part.sha256):
            raise Damaged(_("what was written of %s is not what the copy holds") % table.label)


def _finish(say: Say) -> None:
    """Bring it to this version and make anew what no copy holds."""
    say("search", 0, 1)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    search.rebuild()
    search.rebuild_vocabulary()
    _let_nothing_leave_twice()
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.READY, lease_until=None, worker="")
    Setting.store("mail.held", True)


def _let_nothing_leave_twice() -> None:
    """What waited to be sent when the copy was made has perhaps left since: whoever wants it asks for it again."""
    discover()
    waiting = Job.objects.filter(task__in=sending(), state__in=[Job.State.READY, Job.State.RUNNING])
    why = _("A copy was put back: it may have left already, and is not sent again by itself.")
    waiting.update(state=Job.State.CANCELLED, finished=clock.now(), error=why, lease_until=None, worker="")


def write_files(copy: Copy, parts: Sequence[Part], folder: Path, say: Say) -> None:
    """Documents of a copy into a folder that has none of them."""
    for number, part in enumerate(parts):
        say("files", number, len(parts))
        target = where_in(folder, part)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with target.open("xb") as file:
            target.chmod(0o600)
            for piece in copy.file(part):
                file.write(piece)


def where_in(folder: Path, part: Part) -> Path:
    """Where a document of a copy lies in a folder of them."""
    name = part.name.rpartition("/")[2]
    return folder / name[:2] / name
