"""nginx, Apache and Caddy with the files of `deploy/`, as Debian ships them."""

import gzip
import json
from contextlib import suppress

import pytest

from tests.deploy.web_servers import BROKEN, OF_PICTURES, SERVERS, Repeater, running

pytestmark = pytest.mark.web_servers


@pytest.fixture(scope="module", params=SERVERS)
def machine(request):
    with running(request.param) as machine:
        yield machine


def headers_at_site(response):
    return {name.lower(): value for name, value in json.loads(response.content)["headers"].items()}


def test_the_site_learns_who_comes_by_what_and_no_lie_about_it(machine):
    headers = headers_at_site(machine.request("/praktijken/"))

    assert headers["host"] == "www.example.org"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["x-forwarded-for"].split(",")[-1].strip() == "127.0.0.1"


def test_an_address_arrives_as_it_was_typed(machine):
    path = "/praktijken/?q=dak-+en+thuis%20loos&theme=caf%C3%A9%2Fbar"

    assert json.loads(machine.request(path).content)["path"] == path


def test_a_long_list_of_filters_passes(machine):
    path = "/praktijken/?" + "&".join(f"municipality={'x' * 20}" for _number in range(200))

    assert machine.request(path).status == 200


def test_plain_http_is_sent_on_to_https(machine):
    response = machine.request("/praktijken/?theme=wonen", is_secure=False)

    assert response.status in (301, 308)
    address = response.getheader("Location").replace(f":{machine.https}", "")
    assert address == "https://www.example.org/praktijken/?theme=wonen"


def test_a_program_notices_that_it_speaks_http(machine):
    for path in ("/api/v1/practices", "/++api++/nieuws", "/api/cms/pages/"):
        assert machine.request(path, is_secure=False).status == 403, path


def test_public_pictures_come_from_the_disk_and_nothing_else_does(machine):
    picture = machine.request("/media/images/foto.webp")

    assert (picture.status, picture.content) == (200, b"public")
    for path in (
        "/media/geheim.pdf",
        "/media/../geheim.pdf",
        "/media/%2e%2e/geheim.pdf",
        "/media../geheim.pdf",
    ):
        assert b"private" not in machine.request(path).content, path
    assert b"foto.webp" not in machine.request("/media/images/").content


def test_the_security_headers_of_the_site_are_left_as_they_are(machine):
    page = machine.request("/praktijken/")

    for name, value in Repeater.security_headers.items():
        assert page.headers.get_all(name) == [value]


def test_pictures_and_what_is_missing_have_their_own(machine):
    for path, status in (("/media/images/foto.webp", 200), ("/media/images/weg.webp", 404)):
        response = machine.request(path)

        assert response.status == status
        for name, value in OF_PICTURES.items():
            assert response.headers.get_all(name) == [value], (path, name)


def test_answers_are_compressed(machine):
    response = machine.request("/", headers={"Accept-Encoding": "gzip"})

    assert response.getheader("Content-Encoding") == "gzip"
    assert json.loads(gzip.decompress(response.content))["path"] == "/"


def test_an_upload_of_ten_megabytes_passes(machine):
    assert machine.request("/admin/", "POST", body=b"x" * 10_500_000).status == 200


def test_one_of_twenty_does_not(machine):
    if machine.name == "apache2":
        pytest.skip("Apache limits no body that it passes on.")

    # Some say so, some hang up before all is sent.
    with suppress(OSError):
        assert machine.request("/admin/", "POST", body=b"x" * 20_000_000).status in (413, 502)


def test_an_error_of_the_web_server_has_the_headers_too(machine):
    response = machine.request(BROKEN)

    assert response.status in (502, 503)
    for name, value in OF_PICTURES.items():
        assert response.headers.get_all(name) == [value], name
