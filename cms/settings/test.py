"""Settings for the tests: fast, and without touching this machine's own site."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ["STORAGE_URL"] = ""

from .local import *  # noqa: F403 - the database has to be named first
from .local import DATABASES, STORAGES

SECRET_KEY = "only for tests"  # nosec B105 - guards nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A test database need not survive a power failure.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
VAR_DIR = Path(tempfile.mkdtemp(prefix="streekwijzer-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT, STATIC_ROOT = str(VAR_DIR / "media"), str(VAR_DIR / "static")
ERASURE_LOG = str(VAR_DIR / "erasures.log")
Path(STATIC_ROOT).mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VIEWS_WRITTEN_AFTER = 0
VERSION_CHECKED_EVERY = 0  # a test that publishes looks at once
OUTBOX_DELIVERS_BY = "django.core.mail.backends.locmem.EmailBackend"  # Django's runner sets EMAIL_BACKEND
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
