"""Subresource Integrity: the hashes by which a browser knows that a script or stylesheet is the one that we serve."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage


def integrity_of(name) -> str:
    """The value of the attribute `integrity` for a static file.

    Empty for a file that is gone, as the old ones are while a new release is installed. Raises ValueError for a name
    that collectstatic did not find.
    """
    try:
        if isinstance(staticfiles_storage, ManifestFilesMixin):
            return stored_integrity(staticfiles_storage.stored_name(name))
        return integrity(Path(finders.find(name)).read_bytes())
    except FileNotFoundError:
        return ""


@cache
def stored_integrity(stored_name) -> str:
    """The same for a file in STATIC_ROOT, whose name changes with its content."""
    with staticfiles_storage.open(stored_name) as file:
        return integrity(file.read())


def integrity(content) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"
