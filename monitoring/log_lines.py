"""The formats of log lines: JSON, one object a line and in UTC, or text for who reads along."""

import json
import logging
from datetime import UTC, datetime

from .requests import current_request, without_secrets


class JsonFormatter(logging.Formatter):
    """`extra={"fields": {…}}` of a logging call adds to the object."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **current_request(),
            **getattr(record, "fields", {}),
        }
        if status := getattr(record, "status_code", None):  # Django's own, of a failed request
            line["status"] = status
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


class TextFormatter(logging.Formatter):
    """`LEVEL logger: message`, with the traceback below."""

    def __init__(self):
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record):
        return without_secrets(super().format(record))
