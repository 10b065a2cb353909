"""Files are written atomically, and the database is private on the machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from cms import files, sqlite

# Writes one file after another, each of one letter, until it is killed.
WRITER = """
import itertools, pathlib, sys
from cms.files import write_whole
for letter in itertools.cycle("ab"):
    write_whole(pathlib.Path(sys.argv[1]), letter * 1_000_000)
    print(flush=True)
"""


def test_a_process_that_is_killed_while_it_writes_leaves_a_whole_file(tmp_path):
    path = tmp_path / "file"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    for _file in range(5):
        writer.stdout.readline()

    writer.send_signal(signal.SIGKILL)
    writer.wait()

    text = path.read_text()
    assert text == text[0] * 1_000_000


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.write_whole(path, "old")
    monkeypatch.setattr(os, "fsync", lambda number: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        files.write_whole(path, "new")

    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "old"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own files")
def test_nobody_else_on_the_machine_reads_the_database():
    path = Path(connection.settings_dict["NAME"])
    path.chmod(0o644)

    sqlite.keep_private(None, connection)

    assert path.stat().st_mode & 0o077 == 0
