"""A file is stored whole or not at all, and a full disk is said in words."""

import errno

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError

from cms.failures import status_and_reason
from media.storages import WholeFileStorage


class TooMuch(ContentFile):
    """A file whose second part finds no room."""

    def chunks(self, chunk_size=None):
        yield b"een"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_does_not_fit_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        WholeFileStorage(tmp_path).save("map/nota.txt", TooMuch(b""))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class FullError(Exception):
    sqlite_errorname, sqlstate = "SQLITE_FULL", None


@pytest.mark.parametrize("cause", [FullError(), type("FullError", (Exception,), {"sqlstate": "53100"})()])
def test_a_database_without_room_says_so(cause):
    error = OperationalError("full")
    error.__cause__ = cause

    status, reason = status_and_reason(error)

    assert status == 503
    assert "geen plaats meer" in reason
    assert status_and_reason(OSError(errno.ENOSPC, "")) == (status, reason)
    assert "geen plaats" not in status_and_reason(OSError(errno.EACCES, ""))[1]
