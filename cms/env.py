"""Reads settings from environment variables; a wrong value is rejected by name, with an example."""

import os
import re
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

YES, NO = {"1", "true", "yes", "on", "ja"}, {"0", "false", "no", "off", "nee"}
HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:]+\]")
MAILBOX = r"[^@\s<>,]+@[^@\s<>,]+"
SENDER = re.compile(rf"{MAILBOX}|[^<>\n]+ <{MAILBOX}>")
DSN = re.compile(r"https?://\w+(:\w+)?@[\w.:\[\]-]+(/[\w.-]+)*/\d+")
DATABASES = {"sqlite", "postgres", "postgresql"}
# Without these a process waits two minutes for a server that has vanished, and a quarter of an hour for its answer:
# seconds to connect in, and milliseconds until what was sent has to have arrived. The URL may name others.
UNREACHABLE_AFTER = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
# Over TLS, or on a network of one's own without.
OBJECT_STORAGES = {"s3": "https", "s3+http": "http"}
BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,55}[a-z0-9]")
# A replica has the primary to take its place.
REPLICA_UNREACHABLE_AFTER = {"connect_timeout": 2}
_REQUIRED = object()


class CannotStart(ImproperlyConfigured):
    """A setting is missing or wrong. The message is a whole sentence for an operator's terminal."""


def wrong(name: str, value: str, what: str, example: str) -> CannotStart:
    return CannotStart(f"{name} must be {what}, not {value!r}. For example: {name}={example}")


def text(name: str, default=_REQUIRED) -> str:
    """The variable's value; without a default, a missing or empty one raises CannotStart."""
    value = os.environ.get(name) or default
    if value is _REQUIRED:
        raise CannotStart(f"Set the {name} environment variable.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on or ja, False for 0, false, no, off or nee, in any case."""
    value = text(name, "yes" if default else "no")
    if value.strip().lower() not in YES | NO:
        raise wrong(name, value, "yes or no", "yes")
    return value.strip().lower() in YES


def number(name: str, default: int, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    if not re.fullmatch(r"-?\d+", value.strip(), re.ASCII) or not least <= int(value) <= most:
        what = f"a whole number from {least:,} to {most:,}" if most < 2**31 - 1 else "a whole number"
        raise wrong(name, value, what, str(default))
    return int(value)


def terms(name: str, **limits: tuple[int, int, int]) -> dict[str, int]:
    """Numbers by name, such as `needs_days=7`; each of the limits is the default, the least and the most."""
    values = {term: str(limit[0]) for term, limit in limits.items()} | pairs(name)
    for term, value in values.items():
        _default, least, most = limits.get(term, (0, 0, 0))
        if (
            term not in limits
            or not re.fullmatch(r"\d{1,4}", value, re.ASCII)
            or not least <= int(value) <= most
        ):
            what = ", ".join(f"{each} from {low} to {high}" for each, (_usual, low, high) in limits.items())
            example = ",".join(f"{each}={limit[0]}" for each, limit in limits.items())
            raise wrong(name, text(name, ""), what, example)
    return {term: int(value) for term, value in values.items()}


def port(name: str, default: int) -> int:
    return number(name, default, 1, 65_535)


def hosts(name: str) -> list[str]:
    """Host names with commas between them; at least one, without scheme, port or path."""
    value = text(name)
    names = [item.strip() for item in value.split(",") if item.strip()]
    if not names or not all(HOST.fullmatch(item) for item in names):
        raise wrong(name, value, "host names with commas between them", "www.example.org,example.org")
    return names


def items(name: str, default: str = "") -> list[str]:
    """Texts with commas between them; none by default."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def pairs(name: str) -> dict[str, str]:
    """Pairs of texts with = between the two, and commas between the pairs; none by default."""
    pairs = [[part.strip() for part in item.partition("=")[::2]] for item in items(name)]
    if not all(first and second for first, second in pairs):
        raise wrong(name, text(name), "pairs with = between them", "redacteur-westhoek=Team Westhoek")
    return dict(pairs)


def networks(name: str, default: str) -> list[str]:
    """IP addresses and networks (10.0.0.0/8) with commas between them."""
    value = text(name, default)
    items = [item.strip() for item in value.split(",") if item.strip()]
    try:
        return [str(ip_network(item)) for item in items]
    except ValueError:
        raise wrong(name, value, "IP addresses with commas between them", "127.0.0.1,10.0.0.0/8") from None


def is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        is_http = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:  # a port that is no number, a bracket too many
        return False
    return bool(is_http and re.fullmatch(r"[\w.-]+|[0-9a-f:]+", parts.hostname or ""))


def address(name: str, default: str) -> str:
    """An address that begins with http:// or https:// and names a host."""
    value = text(name, default)
    if value and not is_address(value):
        raise wrong(name, value, "an address with https:// before it", "https://www.example.org")
    return value


def addresses(name: str) -> list[str]:
    """Addresses that begin with http:// or https://, with commas between them; or none."""
    value = text(name, "")
    items = [item.strip() for item in value.split(",") if item.strip()]
    if not all(is_address(item) for item in items):
        raise wrong(name, value, "addresses with http:// before them", "http://127.0.0.1:6081")
    return items


def template(name: str, field: str) -> str:
    """An address with `{field}` in it, or nothing."""
    value = address(name, "")
    if value and f"{{{field}}}" not in value:
        raise wrong(name, value, f"an address with {{{field}}} in it", f"https://www.example.org/{{{field}}}")
    return value


def pattern(name: str, default: str, shape: str, what: str) -> str:
    """A text of the given shape, a regular expression."""
    value = text(name, default)
    if not re.fullmatch(shape, value):
        raise wrong(name, value, what, default)
    return value


def choice(name: str, *options: str) -> str:
    """One of these words; by default the first."""
    value = text(name, options[0])
    if value not in options:
        raise wrong(name, value, " or ".join(options), options[0])
    return value


def sender(name: str, default: str) -> str:
    """An e-mail address, with or without a name before it: Streekwijzer <info@example.org>."""
    value = text(name, default)
    if not SENDER.fullmatch(value):
        raise wrong(name, value, "an e-mail address", '"Streekwijzer <info@example.org>"')
    return value


def mailboxes(name: str) -> list[tuple[str, str]]:
    """E-mail addresses with commas between them, as Django's ADMINS; or none."""
    value = text(name, "")
    items = [item.strip() for item in value.split(",") if item.strip()]
    if not all(re.fullmatch(MAILBOX, item) for item in items):
        raise wrong(name, value, "e-mail addresses with commas between them", "an@example.org,bo@example.org")
    return [("", item) for item in items]


def folder(name: str, default: Path) -> str:
    """An absolute path, as text."""
    value = text(name, str(default))
    if not Path(value).is_absolute():
        raise wrong(name, value, "a path that begins with a slash", "/srv/streekwijzer/var/media")
    return value


def database(name: str, default: str) -> dict:
    """A database for Django's DATABASES, from a URL such as postgres://user:password@host:5432/name."""
    return database_of(text(name, default), name)


def database_of(value: str, name: str, **options) -> dict:
    """The same of a URL from elsewhere. It may hold a password, so error messages call it by its name alone.

    `options` are for PostgreSQL, where the URL does not name them.
    """
    try:
        if value.partition("://")[0] not in DATABASES:
            raise ValueError
        parsed = dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        example = "postgres://user:password@127.0.0.1:5432/streekwijzer"
        sentence = (
            f"{name} is no address of a database on SQLite or PostgreSQL. For example: {name}={example}"
        )
        raise CannotStart(sentence) from None
    if parsed["ENGINE"] == "django.db.backends.postgresql":
        parsed["ENGINE"] = "cms.postgresql"
        parsed["OPTIONS"] = {**UNREACHABLE_AFTER, **options, **parsed.get("OPTIONS", {})}
    return parsed


def replica(name: str, primary: dict) -> dict | None:
    """A replica of the primary database, in the same form; or None."""
    value = text(name, "")
    if not value:
        return None
    parsed = database_of(value, name, **REPLICA_UNREACHABLE_AFTER)
    if {parsed["ENGINE"], primary["ENGINE"]} != {"cms.postgresql"}:
        raise CannotStart(f"{name} is for PostgreSQL only: DATABASE_URL has to be on it too.")
    # The first question of each request (`caching.replica`) is a health check already.
    return parsed | {"CONN_HEALTH_CHECKS": False, "TEST": {"MIRROR": "default"}}


def redis(name: str) -> str:
    """The URL of a Redis database, or nothing. It may hold a password, so error messages don't repeat it."""
    value = text(name, "")
    try:
        parts = urlsplit(value)
        is_redis = parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        is_redis = False
    if value and not is_redis:
        sentence = f"{name} is no address of Redis. For example: {name}=redis://127.0.0.1:6379/0"
        raise CannotStart(sentence) from None
    return value


@dataclass(frozen=True)
class ObjectStorage:
    """An S3 server, a user of it, and the two buckets of the site."""

    endpoint: str
    key: str
    secret: str = field(repr=False)
    private: str
    public: str
    region: str


def object_storage(name: str) -> ObjectStorage | None:
    """The S3 server of s3://key:secret@host:port/bucket?public=other-bucket&region=name; None without a value.

    It holds a secret, so error messages don't repeat it.
    """
    value = text(name, "")
    try:
        return object_storage_of(value) if value else None
    except ValueError:
        sentence = (
            f"{name} is no address of a bucket on S3. Write / + @ : in the key and the secret as %2F %2B %40 %3A."
            f" For example: {name}=s3://key:secret@s3.example.org/streekwijzer"
        )
        raise CannotStart(sentence) from None


def object_storage_of(value: str) -> ObjectStorage:
    parts = urlsplit(value)
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else [])
    private = parts.path.removeprefix("/")
    public = options.pop("public", f"{private}-public")
    region = options.pop("region", "us-east-1")
    is_complete = parts.scheme in OBJECT_STORAGES and parts.hostname and parts.username and parts.password
    are_buckets = BUCKET.fullmatch(private) and BUCKET.fullmatch(public) and private != public
    if not is_complete or not are_buckets or not region or options or parts.port == 0:
        raise ValueError
    address = parts.netloc.rpartition("@")[2]
    endpoint = f"{OBJECT_STORAGES[parts.scheme]}://{address}"
    return ObjectStorage(endpoint, unquote(parts.username), unquote(parts.password), private, public, region)


def error_reports(name: str) -> str:
    """The address (DSN) that a Sentry server gives a project, or nothing. Error messages don't repeat its key."""
    value = text(name, "")
    if value and not DSN.fullmatch(value):
        sentence = (
            f"{name} is no DSN of Sentry. For example: {name}=https://0123456789abcdef@errors.example.org/1"
        )
        raise CannotStart(sentence)
    return value


def load_file(path: Path) -> None:
    """Adds the variables in this file, if it exists, to the environment; existing ones are kept.

    Commands, server and clock all use it. Values need quotes only around spaces and #.
    """
    load_dotenv(path, interpolate=False)
