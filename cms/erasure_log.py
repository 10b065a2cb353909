"""Notes who was erased and when, outside database and backups, so that a restore can erase them again.

One line for each, of a date, a kind and a number alone: `2026-11-29T09:30:00+00:00 person 12`. A `person` is
somebody of a platform, a `registration` somebody who registered for an event,
`feedback` what a reader wrote about a page.
"""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LINE = re.compile(r"(?P<moment>\S+) (?P<kind>person|registration|feedback) (?P<key>\d+)")
# A person is noted just before the transaction ends, so a backup may begin between the two.
MARGIN = timedelta(minutes=10)


class UnreadableLogError(Exception):
    """The log of erasures is missing or can't be understood. The message is a sentence."""


def record(key: int, kind="person") -> None:
    """Adds somebody to the log, on the disk when this returns. Raises OSError if that fails."""
    append(f"{timezone.now().isoformat(timespec='seconds')} {kind} {key}\n")


def ensure_log() -> None:
    """Makes the log if there is none, so that a missing one means that it was lost."""
    append("")


def append(line):
    path = Path(settings.ERASURE_LOG)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        try:
            if os.write(handle, line.encode()) < len(line):
                raise OSError("the disk is full")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def erased_since(moment: datetime, paths, kind="person") -> set[int]:
    """The numbers of those of this kind whom these logs note since then. Raises UnreadableLogError."""
    noted = [entry for path in paths for entry in entries(Path(path))]
    return {key for at, noted_kind, key in noted if noted_kind == kind and at >= moment - MARGIN}


def entries(path):
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise UnreadableLogError(f"The log of erasures {path} can't be read: {reason}.") from error
    return [entry(path, number, line) for number, line in enumerate(lines, 1)]


def entry(path, number, line):
    match = LINE.fullmatch(line)
    try:
        at = datetime.fromisoformat(match["moment"])
        return at if at.tzinfo else timezone.make_aware(at), match["kind"], int(match["key"])
    except (TypeError, ValueError):
        raise UnreadableLogError(
            f"Line {number} of the log of erasures {path} can't be understood."
        ) from None
