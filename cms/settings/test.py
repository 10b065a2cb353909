"""For the tests: fast, and nothing of this machine's own site is touched."""

import os
import tempfile

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from .local import *  # noqa: E402, F403 - the database has to be named first

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="streekwijzer-media-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
