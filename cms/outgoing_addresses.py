"""Reads a web address that somebody else chose, strictly: what two programs could read in two ways is refused."""

import re
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import idna

LONGEST = 2000
PORTS = frozenset({80, 443})
USUAL_PORTS = {"http": 80, "https": 443}
# Spaces, control characters, and the backslash that browsers read as a slash.
AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff]")
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
# An IPv4 address in whatever form: browsers and resolvers read 0x7f.1, 0177.1 and 2130706433 as one.
LOOKS_LIKE_IPV4 = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
SAFE_IN_PATH = "!$%&'()*+,/:;=?@[]~-._|"
# The only unicast addresses that the internet routes (IANA), and what of them leads elsewhere: protocols, examples,
# and 6to4 and Teredo, which carry an IPv4 address inside.
ROUTED_IPV6 = ip_network("2000::/3")
NOT_PUBLIC = [
    *map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")),
    # IPv4: shared by providers (CGNAT), protocols, 6to4 relays, benchmarks; Python's lists differ by version.
    *map(ip_network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")),
]


class Refusal(StrEnum):
    """Why an address is never asked for."""

    UNREADABLE = "unreadable"
    SCHEME = "scheme"
    PORT = "port"
    CREDENTIALS = "credentials"
    PRIVATE = "private"


class RefusedError(Exception):
    """This address is never asked for. `reason` is a `Refusal`."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Target(NamedTuple):
    """What an address says, with the host as it is looked up: in ASCII, small letters, without a dot at the end."""

    scheme: str
    host: str
    port: int
    path: str
    is_literal: bool

    @property
    def authority(self) -> str:
        """As the header `Host` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read(address, ports=PORTS) -> Target:
    """Raises RefusedError."""
    if len(address) > LONGEST or AMBIGUOUS.search(address):
        raise RefusedError(Refusal.UNREADABLE)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise RefusedError(Refusal.UNREADABLE) from error
    if parts.scheme not in USUAL_PORTS:
        raise RefusedError(Refusal.SCHEME)
    if "@" in parts.netloc:
        raise RefusedError(Refusal.CREDENTIALS)
    host, is_literal = read_host(parts)
    port = USUAL_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise RefusedError(Refusal.PORT)
    path = parts.path or "/"
    path = quote(f"{path}?{parts.query}" if parts.query else path, safe=SAFE_IN_PATH)
    return Target(parts.scheme, host, port, path, is_literal)


def read_host(parts) -> tuple[str, bool]:
    """The host, and whether it is an address of a machine and no name."""
    host = (parts.hostname or "").removesuffix(".")
    try:
        if "[" in parts.netloc:
            return str(IPv6Address(host)) if "%" not in host else unreadable(), True
        host = host if host.isascii() else idna.encode(host, uts46=True).decode()
        if LOOKS_LIKE_IPV4.fullmatch(host):
            return str(IPv4Address(host)), True
    except (AddressValueError, idna.IDNAError, UnicodeError) as error:
        raise RefusedError(Refusal.UNREADABLE) from error
    if len(host) > 253 or not NAME.fullmatch(host):
        unreadable()
    return host, False


def unreadable():
    raise RefusedError(Refusal.UNREADABLE)


def is_public(text) -> bool:
    """Whether this is the address of a machine on the internet: not of us, of a network beside us, or of many.

    Forms of IPv6 that carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) are not, whatever they carry.
    """
    try:
        address = ip_address(text)
    except ValueError:  # also with a zone: `fe80::1%eth0`
        return False
    if address.version == 6 and (address not in ROUTED_IPV6 or address.scope_id):
        return False
    is_special = (
        address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global
    )
    return not is_special and not any(address in net for net in NOT_PUBLIC if net.version == address.version)
