"""The site, and at `/worker` what the worker that answers was forked from."""

import gc
import json
import os
import threading

from django.conf import settings
from django.db import connection

from cms.wsgi import application as site

settings.VIEWS_WRITTEN_AFTER = 1
# What a preparation with a query would leave open.
connection.ensure_connection()
report = {}


def look():
    report["connected"] = connection.connection is not None
    report["threads"] = [thread.name for thread in threading.enumerate()]


os.register_at_fork(before=look)


def application(environ, start_response):
    if environ["PATH_INFO"] != "/worker":
        return site(environ, start_response)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(report | {"pid": os.getpid(), "frozen": gc.get_freeze_count()}).encode()]
