"""`manage.py doctor` finds each thing that was set wrong on purpose, and says how to mend it."""

import os
import socket
from io import StringIO
from pathlib import Path

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, Site
from wagtail.search.models import IndexEntry

from cms.models import OutgoingMail, ReadOnlyMode
from operations import checks, diagnoses, replica_diagnoses, service_diagnoses
from operations.management.commands.doctor import examine, findings
from operations.models import Heartbeat
from tests.caching.test_redis import REDIS
from tests.cms.test_failures import every_query_fails
from tests.factories import UserFactory, home_page

GOOD_KEY = "R4ndom-and-l0ng-enough-for-nobody-to-guess-it-ever"
SETTINGS = [
    (diagnoses.debug_is_on, {"DEBUG": True}, {"DEBUG": False}),
    (diagnoses.secret_is_weak, {"SECRET_KEY": "kort"}, {"SECRET_KEY": GOOD_KEY}),
    (diagnoses.secret_is_weak, {"SECRET_KEY": "x" * 60}, {"SECRET_KEY": GOOD_KEY}),
    (diagnoses.any_host_is_allowed, {"ALLOWED_HOSTS": ["*"]}, {"ALLOWED_HOSTS": ["www.example.org"]}),
    (
        diagnoses.a_password_opens_everything,
        {"SECURE_SSL_REDIRECT": True, "SECOND_FACTOR_FOR": "nobody"},
        {"SECURE_SSL_REDIRECT": True, "SECOND_FACTOR_FOR": "reviewers"},
    ),
    (
        diagnoses.sender_is_an_example,
        {"DEFAULT_FROM_EMAIL": "Streekwijzer <info@www.example.org>"},
        {"DEFAULT_FROM_EMAIL": "info@voorbeeld.be"},
    ),
    (diagnoses.nobody_is_mailed, {"ADMINS": []}, {"ADMINS": [("", "an@voorbeeld.be")]}),
    (
        diagnoses.proxy_is_not_trusted,
        {"SECURE_SSL_REDIRECT": True, "SECURE_PROXY_SSL_HEADER": None},
        {"SECURE_SSL_REDIRECT": True, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")},
    ),
    (diagnoses.https_is_not_insisted_on, {"SECURE_HSTS_SECONDS": 0}, {"SECURE_HSTS_SECONDS": 300}),
]
MOUNTS = "/dev/sda1 / ext4 rw 0 0\nserver:/data /srv nfs4 rw 0 0\n"


@pytest.mark.parametrize(("diagnosis", "wrong", "right"), SETTINGS)
def test_a_wrong_setting_is_named(diagnosis, wrong, right):
    with override_settings(**wrong):
        assert diagnosis()
    with override_settings(**right):
        assert diagnosis() is None


def test_variables_that_others_can_read_are_named(tmp_path):
    variables = tmp_path / ".env"
    variables.touch(0o644)
    assert str(variables) in diagnoses.variables_are_readable(variables)

    variables.chmod(0o600)

    assert diagnoses.variables_are_readable(variables) is None


def test_a_catalogue_that_is_not_compiled_is_named(tmp_path):
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()

    with override_settings(LOCALE_PATHS=[tmp_path]):
        assert "messages --compile" in diagnoses.catalogue_is_missing()
        (folder / "django.mo").touch()
        assert diagnoses.catalogue_is_missing() is None


def test_static_files_that_are_missing_or_old_are_named(tmp_path):
    sources, collected = tmp_path / "sources", tmp_path / "collected"
    sources.mkdir()
    collected.mkdir()
    (sources / "site.css").touch()

    with override_settings(STATIC_ROOT=str(collected), STATICFILES_DIRS=[sources]):
        assert diagnoses.static_files_are_missing()
        (collected / "staticfiles.json").touch()
        os.utime(collected / "staticfiles.json", (0, 0))
        assert diagnoses.static_files_are_missing() is None
        assert diagnoses.static_files_are_old()
        os.utime(collected / "staticfiles.json")
        assert diagnoses.static_files_are_old() is None


def test_uploads_in_a_folder_that_is_missing_or_served_are_named(tmp_path):
    with override_settings(MEDIA_ROOT=str(tmp_path / "gone"), STATIC_ROOT=str(tmp_path)):
        assert diagnoses.uploads_cannot_be_written()
        assert diagnoses.uploads_are_public()
    with override_settings(MEDIA_ROOT=str(tmp_path), STATIC_ROOT=str(tmp_path / "static")):
        assert diagnoses.uploads_cannot_be_written() is None
        assert diagnoses.uploads_are_public() is None


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        assert diagnoses.disk_is_full() is None
        monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 2**80)
        monkeypatch.setattr(checks, "LEAST_FREE_PART", 1)
        assert diagnoses.disk_is_full()


def test_few_open_files_are_named():
    assert "256" in diagnoses.few_files_may_be_open(256)
    assert diagnoses.few_files_may_be_open(65536) is None
    assert diagnoses.few_files_may_be_open(-1) is None  # no limit


def test_sqlite_on_a_network_disk_is_named():
    assert diagnoses.database_is_on_a_network("/srv/site/db.sqlite3", MOUNTS)
    assert diagnoses.database_is_on_a_network("/var/db.sqlite3", MOUNTS) is None


def test_a_mail_server_that_is_away_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        values = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "OUTBOX_DELIVERS_BY": "smtp.EmailBackend"}
        with override_settings(**values):
            assert service_diagnoses.mail_server_is_away() is None
    with override_settings(**values):
        assert service_diagnoses.mail_server_is_away()


def test_redis_that_is_away_is_named():
    with override_settings(CACHE_URL="redis://127.0.0.1:1/0"):
        assert service_diagnoses.redis_is_away()
        assert service_diagnoses.redis_has_no_limit() is None
    with override_settings(CACHE_URL=""):
        assert service_diagnoses.redis_is_away() is None


def test_a_cache_that_cannot_be_purged_is_named():
    with override_settings(PURGE_URLS=["http://127.0.0.1:1"]):
        assert "127.0.0.1:1" in replica_diagnoses.caches_cannot_be_purged()
    with override_settings(PURGE_URLS=[]):
        assert replica_diagnoses.caches_cannot_be_purged() is None


def test_several_hosts_of_which_any_is_written_to_are_named(monkeypatch):
    assert replica_diagnoses.any_host_will_do() is None

    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"host": "a,b"})

    assert "target_session_attrs" in replica_diagnoses.any_host_will_do()


@pytest.mark.redis
def test_redis_without_a_limit_is_named():
    policy = redis.from_url(REDIS, decode_responses=True).config_get("maxmemory*")
    has_limit = int(policy["maxmemory"]) > 0 and policy["maxmemory-policy"].startswith("allkeys")

    with override_settings(CACHE_URL=REDIS):
        assert service_diagnoses.redis_is_away() is None
        assert (service_diagnoses.redis_has_no_limit() is None) is has_limit


@pytest.mark.django_db
class TestDatabase:
    def test_a_database_that_is_older_than_the_code_is_named(self):
        assert service_diagnoses.migrations_are_missing() is None

        MigrationRecorder(connection).record_unapplied("cms", "0020_place_name")

        assert "migrate" in service_diagnoses.migrations_are_missing()

    def test_sqlite_without_wal_or_readable_by_others_is_named(self, tmp_path, monkeypatch):
        if connection.vendor != "sqlite":
            pytest.skip("on SQLite only")
        assert service_diagnoses.sqlite_has_no_wal() is None
        monkeypatch.setattr(service_diagnoses, "value_of", lambda statement: "delete")
        assert service_diagnoses.sqlite_has_no_wal()

        readable = tmp_path / "db.sqlite3"
        readable.touch(0o644)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(readable))
        assert service_diagnoses.database_is_readable()
        readable.chmod(0o600)
        assert service_diagnoses.database_is_readable() is None

    def test_a_postgresql_that_does_not_fit_is_named(self, monkeypatch):
        if connection.vendor != "postgresql":
            pytest.skip("on PostgreSQL only")
        assert service_diagnoses.postgresql_is_not_utf8() is None
        assert service_diagnoses.postgresql_is_old() is None
        assert service_diagnoses.connections_are_few() is None
        is_superuser = connection.settings_dict["USER"] == "postgres"
        assert bool(service_diagnoses.postgresql_user_may_do_all()) is is_superuser

        monkeypatch.setattr(service_diagnoses, "OLDEST_POSTGRESQL", 99)
        assert "99" in service_diagnoses.postgresql_is_old()
        monkeypatch.setattr(service_diagnoses, "value_of", lambda statement: "3")
        assert service_diagnoses.connections_are_few()
        assert service_diagnoses.postgresql_is_not_utf8()

    def test_without_a_replica_nothing_is_said_of_it(self):
        """With one: tests/faults/test_replica.py."""
        assert replica_diagnoses.replica_is_away() is None
        assert replica_diagnoses.replica_does_not_follow() is None

    def test_mail_of_more_than_a_day_is_named(self):
        mail = OutgoingMail.objects.create(content=b"x", sender="a@b.be", recipients=["a@b.be"])
        assert service_diagnoses.mail_is_old() is None

        mail.created_at = timezone.now() - 2 * service_diagnoses.OLD_MAIL
        mail.save()

        assert service_diagnoses.mail_is_old()

    def test_a_tick_that_stays_away_is_named(self):
        long_ago = timezone.now() - 2 * Heartbeat.LATE
        beat = Heartbeat.objects.create(name=Heartbeat.NAME, finished_at=long_ago)
        assert service_diagnoses.tick_is_late()

        beat.finished_at = timezone.now()
        beat.save()

        assert service_diagnoses.tick_is_late() is None

    def test_read_only_mode_that_nobody_ended_is_named(self):
        ReadOnlyMode.switch_on()
        assert service_diagnoses.site_is_read_only()

        ReadOnlyMode.switch_off()

        assert service_diagnoses.site_is_read_only() is None

    def test_a_site_without_a_superuser_is_named(self):
        assert service_diagnoses.nobody_may_do_all()

        UserFactory(is_superuser=True)

        assert service_diagnoses.nobody_may_do_all() is None

    def test_a_site_whose_host_is_not_allowed_is_named(self):
        Site.objects.update(hostname="oud.example.org")
        with override_settings(ALLOWED_HOSTS=["www.example.org"]):
            assert "oud.example.org" in service_diagnoses.site_is_not_allowed()
        with override_settings(ALLOWED_HOSTS=[".example.org"]):
            assert service_diagnoses.site_is_not_allowed() is None

    def test_a_site_without_publisher_or_privacy_statement_is_named(self):
        home_page()

        assert service_diagnoses.publisher_is_unknown()
        assert service_diagnoses.privacy_statement_is_missing()

    def test_an_empty_index_is_named(self):
        home_page()
        assert Page.objects.live().filter(depth__gt=1).exists()
        IndexEntry.objects.all().delete()

        assert "update_index" in service_diagnoses.index_is_empty()

    def test_without_a_database_that_is_said_and_the_rest_goes_on(self):
        """A diagnosis that fails is named by its kind of error, without the message."""
        with every_query_fails(ConnectionRefusedError):
            sentences = findings()

        assert any("tick_is_late" in sentence for sentence in sentences)
        assert not any("the database is away" in sentence for sentence in sentences)

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "Nobody is mailed"), ("nl", "Niemand krijgt een mail")]
    )
    def test_it_speaks_both_languages_and_ends_with_an_error(self, language, words):
        output = StringIO()

        with override_settings(ADMINS=[]), pytest.raises(CommandError) as error:
            call_command("doctor", language=language, stdout=output)

        assert words in output.getvalue()
        assert ("te verbeteren" in str(error.value)) is (language == "nl")


def test_every_diagnosis_is_in_use():
    listed = {service_diagnoses.FIRST, *diagnoses.DIAGNOSES, *service_diagnoses.OF_SERVICES}
    names = {each.__name__ for each in listed | set(service_diagnoses.OF_DATABASE)}
    source = "".join(path.read_text() for path in Path(__file__).parent.glob("test_doctor*.py"))

    assert len(names) >= 30
    assert [name for name in names if f".{name}" not in source and name != "database_is_away"] == []


def test_a_diagnosis_that_breaks_is_a_finding():
    def break_off():
        raise ZeroDivisionError("geheim")

    with override("en"):
        assert examine(break_off) == ["break_off could not be examined: ZeroDivisionError."]
