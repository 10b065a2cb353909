"""A server error is mailed to ADMINS: once an hour, and with nothing of a person."""

import logging
import sys
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings

from monitoring.error_mail import MOST, ErrorMail

pytestmark = [pytest.mark.usefixtures("_admins")]


@pytest.fixture
def _admins():
    with override_settings(ADMINS=[("", "beheer@voorbeeld.be")]):
        yield


def fail_with(error):
    raise error


def record_of(error):
    try:
        fail_with(error)
    except Exception:
        return logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Error: /concept/geheim/", (), sys.exc_info()
        )


def emit(handler, *records):
    """Hands the records on, and waits for the threads that mail."""
    for record in records:
        handler.handle(record)
    for thread in threading.enumerate():
        if thread.name == "error-mail":
            thread.join()


def test_the_mail_says_where_in_the_code_and_nothing_that_was_sent():
    emit(ErrorMail(), record_of(ValueError("mieke@voorbeeld.be")))

    [message] = mail.outbox
    assert message.to == ["beheer@voorbeeld.be"]
    assert "ValueError in" in message.subject
    assert "fail_with" in message.body
    assert "mieke" not in message.subject + message.body
    assert "geheim" not in message.subject + message.body


def test_the_same_fault_is_mailed_once_and_another_one_too():
    handler = ErrorMail()

    emit(handler, *(record_of(ValueError()) for _time in range(3)), record_of(KeyError()))

    assert len(mail.outbox) == 2


def test_many_different_faults_fill_no_mailbox():
    handler = ErrorMail()
    kinds = [type(f"Fault{number}", (Exception,), {}) for number in range(MOST + 5)]

    emit(handler, *(record_of(kind()) for kind in kinds))

    assert len(mail.outbox) == MOST


def test_a_mail_server_that_is_away_stops_nothing():
    with override_settings(OUTBOX_DELIVERS_BY="no.such.backend"):
        emit(ErrorMail(), record_of(ValueError()))

    assert mail.outbox == []


def test_errors_of_requests_go_there():
    assert settings.LOGGING["loggers"]["django.request"]["handlers"] == ["admins"]
    assert settings.LOGGING["handlers"]["admins"]["class"] == f"{ErrorMail.__module__}.ErrorMail"
