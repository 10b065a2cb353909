"""The site, with addresses at which something goes wrong, and production's form of log lines."""

import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from cms import urls  # noqa: E402
from monitoring import slow_statements  # noqa: E402
from operations import gunicorn_logger  # noqa: E402

SLOW_STATEMENT = "SELECT %s, 'geheim' AS slow"


def fail(request, token):
    raise ZeroDivisionError(f"a fault at {request.path}")


def ask_slowly(request):
    """Every statement is slow, and so is the answer."""
    slow_statements.SLOW = -1
    with connection.cursor() as cursor:
        cursor.execute(SLOW_STATEMENT, ["mieke@voorbeeld.be"])
    slow_statements.SLOW = 0.5
    time.sleep(gunicorn_logger.SLOW)
    return HttpResponse()


urls.urlpatterns[:0] = [path("concept/<str:token>/faulty/", fail), path("slow/", ask_slowly)]

from cms.wsgi import application  # noqa: E402, F401
