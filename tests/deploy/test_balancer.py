"""HAProxy and Varnish with the files of `deploy/`, as Debian ships them, before two servers that repeat a request."""

import json
import re
import shutil
import subprocess
import threading
import time

import pytest
from django.conf import settings

from operations.purging import purge
from tests.deploy.balancer import balancer
from tests.deploy.web_servers import OF_PICTURES, Repeater, Site
from tests.faults.traffic import ask, until

pytestmark = pytest.mark.web_servers
MANUAL = settings.BASE_DIR / "docs" / "operations.md"
KEPT = "public, max-age=0, s-maxage=60, must-revalidate"


class Server(Repeater):
    """Answers as the site does: its pages may be kept by a shared cache, its files for ever, and some not at all."""

    served = 0

    def end_headers(self):
        type(self).served += 1
        by_path = {"/static": "public, immutable, max-age=315360000", "/admin/": "private, no-store"}
        self.send_header("Cache-Control", by_path.get(self.path[:7], KEPT))
        self.send_header("X-Number", str(self.served))
        super().end_headers()


@pytest.fixture(scope="module")
def before():
    servers = [Site(("127.0.0.1", 0), Server) for _number in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with balancer([server.server_port for server in servers]) as machine:
        until(lambda: machine.state("cache", "varnish") == "UP")
        yield machine
    for server in servers:
        server.shutdown()


def number(machine, path, **headers):
    """Which answer of the servers this is: the same one again comes from the cache."""
    answer = ask(machine.address, path, headers=headers)
    assert answer.status == 200
    return int(answer.headers["X-Number"])


def test_haproxy_accepts_its_file(before):
    result = subprocess.run(
        [shutil.which("haproxy"), "-c", "-f", before.haproxy_file()], capture_output=True, text=True
    )

    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr


def test_the_site_learns_who_comes_by_what_and_no_lie_about_it(before):
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
    for path in ("/wie/", "/admin/wie/"):
        repeated = json.loads(ask(before.address, path, headers=lies).body)["headers"]
        headers = {name.lower(): value for name, value in repeated.items()}

        assert headers["x-forwarded-proto"] == "https"
        assert headers["x-forwarded-for"] == "127.0.0.1"


def test_plain_http_is_sent_on_to_https(before):
    assert ask(f"http://127.0.0.1:{before.http}", "/api/v1/practices").status == 403
    answer = ask(f"http://127.0.0.1:{before.http}", "/praktijken/?theme=wonen")

    assert answer.status == 301
    assert answer.headers["Location"] == "https://bench.example/praktijken/?theme=wonen"


def test_a_page_is_kept_for_visitors_and_for_nobody_who_signed_in(before):
    first = number(before, "/praktijken/")

    assert number(before, "/praktijken/") == first
    assert number(before, "/praktijken/", Cookie="_ga=1") == first
    assert number(before, "/praktijken/", Cookie="__Host-sessionid=x") != first
    assert number(before, "/praktijken/", Authorization="Bearer x") != first
    assert number(before, "/admin/a") != number(before, "/admin/a")


def test_a_purge_drops_pages_and_leaves_files(before):
    page, file = number(before, "/nieuws/"), number(before, "/static/site.css")

    purge(before.purge_url)

    assert number(before, "/nieuws/") != page
    assert number(before, "/static/site.css") == file


def test_by_hand_it_is_purged_as_the_manual_says(before):
    page = number(before, "/themas/")
    (command,) = re.findall(r'`varnishadm "(.+?)"`', MANUAL.read_text())

    varnishadm = [shutil.which("varnishadm"), "-n", before.folder / "varnish", command]
    subprocess.run(varnishadm, check=True, capture_output=True)

    assert number(before, "/themas/") != page


def test_a_server_is_drained_and_put_back_as_the_manual_says(before):
    commands = re.findall(r'^echo "(.+?)" \| socat', MANUAL.read_text(), re.MULTILINE)
    assert len(commands) == 2

    assert [before.tell(command).strip() for command in commands] == ["", ""]
    assert before.state("sites", "one") == before.state("alive", "one") == "DRAIN"
    for command in commands:
        before.tell(command.replace("drain", "ready"))

    until(lambda: before.state("sites", "one") == before.state("alive", "one") == "UP")


def test_what_haproxy_refuses_has_security_headers_and_those_of_the_site_stay(before):
    refused, page = ask(before.address, "/agenda/", "PURGE"), ask(before.address, "/admin/wie/")

    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Content-Security-Policy"):
        assert refused.headers.get_all(name) == [OF_PICTURES[name]]
        assert page.headers.get_all(name) == [Server.security_headers[name]]


def test_a_visitor_purges_nothing(before):
    page = number(before, "/agenda/")

    assert ask(before.address, "/agenda/", "PURGE").status == 405
    assert ask(before.purge_url, "/agenda/", "PURGE").status == 405
    assert number(before, "/agenda/") == page


def test_without_the_cache_the_servers_answer(before):
    before.end("varnish")
    until(lambda: before.state("cache", "varnish") == "DOWN")
    try:
        assert number(before, "/zonder/") != number(before, "/zonder/")
    finally:
        before.start("varnish")
        until(lambda: before.state("cache", "varnish") == "UP")
        time.sleep(0.1)


def test_public_pictures_come_from_the_disk_and_nothing_else_does(before):
    before.start("nginx")
    until(lambda: before.state("media", "one") == "UP")
    picture = ask(before.address, "/media/images/foto.webp")

    assert (picture.status, picture.body) == (200, b"public")
    assert {name: picture.headers[name] for name in OF_PICTURES} == OF_PICTURES
    for path in ("/media/../site.pem", "/media/%2e%2e/site.pem", "/media../site.pem"):
        assert b"PRIVATE" not in ask(before.address, path).body, path
