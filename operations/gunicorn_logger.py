"""gunicorn's logger: a JSON line for each request, cheaper than gunicorn's own and with less of the visitor."""

import sys
import time
from functools import lru_cache
from ipaddress import ip_network

from django.conf import settings
from gunicorn.glogging import Logger as GunicornLogger

from caching.request_keys import RESULT
from cms.client_addresses import exact_address_in
from monitoring.counters import count
from monitoring.log_lines import encode, utc
from monitoring.requests import KIND, REQUEST_ID, description_of, is_over

SLOW = 1  # seconds
# What is left of an address: a town, no household.
KEPT_BITS = {4: 24, 6: 48}


class Logger(GunicornLogger):
    def access(self, resp, req, environ, request_time):
        """Called after each response, also of another application: that has no id, and no line."""
        if REQUEST_ID not in environ:
            return
        seconds, result = request_time.total_seconds(), environ.get(RESULT, "bypass")
        count(environ[KIND], environ["REQUEST_METHOD"], str(resp.status), seconds, result)
        try:
            self.log_request(resp, environ, seconds, result)
        finally:
            is_over()

    def log_request(self, resp, environ, seconds, result):
        is_slow = seconds > SLOW
        # A line costs 0.05 ms, a kept response 0.3: by default that has none.
        if not is_slow and (
            settings.ACCESS_LOG == "none" or (result == "hit" and settings.ACCESS_LOG != "all")
        ):
            return
        fields = {
            **description_of(environ),
            "status": int(str(resp.status).split(None, 1)[0]),
            "milliseconds": round(seconds * 1000, 1),
            "bytes": resp.sent,
            "cache": result,
            "address": shortened_address(environ),
        }
        if is_slow:
            self.access_log.warning("slow request", extra={"fields": fields})
        elif settings.LOG_FORMAT == "json":
            # Not by logging, which takes three times as long: a kept response costs little more than that.
            line = {
                "time": utc(time.time()),
                "level": "INFO",
                "logger": self.access_log.name,
                "message": "request",
            }
            sys.stderr.write(f"{encode({**line, **fields})}\n")


def shortened_address(environ) -> str:
    """The network of the visitor: of IPv4 the /24, of IPv6 the /48."""
    return network_of(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))


@lru_cache(1000)
def network_of(remote, forwarded):
    address = exact_address_in({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded})
    if address is None:
        return ""
    return str(ip_network((address, KEPT_BITS[address.version]), strict=False))
