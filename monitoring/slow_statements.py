"""Logs statements of web requests that take long, without their parameters: those are what people typed."""

import logging
import re
from time import monotonic

from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)

SLOW = 0.5  # seconds
LONGEST = 1000
LITERAL = re.compile(r"'(?:[^']|'')*'")


def watch_statements() -> None:
    """Watches every connection that this process opens from now on."""
    connection_created.connect(watch, dispatch_uid="monitoring.slow_statements")


def watch(connection, **kwargs):
    # Django keeps the wrappers when it reconnects.
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute, sql, params, many, context):
    began = monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        took = monotonic() - began
        if took > SLOW:
            fields = {"milliseconds": round(took * 1000), "sql": shown(sql)}
            logger.warning("A statement took %.1f seconds", took, extra={"fields": fields})


def shown(sql):
    return LITERAL.sub("'…'", str(sql))[:LONGEST]
