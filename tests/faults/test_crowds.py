"""Many want the most expensive thing at once, or take their time: others are answered meanwhile."""

import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

import pytest

from bench.client import HEADERS
from bench.servers import free_port
from tests.faults.traffic import ask, milliseconds, spread, traffic, until

EXPORTS = 20
OPEN_BODIES = 64
LONGEST = 1
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
# As docs/operations.md has it, but for TLS: nginx waits for a whole request before it passes it on.
CONFIGURATION = """
daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}
http {{
    access_log off; client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port}; client_max_body_size 12m;
        location / {{
            proxy_pass {address}; proxy_set_header Host $host; proxy_set_header X-Forwarded-Proto https;
        }}
    }}
}}
"""


@pytest.mark.fault("twenty whole exports at once", "the site answers others within 1 s, static files too")
@pytest.mark.django_db
def test_whole_exports_hold_nobody_up(sqlite_site, figures, whole):
    others = ["/praktijken/", sqlite_site.static, "/api/v1/practices?q=a", "/zoeken/?q=b"]
    with sqlite_site.serve() as server, ThreadPoolExecutor(EXPORTS) as partners:
        for path in others * 4:
            ask(server.address, path)
        with traffic(server.address, sqlite_site, readers=2, paths=others) as flow:
            addresses = [f"/praktijken/export.csv?n={number}" for number in range(EXPORTS)]
            exports = list(partners.map(lambda path: ask(server.address, path), addresses))
            last = max(export.ended for export in exports)
        answers = [answer for answer in flow.reads if answer.began < last]
        again = ask(server.address, addresses[0])
    sent = [export for export in exports if export.status == 200]
    refused = [export for export in exports if export.status == 503 and export.headers["Retry-After"]]

    figures += [
        f"{len(sent)} sent whole, {len(refused)} got 503 with Retry-After",
        f"{len(answers)} others: {spread(answers)}",
    ]
    assert sent
    assert len({export.body.count(b"\n") for export in [*sent, again]}) == 1
    assert len(sent) + len(refused) == EXPORTS
    assert all(answer.is_good for answer in answers)
    assert max(answer.seconds for answer in answers) < LONGEST or not whole


@pytest.mark.fault(
    "64 bodies that never end, 64 headers that never end (behind nginx, as documented)",
    "the site answers others within 1 s",
)
@pytest.mark.django_db
@pytest.mark.skipif(not NGINX, reason="no nginx")
@pytest.mark.usefixtures("only_whole")
def test_slow_clients_hold_nobody_up(sqlite_site, tmp_path, figures, whole):
    body = (
        b"POST /admin/login/ HTTP/1.1\r\nHost: %b\r\nContent-Length: 90000\r\n\r\nemail="
        % HEADERS["Host"].encode()
    )
    with sqlite_site.serve() as server, nginx(tmp_path, server.address) as address, ExitStack() as slow:
        for opening in (body, body[:40]):
            for _ in range(OPEN_BODIES):
                client = slow.enter_context(
                    socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
                )
                client.sendall(opening)
        for path in sqlite_site.paths * 4:
            ask(server.address, path)
        with traffic(address, sqlite_site, readers=2) as flow:
            time.sleep(10 if whole else 2)

    longest = max(answer.seconds for answer in flow.reads)
    figures += [f"{len(flow.reads)} others, longest {milliseconds(longest)}"]
    assert all(answer.is_good for answer in flow.reads)
    assert longest < (LONGEST if whole else 10)


@contextmanager
def nginx(folder, address):
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, address=address))
    with subprocess.Popen([NGINX, "-p", folder, "-c", configuration], stderr=subprocess.DEVNULL) as process:
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
