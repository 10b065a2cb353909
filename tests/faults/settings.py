"""Production settings, but for the names of static files: those need a collection of half a minute."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
