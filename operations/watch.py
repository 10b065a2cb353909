"""The threads of each server process: one looks once a minute whether `tick` still runs, others purge caches."""

import logging
import threading
import time

from django.db import Error, connection

from .heartbeats import report_if_late
from .purging import start_purging

logger = logging.getLogger(__name__)
EVERY = 60


def start_watching():
    """Called in each worker, after the fork."""
    threading.Thread(target=watch, name="watch-tick", daemon=True).start()
    start_purging()


def watch():
    while True:
        time.sleep(EVERY)
        look()


def look():
    try:
        report_if_late()
    except Error:
        # The site itself says so already, with every page.
        logger.warning("Whether tick runs is not known: the database does not answer.")
    finally:
        connection.close()
