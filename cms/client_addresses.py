"""The IP address that a request comes from, and whether it is an operator's."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

# What proxies add to a request.
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP")


def client_address(request):
    """The client's IP address, or None: see `address_in`."""
    return address_in(request.META)


def address_in(environ):
    """The client's IP address as text, or None.

    Of an IPv6 address the /64 network, which one client owns (RFC 6177).
    """
    address = exact_address_in(environ)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False).network_address)
    return address and str(address)


def exact_address_in(environ) -> IPv4Address | IPv6Address | None:
    """The client's IP address. Behind a proxy the last forwarded one: the others can be forged."""
    text = environ.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        text = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or text
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_operator(environ) -> bool:
    """Whether the client is one of OPERATOR_ADDRESSES.

    A proxy that does not say for whom it asks makes nobody an operator: it may run on this very machine.
    """
    names_client = settings.SECURE_PROXY_SSL_HEADER and "HTTP_X_FORWARDED_FOR" in environ
    if not names_client and any(name in environ for name in FORWARDED):
        return False
    address = exact_address_in(environ)
    return address is not None and any(address in ip_network(text) for text in settings.OPERATOR_ADDRESSES)
