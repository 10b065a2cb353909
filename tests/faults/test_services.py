"""Redis and the mail server go away, hang, refuse, and come back."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from statistics import median

import pytest

from tests.cms.mail import mail_server
from tests.faults.clusters import redis_server
from tests.faults.traffic import milliseconds, traffic

SEND = """
from django.core.mail import send_mail
for number in range({count}):
    send_mail(f"Proef {{number}}", "tekst", None, ["an@example.org"])
"""
# All are due again, as they would be some minutes later.
WAITING = """
import json
from django.utils import timezone
from cms.models import OutgoingMail
mails = OutgoingMail.objects.waiting()
mails.update(due_at=timezone.now())
print(json.dumps([mails.count(), OutgoingMail.objects.given_up().count()]))
"""


@pytest.mark.fault("Redis gone, then back", "slower, 0 errors")
@pytest.mark.django_db
@pytest.mark.redis
def test_without_redis_everything_is_answered(sqlite_site, figures, whole):
    parts = []
    with (
        redis_server() as redis,
        sqlite_site.serve(CACHE_URL=redis.url) as server,
        traffic(server.address, sqlite_site, readers=2, writers=1, name="Proef redis") as flow,
    ):
        for change in (lambda: None, redis.end, redis.start):
            change()
            parts.append(len(flow.reads))
            time.sleep(12 if whole else 1.5)
    failed = [answer for answer in flow.answers if not answer.is_good]
    there, gone, back = (
        milliseconds(median(answer.seconds for answer in flow.reads[begin:end]))
        for begin, end in zip(parts, [*parts[1:], None], strict=True)
    )

    figures += [
        f"{len(flow.answers):,} requests, {len(failed)} failed",
        f"median {there}, without Redis {gone}, back {back}",
    ]
    assert not failed


@pytest.mark.fault("mail server gone, hanging, refusing", "nothing blocked, nothing lost, retried")
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")  # tests/cms/test_outbox.py says the same in seconds
def test_mail_waits_for_a_mail_server_that_fails(sqlite_site, figures):
    site, count, longest = sqlite_site, 5, 0
    site.shell(SEND.format(count=count))
    with site.serve() as server, traffic(server.address, site, readers=1, paths=["/", site.static]) as flow:
        for way in (gone, hanging, refusing):
            with way() as port:
                began = time.monotonic()
                site.start("tick", check=False, **mail_variables(port))
                longest = max(longest, time.monotonic() - began)
            assert json.loads(site.shell(WAITING)) == [count, 0]
        with mail_server() as mails:
            site.manage("tick", **mail_variables(mails.server_address[1]))
    delivered = sorted(mail.split(b"Subject: ")[1].split(b"\r\n")[0] for mail in mails.messages)

    figures += [
        f"{count} mails, {len(delivered)} delivered, {len(set(delivered))} of them different",
        f"longest tick {longest:.0f} s; {len(flow.reads):,} pages meanwhile, {len(flow.broken)} failed",
    ]
    assert len(delivered) == len(set(delivered)) == count
    assert all(answer.is_good for answer in flow.reads)
    assert longest < 60


def mail_variables(port):
    return {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }


@contextmanager
def gone():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield port


@contextmanager
def hanging():
    """It takes connections, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def refusing():
    """It takes connections, and says that it is busy."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=refuse, args=(server,), daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def refuse(server):
    with suppress(OSError):
        while True:
            client, _address = server.accept()
            with client:
                client.sendall(b"421 too busy\r\n")
