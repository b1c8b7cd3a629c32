"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tendero.config import database_url

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tendero.config.settings")
database_url.prepare(settings.DATABASES["default"])
application = get_wsgi_application()
# What start-up loaded stays for ever: the collector need not look at it again. Pages make little garbage; ten times the
# usual number of new objects between two looks is as much as the memory of the process bears.
gc.collect()
gc.freeze()
gc.set_threshold(15_000, 30, 50)
