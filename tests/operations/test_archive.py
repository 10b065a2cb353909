"""An archive is whole or refused; what is refused was not begun with."""

import hashlib
import json
import os
import stat
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from operations.archive import (
    BackupError,
    add_files,
    check_place,
    open_archive,
    whole_file,
)
from operations.restoring import check_migrations, check_tables
from operations.stored_files import Folder

pytestmark = pytest.mark.django_db
# The fixture is a site of another process: the mark says that it needs a database.

# Of a compressed table with hardly a row the byte in the middle may be one of its last, whose bits are not all used.
SMALLEST = 60


def members_of(path):
    with tarfile.open(path) as tar:
        return [(member, tar.extractfile(member).read()) for member in tar]


def written(path, members):
    with tarfile.open(path, "w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
    return path


def with_extra(archive, path, member, content=b"x"):
    """The archive with this member in it, right behind the first."""
    first, *others = members_of(archive)
    return written(path, [first, (member, content), *others])


def with_manifest(archive, path, change):
    """The archive with a changed manifest, whose checksum is right."""
    *content, (manifest_member, manifest), (checksum_member, _checksum) = members_of(archive)
    manifest = json.loads(manifest)
    change(manifest)
    text = json.dumps(manifest).encode()
    checksum = hashlib.sha256(text).hexdigest().encode()
    return written(path, [*content, (manifest_member, text), (checksum_member, checksum)])


def refusal(path):
    with pytest.raises(BackupError) as refused, open_archive(path):
        pass
    return str(refused.value)


def test_a_backup_is_private_and_says_what_it_holds(archive):
    with open_archive(archive) as opened:
        manifest = opened.manifest

    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert manifest["tables"]["home_homepage"]["rows"] == 1
    assert manifest["files"]
    assert "auth.0001_initial" in manifest["migrations"]
    assert not {"django_session", "axes_accesslog", "wagtailsearch_indexentry"} & manifest["tables"].keys()


def test_a_byte_that_changed_is_noticed_wherever_content_is(archive, tmp_path):
    whole = archive.read_bytes()
    with tarfile.open(archive) as tar:
        members = [member for member in tar if member.size > SMALLEST or not member.name.endswith(".gz")]
        places = [member.offset_data + member.size // 2 for member in members if member.size]
    damaged = tmp_path / "damaged.tar"

    unnoticed = []
    for place in [*places[::8], *places[-2:]]:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        if "damaged or cut off" not in refusal(damaged):
            unnoticed.append(place)

    assert unnoticed == []


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_refused(archive, tmp_path, share):
    whole = archive.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(whole[: int(len(whole) * share)])

    assert "damaged or cut off" in refusal(cut)


def test_something_else_is_refused(tmp_path):
    (tmp_path / "text").write_text("geen back-up")
    written(tmp_path / "other.tar", [(tarfile.TarInfo("x"), b"x")])

    for name in ("text", "other.tar"):
        assert "damaged or cut off" in refusal(tmp_path / name)
    assert "no such file" in refusal(tmp_path / "absent")
    assert "is a directory" in refusal(tmp_path)


def test_a_newer_format_is_refused_by_its_first_member(archive, tmp_path):
    (first, _content), *others = members_of(archive)

    newer = written(tmp_path / "newer.tar", [(first, b'{"format": 2}'), *others])

    assert "format 2" in refusal(newer)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/cron.d/x",
        "media/../../x",
        "../x",
        "media//x",
        "media/./x",
        "media/a\\..\\x",
        "x",
        "rows/../x",
        "media/",
    ],
)
def test_a_name_that_leads_outside_is_refused(archive, tmp_path, name):
    evil = with_extra(archive, tmp_path / "evil.tar", tarfile.TarInfo(name))

    assert "which no backup does" in refusal(evil)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_only_regular_files_are_unpacked(archive, tmp_path, kind):
    member = tarfile.TarInfo("media/original_images")
    member.type, member.linkname = kind, "/etc"

    evil = with_extra(archive, tmp_path / "evil.tar", member, b"")

    assert "which no backup does" in refusal(evil)


def test_a_name_twice_and_one_that_the_manifest_does_not_know_are_refused(archive, tmp_path):
    first, *others = members_of(archive)
    name = others[0][0].name

    assert "which no backup does" in refusal(written(tmp_path / "twice.tar", [first, others[0], *others]))
    assert name in refusal(written(tmp_path / "less.tar", [first, *others[1:]]))
    unknown = with_extra(archive, tmp_path / "more.tar", tarfile.TarInfo("media/new"))
    assert "media/new" in refusal(unknown)


def test_an_older_and_a_newer_release_are_told_apart(archive, tmp_path):
    def of_later(manifest):
        manifest["migrations"].append("news.9999_later")

    def of_before(manifest):
        manifest["migrations"].remove("auth.0001_initial")

    later = with_manifest(archive, tmp_path / "later.tar", of_later)
    before = with_manifest(archive, tmp_path / "before.tar", of_before)

    with open_archive(later) as opened, pytest.raises(BackupError, match=r"newer release: news\.9999_later"):
        check_migrations(opened.manifest["migrations"])
    with (
        open_archive(before) as opened,
        pytest.raises(BackupError, match=r"without auth\.0001_initial\. Install"),
    ):
        check_migrations(opened.manifest["migrations"])


def test_other_columns_are_refused(archive):
    with open_archive(archive) as opened:
        tables = opened.manifest["tables"]
        check_tables(tables)
        tables["cms_theme"]["columns"] = tables["cms_theme"]["columns"][::-1]

        with pytest.raises(BackupError, match="cms_theme"):
            check_tables(tables)


def test_only_regular_files_are_backed_up_and_one_that_vanishes_is_no_crash(tmp_path):
    media = tmp_path / "media"
    (media / ".restore-old").mkdir(parents=True)
    for name in ("a.jpg", "b.jpg", "c.jpg", "pictures.lock", ".restore-old/d.jpg"):
        (media / name).write_text(name)
    (media / "link.jpg").symlink_to("/etc/passwd")
    (media / "folder").symlink_to("/etc")
    os.mkfifo(media / "pipe")
    content = BytesIO()

    with tarfile.open(fileobj=content, mode="w") as tar:
        files = add_files(tar, Folder(media))
        names = [next(files)[0]]
        (media / "b.jpg").unlink()
        names += [name for name, _checksum in files]

    assert names == ["a.jpg", "c.jpg"]
    content.seek(0)
    with tarfile.open(fileobj=content) as tar:
        assert tar.getnames() == ["media/a.jpg", "media/c.jpg"]


class Disk(BytesIO):
    """Empties the file at the moment when its size was written down."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    def write(self, content):
        if b"b.jpg" in content[:100]:
            self.path.write_bytes(b"")
        return super().write(content)


def test_a_file_that_shrinks_meanwhile_leaves_no_trace_in_the_archive(tmp_path):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(b"x" * 5000)
    content = Disk(tmp_path / "b.jpg")

    with tarfile.open(fileobj=content, mode="w") as tar:
        names = [name for name, _checksum in add_files(tar, Folder(tmp_path))]

    content.seek(0)
    with tarfile.open(fileobj=content) as tar:
        assert tar.getnames() == ["media/a.jpg", "media/c.jpg"]
        assert tar.extractfile("media/c.jpg").read() == b"x" * 5000
    assert names == ["a.jpg", "c.jpg"]


def test_a_backup_gets_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "backup[1].tar"
    (tmp_path / ".backup[1].tar.unfinished-killed").write_text("of one that was killed")
    path.write_text("the one before")

    with pytest.raises(TypeError), whole_file(path) as file:
        file.writelines([b"half", "no bytes"])

    assert [item.name for item in tmp_path.iterdir()] == ["backup[1].tar"]
    assert path.read_text() == "the one before"


def test_a_backup_is_not_written_into_what_it_copies(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)

    for path in (tmp_path / "backup.tar", tmp_path / "public" / "backup.tar"):
        with pytest.raises(BackupError, match="lies in MEDIA_ROOT"):
            check_place(path)
    with pytest.raises(BackupError, match="is a folder"):
        check_place(Path("/tmp"))  # noqa: S108 - nothing is written
