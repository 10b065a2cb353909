"""Reads settings from environment variables; a wrong value is rejected by name, with an example."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

YES, NO = {"1", "true", "yes", "on", "ja"}, {"0", "false", "no", "off", "nee"}
HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:]+\]")
MAILBOX = r"[^@\s<>,]+@[^@\s<>,]+"
SENDER = re.compile(rf"{MAILBOX}|[^<>\n]+ <{MAILBOX}>")
DATABASES = {"sqlite", "postgres", "postgresql"}
# Without these a process waits two minutes for a server that has vanished, and a quarter of an hour for its answer:
# seconds to connect in, and milliseconds until what was sent has to have arrived. The URL may name others.
UNREACHABLE_AFTER = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
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


def port(name: str, default: int) -> int:
    return number(name, default, 1, 65_535)


def hosts(name: str) -> list[str]:
    """Host names with commas between them; at least one, without scheme, port or path."""
    value = text(name)
    names = [item.strip() for item in value.split(",") if item.strip()]
    if not names or not all(HOST.fullmatch(item) for item in names):
        raise wrong(name, value, "host names with commas between them", "www.example.org,example.org")
    return names


def networks(name: str, default: str) -> list[str]:
    """IP addresses and networks (10.0.0.0/8) with commas between them."""
    value = text(name, default)
    items = [item.strip() for item in value.split(",") if item.strip()]
    try:
        return [str(ip_network(item)) for item in items]
    except ValueError:
        raise wrong(name, value, "IP addresses with commas between them", "127.0.0.1,10.0.0.0/8") from None


def address(name: str, default: str) -> str:
    """An address that begins with http:// or https:// and names a host."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        is_http = parts.scheme in {"http", "https"} and parts.port != 0
        is_address = is_http and re.fullmatch(r"[\w.-]+|[0-9a-f:]+", parts.hostname or "")
    except ValueError:  # a port that is no number, a bracket too many
        is_address = False
    if value and not is_address:
        raise wrong(name, value, "an address with https:// before it", "https://www.example.org")
    return value


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


def database_of(value: str, name: str) -> dict:
    """The same of a URL from elsewhere. It may hold a password, so error messages call it by its name alone."""
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
        parsed["OPTIONS"] = {**UNREACHABLE_AFTER, **parsed.get("OPTIONS", {})}
    return parsed


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


def load_file(path: Path) -> None:
    """Adds the variables in this file, if it exists, to the environment; existing ones are kept.

    Commands, server and clock all use it. Values need quotes only around spaces and #.
    """
    load_dotenv(path, interpolate=False)
