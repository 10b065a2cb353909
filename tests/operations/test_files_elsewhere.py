"""A backup holds the files wherever they are: one of a folder restores to S3, and the other way round."""

from dataclasses import replace

import pytest

from tests.operations.sites import content_of, manifest_of, other_site

pytestmark = [pytest.mark.django_db, pytest.mark.s3]
STORE = """
from django.core.files.base import ContentFile
from django.core.files.storage import storages
print(json.dumps([
    storages["default"].save("documents/{name}.txt", ContentFile(b"{name}")),
    storages["public"].save("images/{name}.webp", ContentFile(b"{name}")),
]))
"""
FILES = "from operations.stored_files import stored_files\nprint(json.dumps(sorted(stored_files().names())))"

OLD = STORE.format(name="van-vroeger")


@pytest.fixture(scope="module")
def archive(tmp_path_factory, django_db_setup):
    """Of a site with few files: an S3 server takes a tenth of a second for each."""
    with other_site(tmp_path_factory.mktemp("small") / "site", "small") as site:
        assert site.manage("make_site").returncode == 0
        site.ask(STORE.format(name="van-nu"))
        yield site.backup()


@pytest.fixture
def site_on_s3(empty_site, object_store):
    site = replace(empty_site, storage_url=object_store.url("elders"))
    result = site.manage("make_buckets")
    assert result.returncode == 0, result.stderr
    return site


def test_files_move_from_a_folder_to_s3_and_back_by_their_backup(archive, empty_site, site_on_s3):
    assert site_on_s3.ask(OLD) == ["documents/van-vroeger.txt", "images/van-vroeger.webp"]
    manifest = manifest_of(archive)
    content = content_of(archive)

    refused = site_on_s3.manage("restore", archive)
    assert "The object storage holds files already, such as documents/van-vroeger.txt" in refused.stderr
    result = site_on_s3.manage("restore", "--overwrite", archive)
    assert result.returncode == 0, result.stderr

    assert site_on_s3.ask(FILES) == sorted(manifest["files"])
    assert site_on_s3.content() == content
    assert not [path for path in site_on_s3.media.rglob("*") if path.is_file()]

    site_on_s3.ask(OLD)
    content = site_on_s3.content()
    assert "public/images/van-vroeger.webp" in content["files"]
    back = empty_site.manage("restore", "--overwrite", site_on_s3.backup("van-s3.tar"))
    assert back.returncode == 0, back.stderr
    assert empty_site.content() == content


def test_without_an_answer_of_the_server_nothing_is_backed_up_and_nothing_changed(archive, empty_site):
    gone = "s3+http://sleutel:geheim@127.0.0.1:1/elders"

    backup = replace(empty_site, storage_url=gone).manage("backup", empty_site.folder / "zonder.tar")
    restore = replace(empty_site, storage_url=gone).manage("restore", archive)

    assert "the object storage does not answer" in backup.stderr
    assert not (empty_site.folder / "zonder.tar").exists()
    assert "The object storage can't be read" in restore.stderr
    assert "geheim" not in backup.stderr + restore.stderr
