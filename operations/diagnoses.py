"""What can be wrong with an installation, one function each: it gives a sentence that says what to mend, or None.

Those of the database and of services are in `service_diagnoses`.
"""

import os
import resource
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .checks import UnhealthyError, check_storage

OTHERS = 0o077
SHORTEST_SECRET, FEWEST_CHARACTERS = 40, 10
FEWEST_FILES = 1024
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "glusterfs", "ceph"}


def debug_is_on():
    if settings.DEBUG:
        return _("DEBUG is on, so visitors see the code. Set DJANGO_SETTINGS_MODULE=cms.settings.base.")
    return None


def secret_is_weak():
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS or "insecure" in key:
        return _("SECRET_KEY can be guessed. Make a long random one; .env.example says how.")
    return None


def any_host_is_allowed():
    if "*" in settings.ALLOWED_HOSTS:
        return _("ALLOWED_HOSTS allows any host. Name those of this site.")
    return None


def a_password_opens_everything():
    if settings.SECURE_SSL_REDIRECT and settings.SECOND_FACTOR_FOR == "nobody":
        return _(
            "A password alone opens every account, those of superusers too. Set SECOND_FACTOR_FOR=reviewers."
        )
    return None


def variables_are_readable(path=None):
    path = path or settings.BASE_DIR / ".env"
    if path.exists() and path.stat().st_mode & OTHERS:
        return _("Others on this machine can read %s, with its passwords. Run chmod 600.") % path
    return None


def catalogue_is_missing():
    paths = [Path(path) / "nl" / "LC_MESSAGES" for path in settings.LOCALE_PATHS]
    for source in [path / "django.po" for path in paths if (path / "django.po").exists()]:
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return _("The Dutch texts are not compiled. Run manage.py messages --compile.")
    return None


def static_files_are_missing():
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return _("The static files are not collected. Run manage.py collectstatic.")
    return None


def static_files_are_old():
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*")]
    newest = max((path.stat().st_mtime for path in sources if path.is_file()), default=0)
    if manifest.exists() and manifest.stat().st_mtime < newest:
        return _("The static files are older than the code. Run manage.py collectstatic.")
    return None


def uploads_cannot_be_written():
    folder = settings.MEDIA_ROOT
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        return (
            _("MEDIA_ROOT (%s) is no folder that the site can write to. Make it, owned by its user.") % folder
        )
    return None


def uploads_are_public():
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if media.is_relative_to(static):
        return _("MEDIA_ROOT is below STATIC_ROOT, so anybody can read private documents. Move it.")
    return None


def disk_is_full():
    try:
        check_storage()
    except UnhealthyError:
        return _("The disk of MEDIA_ROOT is nearly full. Make room.")
    except OSError:
        return None  # `uploads_cannot_be_written` says so
    return None


def sender_is_an_example():
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith(("example.org", "example.com")):
        return _("DEFAULT_FROM_EMAIL is an example, so mail is refused. Set an address of yours.")
    return None


def nobody_is_mailed():
    if not settings.ADMINS:
        return _("Nobody is mailed when the site fails. Set ADMINS.")
    return None


def proxy_is_not_trusted():
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        return _("Every request is sent on to https for ever. Set BEHIND_TLS_PROXY=yes behind a web server.")
    return None


def https_is_not_insisted_on():
    if not settings.SECURE_HSTS_SECONDS:
        return _("Browsers do not insist on https. Set HSTS_SECONDS when all works.")
    return None


def few_files_may_be_open(limit=None):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if limit is None else limit
    if 0 <= limit < FEWEST_FILES:
        return _("The site may open %(limit)s files only. Set LimitNOFILE=65536 in its unit.") % {
            "limit": limit
        }
    return None


def database_is_on_a_network(path=None, mounts=None):
    database = settings.DATABASES["default"]
    path = path or (database["NAME"] if database["ENGINE"].endswith("sqlite3") else "")
    mounts = Path("/proc/mounts").read_text() if mounts is None else mounts
    if path and file_system_of(path, mounts) in NETWORK_FILE_SYSTEMS:
        return _(
            "SQLite is on a network disk, where it gets damaged. Move it to a local one, or use PostgreSQL."
        )
    return None


def file_system_of(path, mounts) -> str:
    """The type of the file system that holds this path: the mount with the longest folder above it."""
    rows = [line.split() for line in mounts.splitlines()]
    above = [(row[1], row[2]) for row in rows if Path(path).is_relative_to(row[1])]
    return max(above, default=("", ""), key=lambda pair: len(pair[0]))[1]


DIAGNOSES = [
    debug_is_on,
    secret_is_weak,
    any_host_is_allowed,
    a_password_opens_everything,
    variables_are_readable,
    catalogue_is_missing,
    static_files_are_missing,
    static_files_are_old,
    uploads_cannot_be_written,
    uploads_are_public,
    disk_is_full,
    sender_is_an_example,
    nobody_is_mailed,
    proxy_is_not_trusted,
    https_is_not_insisted_on,
    few_files_may_be_open,
    database_is_on_a_network,
]
