"""A web request stops waiting for a PostgreSQL server that hangs."""

import socket
import time
from collections import defaultdict
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction

from cms import statement_timeout
from tests.faults.clusters import Proxy

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL only"),
]


@contextmanager
def bounded(is_on=True):
    """As in a web request, with 0.2 s of patience and circuit breakers of its own."""
    from cms.postgresql import base

    patience = {"LONGEST_SILENCE": 0.2, "PATIENCE": 2, "breakers": defaultdict(base.Breaker)}
    with patch.multiple(base, **patience), patch.object(statement_timeout, "_is_on", is_on):
        yield


@contextmanager
def connection_that_hangs(is_on=True):
    """A connection of our backend through a proxy, which passes nothing on."""
    settings = connection.settings_dict
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    address = f"{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"
    proxy = Proxy(f"postgres://{address}")
    with bounded(is_on):
        copy = connection.copy()
        copy.settings_dict = {**settings, "HOST": "127.0.0.1", "PORT": proxy.port}
        copy.inc_thread_sharing()
        copy.ensure_connection()
        proxy.hang()
        try:
            yield copy, proxy
        finally:
            proxy.go_on()
            copy.close()
            proxy.remove()


def ask(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()


def test_a_wait_in_vain_ends_and_the_next_one_is_none():
    with connection_that_hangs() as (hanging, _proxy):
        began = time.monotonic()
        with pytest.raises(OperationalError, match="does not answer"):
            ask(hanging)
        waited = time.monotonic() - began
        hanging.close()
        with pytest.raises(OperationalError, match="did not answer a moment ago"):
            hanging.ensure_connection()

    assert 0.2 <= waited < 10


def test_when_the_server_goes_on_so_does_the_site():
    with connection_that_hangs() as (hanging, proxy):
        with pytest.raises(OperationalError):
            ask(hanging)
        proxy.go_on()
        hanging.close()
        time.sleep(0.6)

        assert ask(hanging) == (1,)


def test_a_command_waits():
    with connection_that_hangs(is_on=False) as (hanging, proxy):
        time.sleep(0.5)
        proxy.go_on()

        assert ask(hanging) == (1,)


def test_of_several_hosts_one_that_hangs_is_waited_for_once():
    """Whatever the last host says: that error is the one which is raised."""
    with socket.create_server(("127.0.0.1", 0)) as silent, bounded():
        ports = f"{silent.getsockname()[1]},1"
        hosts = {"host": "127.0.0.1,127.0.0.1", "port": ports, "connect_timeout": 2}
        several = connection.copy()
        several.settings_dict = {**connection.settings_dict, "HOST": "", "PORT": "", "OPTIONS": hosts}

        with pytest.raises(OperationalError, match="refused"):
            several.ensure_connection()
        with pytest.raises(OperationalError, match="did not answer a moment ago"):
            several.ensure_connection()


def test_waiting_for_others_may_take_longer_than_a_statement():
    with patch.object(statement_timeout, "_is_on", True), transaction.atomic(), connection.cursor() as cursor:
        statement_timeout.bound(connection, seconds=0.1)

        with statement_timeout.waiting_for_others(2):
            cursor.execute("SELECT pg_sleep(0.3)")

        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("5s",)
        cursor.execute("RESET statement_timeout")
