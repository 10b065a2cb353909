"""Mails server errors to ADMINS: what failed where in the code, and the id to look it up in the log.

Nothing of the request: an address, a form or the message of an exception may hold what is somebody's.
"""

import logging
import threading
import time
import traceback

from .operator_mail import mail_operators

# Seconds in which a process mails a fault once, and so many faults at most.
PERIOD, MOST = 3600, 10
TEXT = """{kind} in {place}.

{frames}

The log has the rest. This process mails the same fault once an hour at most.
"""


class ErrorMail(logging.Handler):
    """A logging handler. Each mail has a thread of its own: no visitor waits for a mail server.

    Python waits for these threads when the process ends.
    """

    def __init__(self, level=logging.ERROR):
        super().__init__(level)
        self.mailed = {}

    def emit(self, record):
        kind, frames = fault_of(record)
        place = frames[-1] if frames else record.name
        if not self.is_news((kind, place)):
            return
        text = TEXT.format(kind=kind, place=place, frames="\n".join(frames))
        threading.Thread(target=mail_operators, args=(f"{kind} in {place}", text), name="error-mail").start()

    def is_news(self, fault) -> bool:
        """Called with the lock of the handler."""
        now = time.monotonic()
        self.mailed = {known: moment for known, moment in self.mailed.items() if now - moment < PERIOD}
        if fault in self.mailed or len(self.mailed) >= MOST:
            return False
        self.mailed[fault] = now
        return True


def fault_of(record):
    """The kind of exception, and the lines of code that led to it."""
    error = record.exc_info and record.exc_info[1]
    if not error:
        return "An error", []
    frames = traceback.extract_tb(error.__traceback__)
    return type(error).__name__, [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
