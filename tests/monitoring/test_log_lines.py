"""The form of a log line, whatever is logged."""

import json
import logging
from types import SimpleNamespace

import pytest
from django.test import override_settings
from gunicorn.config import Config

from monitoring.log_lines import JsonFormatter, TextFormatter
from monitoring.requests import current_request, is_over, watched
from operations.gunicorn_logger import Logger, shortened_address


def line_of(message, *arguments, **extra):
    record = logging.makeLogRecord(
        {"name": "here", "levelname": "INFO", "created": 0.5, "msg": message, "args": arguments, **extra}
    )
    return json.loads(JsonFormatter().format(record))


def environ_of(path, **values):
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=geheim", **values}


@pytest.fixture
def serve():
    """Sets the request of this thread, as the application does."""
    answer = watched(lambda environ, start_response: [])
    yield lambda environ: answer(environ, lambda *arguments: None)
    is_over()


def test_a_line_of_no_request_says_when_what_and_by_whom():
    assert line_of("%s pages", 3) == {
        "time": "1970-01-01T00:00:00.500000Z",
        "level": "INFO",
        "logger": "here",
        "message": "3 pages",
    }


def test_line_breaks_quotes_and_broken_characters_stay_on_one_line():
    odd = 'a "b"\nERROR x: forged \udcff\x00'

    formatted = JsonFormatter().format(logging.makeLogRecord({"msg": odd}))

    assert "\n" not in formatted
    assert json.loads(formatted)["message"] == odd
    assert formatted.isascii()


def test_a_line_in_a_request_names_it(serve):
    serve(environ_of("/nieuws/", HTTP_HOST="www.example.org", HTTP_X_REQUEST_ID="proxy-123"))

    line = line_of("x")

    assert (line["request_id"], line["path"], line["host"]) == ("proxy-123", "/nieuws/", "www.example.org")
    assert "geheim" not in json.dumps(line)


def test_after_the_request_lines_belong_to_none(serve):
    serve(environ_of("/nieuws/"))
    is_over()

    assert current_request() == {}


@pytest.mark.parametrize(
    "path", ["/concept/geheim", "/concept/geheim/x", "/admin/password_reset/confirm/MQ/geheim-1/"]
)
def test_addresses_that_open_something_are_cut(serve, path):
    serve(environ_of(path))

    line = line_of("Internal Server Error: %s", path)

    assert "geheim" not in json.dumps(line)
    assert "geheim" not in TextFormatter().format(logging.makeLogRecord({"msg": f"Not found: {path}"}))


def test_a_path_is_read_as_people_see_it(serve):
    serve(environ_of("/caf\xc3\xa9/"))

    assert line_of("x")["path"] == "/café/"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("198.51.100.77", "198.51.100.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:198.51.100.77", "198.51.100.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_of_an_address_the_network_is_kept(address, kept):
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        assert shortened_address({"REMOTE_ADDR": address}) == kept


@pytest.mark.parametrize(
    ("setting", "result", "seconds", "is_written"),
    [
        ("built", "miss", 0.1, True),
        ("built", "hit", 0.1, False),
        ("all", "hit", 0.1, True),
        ("none", "miss", 0.1, False),
    ],
)
def test_which_requests_have_a_line(capsys, setting, result, seconds, is_written):
    response = SimpleNamespace(status="200 OK", sent=3)

    with override_settings(ACCESS_LOG=setting, LOG_FORMAT="json"):
        Logger(Config()).log_request(response, environ_of("/"), seconds, result)

    assert bool(capsys.readouterr().err) is is_written


def test_a_slow_one_has_a_line_in_any_case(caplog):
    log = Logger(Config())
    log.access_log.addHandler(caplog.handler)

    with override_settings(ACCESS_LOG="none"):
        log.log_request(SimpleNamespace(status="200 OK", sent=3), environ_of("/"), 5, "hit")

    log.access_log.removeHandler(caplog.handler)
    assert caplog.messages == ["slow request"]


def test_no_line_names_an_e_mail_address_in_its_message_path_or_traceback(serve):
    serve(environ_of("/admin/mieke.peeters+x@voorbeeld.be/"))
    try:
        raise ValueError("Key (email)=(mieke@voorbeeld.be) already exists")
    except ValueError as error:
        line = line_of("to %s", "mieke@voorbeeld.be", exc_info=(ValueError, error, error.__traceback__))

    assert "mieke" not in json.dumps(line)
    assert (line["message"], line["path"]) == ("to …@…", "/admin/…@…/")
    assert line_of("x" * 200_000 + "@")["message"].endswith("x@")


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\x1b[2J", "\u2028", "\x85"])
def test_nobody_writes_a_line_of_their_own(sign):
    forged = f"a{sign}ERROR audit: forged"
    record = logging.makeLogRecord({"name": "here", "levelname": "INFO", "msg": "%s", "args": (forged,)})

    assert len(TextFormatter().format(record).splitlines()) == 1
    assert "\x1b" not in TextFormatter().format(record)
    assert sign not in JsonFormatter().format(record)
