"""The site as the tests of its cache need it: little memory, three languages, and a clock that they move on a day.

As in production each process asks for the version of the content ten times a second.
"""

import os
from datetime import timedelta
from pathlib import Path

import django
from django.utils import timezone

now, tomorrow = timezone.now, Path(os.environ["TOMORROW"])
# Before anything takes `now` by its name. While the file is there it is tomorrow, for all code that asks Django.
timezone.now = lambda: now() + timedelta(days=tomorrow.exists())

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

import caching.responses  # noqa: E402
from cms.settings.base import VERSION_CHECKED_EVERY  # noqa: E402

caching.responses.MEMORY = 1024 * 1024

from cms.wsgi import application  # noqa: E402, F401

settings.VERSION_CHECKED_EVERY = VERSION_CHECKED_EVERY
settings.WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands"), ("fr", "Frans"), ("de", "Duits")]
if connection.vendor == "sqlite":
    # A file that was moved can still be read through an open connection.
    connection.settings_dict["CONN_MAX_AGE"] = 0
