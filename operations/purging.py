"""Purges the caches before the site when its content changes. See docs/decisions/0040-several-servers.md.

Nothing waits for it: not who publishes, and no visitor. Whatever recorded the change, a server process sees it here.
"""

import http.client
import logging
import threading
import time
from urllib.parse import urlsplit
from zlib import crc32

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from caching.models import ListingChange
from cms.bounds import LONGEST_STATEMENT
from cms.locks import only_one

logger = logging.getLogger(__name__)

# Seconds between two looks at the database, and until a cache that did not answer is asked again.
EVERY, PAUSE = 0.25, 5
# Seconds that a cache may take for each step of its answer.
PATIENCE = 2
# Seconds after a change in which a page that was begun before it may still reach a cache.
BUILT_WITHIN = LONGEST_STATEMENT + 1


def start_purging():
    """Starts a thread for each cache, so that none waits for another one."""
    for address in settings.PURGE_URLS:
        threading.Thread(target=purge_for_ever, args=(address,), name="purge", daemon=True).start()


def purge_for_ever(address):
    """One process of all machines purges this cache; when it ends, another one takes over."""
    while True:
        try:
            with only_one(f"purge-{crc32(address.encode())}") as is_ours:
                changes = Changes(address)
                while is_ours:
                    changes.look()
                    time.sleep(EVERY)
        except (OSError, http.client.HTTPException) as error:
            logger.warning("The cache at %s is not purged: %s", urlsplit(address).netloc, error)
        except Error:
            pass  # the site itself says so, with every page
        finally:
            connection.close()
        time.sleep(PAUSE)


class Changes:
    """Sees what changed since the last look, and purges one cache then."""

    def __init__(self, address):
        self.address, self.version, self.again_at = address, None, None

    def look(self):
        """Purges the cache after a change or at midnight, and again when nobody can be building a page of before.

        Raises OSError or HTTPException if the cache does not answer.
        """
        version = (*ListingChange.newest(), timezone.localdate())
        if version != self.version:
            # Until then processes answer with the version that they have.
            time.sleep(settings.VERSION_CHECKED_EVERY)
            purge(self.address)
            self.version, self.again_at = version, time.monotonic() + BUILT_WITHIN
        elif self.again_at and time.monotonic() > self.again_at:
            purge(self.address)
            self.again_at = None


def purge(address):
    """Sends a PURGE, at which the cache drops all pages of the site. Raises OSError or HTTPException if it does not."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=PATIENCE)
    try:
        connection.request("PURGE", parts.path or "/", headers={"Host": urlsplit(settings.BASE_URL).netloc})
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= 300:
        raise http.client.HTTPException(f"it answered {status}")
