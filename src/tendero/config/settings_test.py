"""Settings of the tests: a data folder of their own, fast passwords, SQLite unless TENDERO_TEST_POSTGRES is set."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="tendero-tests-")
_owner = os.getpid()


def _clear() -> None:
    if os.getpid() == _owner:  # a forked child must not take the folder away from its parent
        shutil.rmtree(_folder, ignore_errors=True)


atexit.register(_clear)
for _name in [name for name in os.environ if name.startswith("TENDERO_") and not name.startswith("TENDERO_TEST_")]:
    del os.environ[_name]
os.environ["TENDERO_DATA"] = _folder
os.environ["TENDERO_SECRET_KEY"] = "only-for-tests-" * 3

from . import database_url  # noqa: E402
from .settings import *  # noqa: E402, F403
from .settings import DATABASES  # noqa: E402

_postgres = os.environ.get("TENDERO_TEST_POSTGRES", "")
if _postgres:
    DATABASES["default"] = database_url.parse(_postgres, data=Path(_folder), statement_timeout=120, pool_size=0)
    database_url.prepare(DATABASES["default"])  # as the web process has them: what only then fails must fail here
else:
    # A file, not memory: several threads and processes meet in it as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NET_ALLOW_LOOPBACK = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
