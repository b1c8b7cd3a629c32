"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tendero.config.settings")
application = get_wsgi_application()
# What start-up loaded stays for ever: the collector need not look at it again, and pages make little garbage.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 50, 50)
