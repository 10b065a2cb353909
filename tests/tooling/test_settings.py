"""Production is the default, and says what it misses."""

import json
import os
import re
import runpy
import subprocess
import sys

import pytest
from django.conf import settings

from cms import env
from cms.env import CannotStart

COMPLETE = {"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": "www.example.org"}
# By `-m django`, which does not read .env: a developer may have one.
DJANGO = [sys.executable, "-m", "django"]
MANAGE = [sys.executable, "manage.py"]


def run(command, environment, folder=settings.BASE_DIR):
    """The command on production's settings, with nothing else in the environment."""
    defaults = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.base"}
    return subprocess.run(command, cwd=folder, env=defaults | environment, capture_output=True, text=True)


def check(environment):
    return run([*DJANGO, "check"], environment)


def test_production_starts_with_two_variables():
    result = check(COMPLETE)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_a_missing_variable_stops_the_start_by_name(name, value):
    environment = {**COMPLETE, name: value}

    result = check({key: text for key, text in environment.items() if text is not None})

    assert result.returncode != 0
    assert f"Set the {name} environment variable." in result.stderr


WRONG = {
    "ALLOWED_HOSTS": ["https://www.example.org", "www.example.org/nieuws", " , "],
    "BASE_URL": ["www.example.org", "ftp://www.example.org", "https://", "https://a b", "https://x:y"],
    "TAG_AUTHORITY": ["www.example.org", "www.example.org,26"],
    "DATABASE_URL": ["var/db.sqlite3", "mysql://me:verborgen@localhost/x", "postgres://me:verborgen@h:x/y"],
    "CACHE_URL": ["127.0.0.1:6379", "memcached://x", "redis://", "redis://me:verborgen@h:x/0"],
    "DATABASE_REPLICA_URL": ["var/db.sqlite3", "postgres://me:verborgen@h:x/y"],
    "PURGE_URLS": ["127.0.0.1:6081", "http://127.0.0.1:6081,ftp://x"],
    "MEDIA_ROOT": ["var/media"],
    "STORAGE_URL": [
        "/srv/media",
        "https://key:verborgen@s3.example.org/streekwijzer",
        "s3://s3.example.org/streekwijzer",
        "s3://key:verborgen@s3.example.org/",
        "s3://key:verborgen@s3.example.org/Bucket",
        "s3://key:verborgen@s3.example.org/streekwijzer?public=streekwijzer",
        "s3://key:verborgen@s3.example.org/streekwijzer?acl=public-read",
        "s3://key:ver/borgen@s3.example.org/streekwijzer",
        "s3://key:verborgen@s3.example.org:x/streekwijzer",
    ],
    "STATIC_ROOT": ["static"],
    "FRONT_END_PREVIEW_URL": ["https://www.example.org/preview", "www.example.org/{token}"],
    "HSTS_SECONDS": ["a year", "-1", "1.5"],
    "BEHIND_TLS_PROXY": ["misschien", "yess"],
    "OPERATOR_ADDRESSES": ["localhost", "10.0.0.1/8", "10.0.0.256"],
    "EMAIL_USE_TLS": ["starttls"],
    "LOG_FORMAT": ["JSON", "xml"],
    "ACCESS_LOG": ["always"],
    "ADMINS": ["An", "An <an@example.org>", "an@example.org bo@example.org"],
    "EMAIL_PORT": ["smtp", "0", "65536"],
    "DEFAULT_FROM_EMAIL": ["Streekwijzer", "info@", "Streekwijzer <info>"],
    "REGISTRATIONS_KEPT": ["7", "needs_days=0", "person_months=25", "needs_days=een", "invoice_years=1"],
}
RIGHT = {
    "ADMINS": ["an@example.org", "an@example.org, bo@example.org"],
    "ALLOWED_HOSTS": ["www.example.org, .example.org,127.0.0.1,[::1]"],
    "BASE_URL": ["http://localhost:8000", "https://www.example.org/"],
    "TAG_AUTHORITY": ["www.example.org,2026", "example.org,2026-11-28", "info@example.org,2026"],
    "DATABASE_URL": [
        "sqlite:////srv/db.sqlite3",
        "postgresql://me@localhost/x",
        "postgres://me:geheim@/x?host=10.0.0.21,10.0.0.22&port=5432,5432&target_session_attrs=read-write",
    ],
    "PURGE_URLS": ["http://127.0.0.1:6081", "http://10.0.0.1:6081, https://cache.example.org/"],
    "CACHE_URL": ["redis://127.0.0.1:6379/0", "rediss://:geheim@cache.example.org"],
    "HSTS_SECONDS": ["0", "300"],
    "STORAGE_URL": [
        "s3://key:secret@s3.example.org/streekwijzer",
        "s3+http://key:secret@127.0.0.1:7480/files",
    ],
    "BEHIND_TLS_PROXY": ["ja", "NEE", "1", "off"],
    "OPERATOR_ADDRESSES": ["10.0.0.0/8, 2001:db8::/32,192.0.2.1"],
    "REGISTRATIONS_KEPT": ["needs_days=1", "person_months=24, needs_days=30"],
    "DEFAULT_FROM_EMAIL": ["info@example.org", "Streekwijzer (redactie) <info@example.org>"],
}


def read_settings(monkeypatch, **environment):
    """What production's settings say with these variables and no other."""
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in {**COMPLETE, **environment}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path("cms/settings/base.py")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_variable_that_cannot_be_meant_is_refused_by_name_with_an_example(monkeypatch, name, value):
    with pytest.raises(CannotStart) as refusal:
        read_settings(monkeypatch, **{name: value})

    assert re.search(rf"{name} .*For example: {name}=", str(refusal.value))
    assert "verborgen" not in str(refusal.value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in RIGHT for value in RIGHT[name]])
def test_what_an_operator_may_mean_is_taken(monkeypatch, name, value):
    values = read_settings(monkeypatch, **{name: value})

    assert values["SECRET_KEY"] == "only for tests"


def test_a_database_server_that_vanished_is_not_waited_for_unless_the_url_says_so(monkeypatch):
    for url, seconds in {"postgres://me@h/x": 5, "postgres://me@h/x?connect_timeout=30": 30}.items():
        database = read_settings(monkeypatch, DATABASE_URL=url)["DATABASES"]["default"]

        assert database["OPTIONS"] == {"connect_timeout": seconds, "tcp_user_timeout": 10_000}


def test_the_address_of_a_bucket_says_all_of_an_s3_server_and_hides_the_secret(monkeypatch):
    url = "s3://sleutel:ge%2Fheim%2B@s3.example.org:7480/streekwijzer?public=foto-s&region=eu-west-3"

    settings = read_settings(monkeypatch, STORAGE_URL=url)

    storage = settings["OBJECT_STORAGE"]
    assert (storage.endpoint, storage.region) == ("https://s3.example.org:7480", "eu-west-3")
    assert (storage.key, storage.secret) == ("sleutel", "ge/heim+")
    assert (storage.private, storage.public) == ("streekwijzer", "foto-s")
    assert "heim" not in repr(storage) + str(settings["STORAGES"])


def test_without_more_the_second_bucket_is_named_after_the_first_and_files_go_to_a_folder(monkeypatch):
    named = read_settings(monkeypatch, STORAGE_URL="s3+http://a:b@127.0.0.1:7480/wijzer")["OBJECT_STORAGE"]
    assert (named.endpoint, named.public, named.region) == (
        "http://127.0.0.1:7480",
        "wijzer-public",
        "us-east-1",
    )

    values = read_settings(monkeypatch, STORAGE_URL="")

    assert values["OBJECT_STORAGE"] is None
    assert values["STORAGES"]["default"]["BACKEND"] == "media.storages.WholeFileStorage"


def test_a_replica_is_read_by_a_router_and_only_postgresql_has_one(monkeypatch):
    urls = {"DATABASE_URL": "postgres://me@h/x", "DATABASE_REPLICA_URL": "postgres://me@other/x"}
    values = read_settings(monkeypatch, **urls)

    assert values["DATABASES"]["replica"]["HOST"] == "other"
    assert values["DATABASES"]["replica"]["OPTIONS"]["connect_timeout"] == 2
    assert values["DATABASE_ROUTERS"] == ["caching.replica.Router"]
    with pytest.raises(CannotStart, match="DATABASE_REPLICA_URL is for PostgreSQL only"):
        read_settings(monkeypatch, **urls | {"DATABASE_URL": "sqlite:////srv/db.sqlite3"})


@pytest.mark.parametrize(("value", "meant"), [("ja", True), ("ON", True), ("nee", False), ("0", False)])
def test_yes_and_no_are_read_in_both_languages(monkeypatch, value, meant):
    assert read_settings(monkeypatch, BEHIND_TLS_PROXY=value)["BEHIND_TLS_PROXY"] is meant


def test_a_wrong_variable_is_one_sentence_in_the_terminal():
    result = run([*MANAGE, "start"], {"PORT": "abc", "DJANGO_SETTINGS_MODULE": "cms.settings.local"})

    assert result.returncode == 1
    assert (
        result.stderr == "PORT must be a whole number from 1 to 65,535, not 'abc'. For example: PORT=8000\n"
    )


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("no folder")

    result = run([*MANAGE, "check"], {**COMPLETE, "DATABASE_URL": f"sqlite:///{tmp_path}/taken/db.sqlite3"})

    assert result.returncode == 1
    assert result.stderr.startswith(f"The folder {tmp_path}/taken can't be written to: ")
    assert "Traceback" not in result.stderr


def test_commands_read_the_file_of_the_operator_and_what_is_set_already_wins(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text('EMAIL_HOST="post & co"\nEMAIL_PORT=26\nDEFAULT_FROM_EMAIL="A <a@b.be>"\n')
    # Known to the test, so that it is taken away after it.
    for name in ("EMAIL_HOST", "DEFAULT_FROM_EMAIL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("EMAIL_PORT", "27")

    env.load_file(tmp_path / ".env")

    assert (os.environ["EMAIL_HOST"], os.environ["EMAIL_PORT"]) == ("post & co", "27")
    assert os.environ["DEFAULT_FROM_EMAIL"] == "A <a@b.be>"


@pytest.mark.parametrize("program", ["manage.py", "cms/wsgi.py", "gunicorn.conf.py"])
def test_every_program_reads_that_file(program):
    assert "load_file(Path(__file__).parent" in (settings.BASE_DIR / program).read_text()


def test_the_example_can_be_read_by_a_shell_too():
    """Who puts `. ./.env` in a script of their own gets the same."""
    line = "set -e; . ./.env.example; echo $DEFAULT_FROM_EMAIL"

    result = subprocess.run(["/bin/sh", "-c", line], cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert result.stdout == "Streekwijzer <streekwijzer@www.example.org>\n"


FAILING = """
import django
from django.conf import settings
from django.http import HttpResponseServerError
from django.test import Client, override_settings
from django.urls import path
django.setup()
def fail(request):
    raise ZeroDivisionError("a fault of ours")
urlpatterns = [path("faulty/", fail)]
handler500 = lambda request: HttpResponseServerError()  # our page asks for collected static files
with override_settings(ROOT_URLCONF="__main__", MIDDLEWARE=[]):
    client = Client(raise_request_exception=False, headers={"host": "www.example.org"})
    print(client.get("/faulty/?wachtwoord=geheim").status_code)
"""


def test_a_server_error_is_on_stderr_with_its_traceback_and_without_the_query():
    result = run([sys.executable, "-c", FAILING], COMPLETE)

    assert result.stdout == "500\n", result.stderr
    [line] = map(json.loads, result.stderr.splitlines())
    assert (line["level"], line["logger"], line["status"]) == ("ERROR", "django.request", 500)
    assert line["message"] == "Internal Server Error: /faulty/"
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ZeroDivisionError: a fault of ours")
    assert "geheim" not in result.stderr


def test_who_reads_along_may_have_text():
    result = run([sys.executable, "-c", FAILING], {**COMPLETE, "LOG_FORMAT": "text"})

    assert result.stderr.startswith("ERROR django.request: Internal Server Error: /faulty/\nTraceback")


def test_the_example_lists_exactly_what_the_settings_read():
    source = (settings.BASE_DIR / "cms/settings/base.py").read_text()
    example = (settings.BASE_DIR / ".env.example").read_text()

    read = ["DJANGO_SETTINGS_MODULE", *re.findall(r'env\.\w+\(\s*"(\w+)"', source)]
    listed = re.findall(r"^(\w+)=", example, flags=re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_the_environment_is_read_in_one_place():
    """Local and test settings set variables before `base` reads them; nobody else looks."""
    allowed = {"cms/env.py", "cms/wsgi.py", "cms/settings/local.py", "cms/settings/test.py", "manage.py"}

    readers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for room in ("cms", "home", "platforms", "practices", "news", "events")
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if "os.environ" in path.read_text()
    }

    assert readers <= allowed
