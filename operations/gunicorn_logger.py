"""gunicorn's logger: one line for each request, cheaper than gunicorn's own and with less of the visitor."""

from ipaddress import ip_network

from django.conf import settings
from gunicorn.glogging import Logger as GunicornLogger

from cms.client_addresses import exact_address_in
from monitoring.requests import REQUEST_ID, description_of, is_over

SLOW = 1  # seconds
# What is left of an address: a town, no household.
KEPT_BITS = {4: 24, 6: 48}


class Logger(GunicornLogger):
    def access(self, resp, req, environ, request_time):
        """Called after each response, also of another application: that has no id, and no line."""
        if REQUEST_ID not in environ:
            return
        try:
            self.log_request(resp, environ, request_time.total_seconds())
        finally:
            is_over()

    def log_request(self, resp, environ, seconds):
        is_slow = seconds > SLOW
        if not is_slow and not settings.ACCESS_LOG:
            return
        fields = {
            **description_of(environ),
            "status": int(str(resp.status).split(None, 1)[0]),
            "milliseconds": round(seconds * 1000, 1),
            "bytes": resp.sent,
            "address": shortened_address(environ),
        }
        message = "slow request" if is_slow else "request"
        (self.access_log.warning if is_slow else self.access_log.info)(message, extra={"fields": fields})


def shortened_address(environ) -> str:
    """The network of the visitor: of IPv4 the /24, of IPv6 the /48."""
    address = exact_address_in(environ)
    if address is None:
        return ""
    return str(ip_network((address, KEPT_BITS[address.version]), strict=False))
