"""Development settings: local settings with Django's debug pages and plain static files."""

from .local import *  # noqa: F403
from .local import STORAGES

DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
