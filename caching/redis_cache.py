"""A cache in Redis that a site can do without: while Redis is away, nothing is shared and nothing fails."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Seconds without Redis after a failure, so that not each request waits for it.
PAUSE = 5


def without_redis(default):
    """Makes a method of the cache give this value instead, while Redis is away."""

    def decorate(method):
        def forgiving(self, *args, **kwargs):
            if time.monotonic() < self.away_until:
                return default
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                self.away_until = time.monotonic() + PAUSE
                logger.warning("Redis is away, so nothing is shared for %s seconds: %s", PAUSE, error)
                return default

        return forgiving

    return decorate


class OptionalRedisCache(RedisCache):
    """Django's cache in Redis, whose failures are logged and count as a miss. `add` succeeds: nobody else is asked."""

    away_until = 0

    @without_redis(None)
    def get(self, key, default=None, version=None):
        return super().get(key, default, version)

    @without_redis(None)
    def set(self, key, value, *args, **kwargs):
        return super().set(key, value, *args, **kwargs)

    @without_redis(True)
    def add(self, key, value, *args, **kwargs):
        return super().add(key, value, *args, **kwargs)

    @without_redis(False)
    def delete(self, key, version=None):
        return super().delete(key, version)
