"""nginx with the file of `deploy/` for S3, before a real S3 server."""

import difflib
import io

import pytest
from django.conf import settings
from django.core.files.storage import storages

from tests.deploy.web_servers import DEPLOY, OF_PICTURES, nginx_before_s3, running
from tests.media.buckets import files_in_buckets

pytestmark = [pytest.mark.s3, pytest.mark.web_servers]


@pytest.fixture(scope="module")
def machine(object_store, tmp_path_factory):
    with files_in_buckets(object_store) as storage:
        storages["public"].replace("images/foto.webp", io.BytesIO(b"public"))
        storages["default"].replace("documents/geheim.pdf", io.BytesIO(b"private"))
        replacements = {
            "https://s3.example.org/streekwijzer-public/": f"{storage.endpoint}/{storage.public}/",
            "s3.example.org": storage.endpoint.removeprefix("http://"),
            "/var/lib/nginx/streekwijzer": tmp_path_factory.mktemp("cache"),
        }
        with running("nginx", nginx_before_s3, replacements) as machine:
            yield machine


def test_a_picture_comes_from_the_public_bucket_and_is_kept(machine):
    picture = machine.request("/media/images/foto.webp")
    assert (picture.status, picture.content) == (200, b"public")
    assert picture.getheader("Content-Type") == "image/webp"
    for name, value in OF_PICTURES.items():
        assert picture.headers.get_all(name) == [value]

    storages["public"].delete("images/foto.webp")
    kept = machine.request("/media/images/foto.webp")
    storages["public"].replace("images/foto.webp", io.BytesIO(b"public"))

    assert (kept.status, kept.content) == (200, b"public")


def test_nothing_else_comes_and_no_command_reaches_the_server(machine):
    bucket = settings.OBJECT_STORAGE.private
    for path in (
        "/media/",
        "/media/?list-type=2",
        "/media/documents/geheim.pdf",
        f"/media/../{bucket}/documents/geheim.pdf",
        f"/media/%2e%2e/{bucket}/documents/geheim.pdf",
        f"/media/..%2f{bucket}/documents/geheim.pdf",
    ):
        response = machine.request(path)

        assert b"private" not in response.content, path
        assert b"Bucket" not in response.content, path
    assert machine.request("/media/").status == machine.request("/media/?acl").status == 404


def test_a_question_behind_the_address_changes_nothing(machine):
    assert machine.request("/media/images/foto.webp?acl").content == b"public"


def test_nobody_writes_by_way_of_the_web_server(machine):
    for method in ("PUT", "DELETE", "POST"):
        assert machine.request("/media/images/foto.webp", method, body=b"x").status == 404

    assert storages["public"].open("images/foto.webp").read() == b"public"


def test_all_but_the_pictures_is_as_in_the_file_for_a_folder():
    folder, s3 = ((DEPLOY / name).read_text().splitlines() for name in ("nginx.conf", "nginx-s3.conf"))

    gone = [line for line in difflib.ndiff(folder, s3) if line.startswith("- ")]

    assert len(gone) == 3, gone
