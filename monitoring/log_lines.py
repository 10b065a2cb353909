"""The formats of log lines: JSON, one object a line and in UTC, or text for who reads along."""

import json
import logging
from datetime import UTC, datetime
from functools import lru_cache

from .requests import current_request, without_secrets

encode = json.JSONEncoder(default=str).encode


class JsonFormatter(logging.Formatter):
    """`extra={"fields": {…}}` of a logging call adds to the object."""

    def format(self, record):
        line = {
            "time": utc(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **(getattr(record, "fields", None) or {}),
        }
        if "request_id" not in line:
            line = {**line, **current_request()}
        if status := getattr(record, "status_code", None):  # Django's own, of a failed request
            line["status"] = status
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return encode(line)


def utc(moment) -> str:
    """Seconds since the epoch as RFC 3339, in microseconds."""
    return f"{second(int(moment))}.{int(moment % 1 * 1_000_000):06}Z"


@lru_cache(10)
def second(moment):
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class TextFormatter(logging.Formatter):
    """`LEVEL logger: message`, with the traceback below."""

    def __init__(self):
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record):
        return without_secrets(super().format(record))

    def formatMessage(self, record):  # noqa: N802 - logging's name
        """On one line, so that nobody writes a line of their own (CWE-117); a traceback still has its lines."""
        return "".join(
            sign if sign.isprintable() else repr(sign)[1:-1] for sign in super().formatMessage(record)
        )
