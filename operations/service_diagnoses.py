"""What can be wrong with the database, its content, Redis, mail and S3: as in `diagnoses`."""

import os
import runpy
import socket
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import Error, connection
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.search.models import IndexEntry

from cms.models import OutgoingMail, Publisher
from cms.models.read_only import is_read_only

from .checks import REDIS_SECONDS, UnhealthyError, check_tick, unapplied_migrations
from .replica_diagnoses import OF_CACHES, OF_REPLICA
from .storage_diagnoses import OF_STORAGE

OLDEST_POSTGRESQL = 14
MAIL_SECONDS = 5
OLD_MAIL = timedelta(days=1)


def database_is_away():
    try:
        connection.ensure_connection()
    except Error:
        return _("The database does not answer. Start it, or mend DATABASE_URL.")
    return None


def migrations_are_missing():
    if unapplied_migrations():
        return _("The database is older than the code. Run manage.py migrate.")
    return None


def sqlite_has_no_wal():
    if (
        connection.vendor == "sqlite"
        and not connection.is_in_memory_db()
        and value_of("PRAGMA journal_mode") != "wal"
    ):
        return _("SQLite does not use WAL, so readers wait for writers. Run PRAGMA journal_mode=WAL.")
    return None


def database_is_readable():
    path = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""
    if path and os.path.exists(path) and os.stat(path).st_mode & 0o077:
        return _("Others on this machine can read the database. Run chmod 600 on its file.")
    return None


def value_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def postgresql_is_old():
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST_POSTGRESQL * 10_000:
        return _("PostgreSQL is too old. Upgrade it to %(version)s or newer.") % {
            "version": OLDEST_POSTGRESQL
        }
    return None


def postgresql_is_not_utf8():
    if connection.vendor == "postgresql" and value_of("SHOW server_encoding") != "UTF8":
        return _("The database can't store every character. Make it anew with encoding UTF8.")
    return None


def postgresql_user_may_do_all():
    if connection.vendor == "postgresql" and value_of("SHOW is_superuser") == "on":
        return _("The site uses a superuser of PostgreSQL. Give it a user that owns its database alone.")
    return None


def connections_are_few():
    if connection.vendor != "postgresql":
        return None
    served = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    wanted = served["workers"] * (served["threads"] + 1)
    if wanted > int(value_of("SHOW max_connections")):
        return _("The processes want more connections than PostgreSQL gives. Raise max_connections.")
    return None


def redis_is_away():
    try:
        redis_policy()
    except Exception:
        return _("Redis does not answer. Start it, or empty CACHE_URL.")
    return None


def redis_has_no_limit():
    try:
        policy = redis_policy()
    except Exception:
        return None  # `redis_is_away` says so
    if policy and (not int(policy["maxmemory"]) or not policy["maxmemory-policy"].startswith("allkeys")):
        return _(
            "Redis may fill the memory or refuse writes. Set maxmemory and maxmemory-policy allkeys-lru."
        )
    return None


def redis_policy() -> dict:
    if not settings.CACHE_URL:
        return {}
    import redis

    timeouts = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    with redis.from_url(settings.CACHE_URL, decode_responses=True, **timeouts) as client:
        return client.config_get("maxmemory*")


def mail_server_is_away():
    if not settings.OUTBOX_DELIVERS_BY.endswith("smtp.EmailBackend"):
        return None
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), MAIL_SECONDS).close()
    except OSError:
        return _("The mail server can't be reached. Look at EMAIL_HOST and EMAIL_PORT.")
    return None


def mail_is_old():
    if OutgoingMail.objects.waiting().filter(created_at__lt=timezone.now() - OLD_MAIL).exists():
        return _("Mail has waited for more than a day. The log of tick says what the mail server answers.")
    return None


def tick_is_late():
    try:
        check_tick()
    except UnhealthyError:
        return _(
            "Scheduled work fails or has not run for five minutes. Look at the timer and the log of tick."
        )
    return None


def site_is_read_only():
    if is_read_only():
        return _("The site is read-only, so nobody can save anything. Run manage.py read_only off.")
    return None


def nobody_may_do_all():
    if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        return _("Nobody may do everything in the admin. Run manage.py createsuperuser.")
    return None


def site_is_not_allowed():
    hosts = Site.objects.values_list("hostname", flat=True)
    if wrong := [host for host in hosts if not validate_host(host, settings.ALLOWED_HOSTS)]:
        return _("The site %s is not in ALLOWED_HOSTS. Add it, or mend it in the admin.") % ", ".join(wrong)
    return None


def publisher_is_unknown():
    site = Site.objects.filter(is_default_site=True).first()
    if not Publisher.objects.filter(site=site).exclude(name="").exists():
        return _("The publisher is not filled in; the law asks for it. Do so in the admin, under settings.")
    return None


def privacy_statement_is_missing():
    if not apps.get_model("home", "PrivacyStatementPage").objects.live().exists():
        return _("There is no published privacy statement. Publish it in the admin.")
    return None


def index_is_empty():
    if Page.objects.live().filter(depth__gt=1).exists() and not IndexEntry.objects.exists():
        return _("The search knows no page. Run manage.py update_index.")
    return None


# Without a database the others can't be examined.
FIRST = database_is_away
OF_SERVICES = [redis_is_away, redis_has_no_limit, mail_server_is_away, *OF_CACHES, *OF_STORAGE]
OF_DATABASE = [
    *OF_REPLICA,
    migrations_are_missing,
    sqlite_has_no_wal,
    database_is_readable,
    postgresql_is_old,
    postgresql_is_not_utf8,
    postgresql_user_may_do_all,
    connections_are_few,
    mail_is_old,
    tick_is_late,
    site_is_read_only,
    nobody_may_do_all,
    site_is_not_allowed,
    publisher_is_unknown,
    privacy_statement_is_missing,
    index_is_empty,
]
