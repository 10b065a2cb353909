"""The disk is full: what was there is still read, and what does not fit is refused whole."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.databases import Site
from tests.faults.traffic import ask, write

SPARE = 6 * 1024 * 1024
FIELDS = "--x\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n"
FORM = {"title": "Proef", "collection_id": "1"}
CHECK = 'from django.db import connection; print(connection.cursor().execute("PRAGMA integrity_check").fetchone()[0])'
ROOM = "Er is hier geen plaats meer"


@pytest.mark.fault("disk full on upload, on write", "clear error, nothing half-written, site keeps reading")
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")
def test_a_full_disk_loses_nothing_and_says_so(sqlite_site, tmp_path, figures):
    with small_disk(sqlite_site, tmp_path) as site, site.serve() as server:
        assert upload(server.address, site, 1000).status == 201
        stored = files_of(site)
        answers = [upload(server.address, site, 5_000_000) for _ in range(4)]
        uploads = [answer for answer in answers if answer.status != 201]
        filler = fill(tmp_path)
        writes = [write(server.address, site.token, f"Proef vol {number}", site.news) for number in range(60)]
        reads = [ask(server.address, path) for path in site.paths]
        half = [path for path in files_of(site) - stored if path.stat().st_size < 4_900_000]
        filler.unlink()
        after = write(server.address, site.token, "Proef vol na", site.news)
        titles = site.copies("Proef vol")
        integrity = site.shell(CHECK).strip()
    refused = [answer for answer in [*uploads, *writes] if answer.status != 201]
    explained = [answer for answer in refused if answer.status == 503 and ROOM in answer.body.decode()]
    acknowledged = sum(answer.status == 201 for answer in [*writes, after])

    figures += [
        f"{len(uploads)} uploads and {len(refused) - len(uploads)} of {len(writes)} writes refused",
        f"{len(explained)} of these explained in Dutch",
        f"{len(half)} half files, {acknowledged} writes acknowledged, {len(titles)} stored, database {integrity}",
        f"{sum(answer.is_good for answer in reads)} of {len(reads)} pages read while full",
    ]
    assert uploads
    assert len(refused) > len(uploads)
    assert len(explained) == len(refused), {(answer.status, answer.body[:300]) for answer in refused}
    assert not half
    assert after.status == 201
    assert len(titles) == acknowledged
    assert integrity == "ok"
    assert all(answer.is_good for answer in reads)


@contextmanager
def small_disk(original, folder):
    """The site on a disk with some megabytes to spare."""
    database = Path(original.url.removeprefix("sqlite:///"))
    size = database.stat().st_size + SPARE
    if subprocess.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], capture_output=True
    ).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        shutil.copy(database, folder / "site.sqlite3")
        site = Site(f"sqlite:///{folder}/site.sqlite3", folder)
        site.token, site.news, site.secret_key = original.token, original.news, original.secret_key
        site.log = original.log
        yield site
    finally:
        subprocess.run(["/usr/bin/umount", "--lazy", folder], check=True)


def files_of(site):
    return {path for path in (site.folder / "media").rglob("*") if path.is_file()}


def fill(folder):
    """Leaves no byte free."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return filler


def upload(address, site, size):
    body = "".join(FIELDS.format(name=name, value=value) for name, value in FORM.items()) + (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="proef.txt"\r\nContent-Type: text/plain\r\n\r\n'
        f"{'tekst en ' * (size // 9)}\r\n--x--\r\n"
    )
    headers = {"Authorization": f"Bearer {site.token}", "Content-Type": "multipart/form-data; boundary=x"}
    return ask(address, "/api/cms/documents/", "POST", body.encode(), headers)
