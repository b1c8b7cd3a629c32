"""One file with everything: rows, documents, and a manifest that says what there must be.

The file is a zip archive whose rows stand in a form of no engine in particular (`codec`), so that a copy made on SQLite
is restored on PostgreSQL and back. Its last 64 characters are the digest of all before them; the manifest has a digest
of every part. Nothing is written from a copy before all of that has been looked at (`checking`).
"""

from tendero.kernel.backup.checking import Copy, check
from tendero.kernel.backup.format import Damaged, Manifest, NotEmpty, TooNew
from tendero.kernel.backup.restoring import restore
from tendero.kernel.backup.writing import Written, key_mark, write

__all__ = ["Copy", "Damaged", "Manifest", "NotEmpty", "TooNew", "Written", "check", "key_mark", "restore", "write"]
