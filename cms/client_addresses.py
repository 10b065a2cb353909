"""The IP address that a request comes from."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings


def client_address(request):
    """The client's IP address, or None: see `address_in`."""
    return address_in(request.META)


def address_in(environ):
    """The client's IP address, or None. Behind a proxy the last forwarded one: the others can be forged.

    Of an IPv6 address the /64 network, which one client owns (RFC 6177).
    """
    text = environ.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        text = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or text
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, 64), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)
