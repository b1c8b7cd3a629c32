"""The way back of an upgrade: this place as it was when the copy was made, over whatever has become of it since.

Unlike a restoration it brings nothing up to date and leaves outgoing mail as it was: Tendero stands still meanwhile, so
that nothing of it has left. Where something has all the same, mail is held until a person says go.
"""

from __future__ import annotations

from contextlib import suppress

from django.core.management import call_command
from django.db import DatabaseError, connection

from tendero.kernel import kept
from tendero.kernel.backup import restoring, tables, versions
from tendero.kernel.backup.checking import check
from tendero.kernel.backup.writing import Say, Written, silent
from tendero.kernel.db.whole import former
from tendero.kernel.files import folder
from tendero.kernel.jobs.registry import discover, sending
from tendero.kernel.models import Job


class WayBack:
    """Kept open from before the first change until all is well."""

    def __init__(self, written: Written, *, say: Say = silent) -> None:
        """Keep what the copy leaves out. DatabaseError where that is not allowed."""
        self._written, self._say = written, say
        self._apps = versions.models_of(written.manifest.migrations)
        self._former = former(written.path)
        self._former.keep(tables.left_out(self._apps))

    def take(self) -> bool:
        """Go back; says whether mail is held, as some has left since the copy.

        Damaged, OSError or DatabaseError: it cannot be done, and what is there stays as it is.
        """
        sent = self._has_sent()
        self._former.bring_back(self._fill)
        self._write_lost_files()
        if sent:
            self._hold_mail()
        return sent

    def forget(self) -> None:
        """It is not needed any more."""
        self._former.forget()

    def _fill(self) -> None:
        """The copy into the nothing that the connection writes to: it is looked at whole before any table goes."""
        copy = check(self._written.path)
        restoring.refuse_without_room(copy)
        restoring.fill(copy, self._say)
        restoring.compare(copy, self._say)
        call_command("createcachetable", verbosity=0)

    def _has_sent(self) -> bool:
        """Whether a job that sends was begun since, by a worker that nobody stopped; so too if nobody can know."""
        discover()
        connection.close()
        try:
            return Job.objects.filter(task__in=sending(), started__gte=self._written.manifest.moment).exists()
        except DatabaseError:
            return True

    def _hold_mail(self) -> None:
        """By the models of that version, whose tables these are again."""
        self._apps.get_model("kernel", "Setting").objects.update_or_create(name="mail.held", defaults={"value": True})
        with suppress(DatabaseError):
            kept.touch("settings")

    def _write_lost_files(self) -> None:
        """Documents that a migration threw away."""
        there = folder()
        lost = [part for part in self._written.manifest.files if not restoring.where_in(there, part).exists()]
        if lost:
            restoring.write_files(check(self._written.path), lost, there, self._say)
