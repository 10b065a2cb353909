"""The test database: migrated once for a set of migrations, then copied for each test process.

Wagtail's 180 migrations take most of a minute; a copy takes well under a second.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

SQLITE_FOLDER = settings.BASE_DIR / "var" / "test-databases"


def fingerprint():
    """Changes with every migration, our own and the packages'."""
    digest = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()):
        digest.update(repr(key).encode() + Path(sys.modules[migration.__module__].__file__).read_bytes())
    return digest.hexdigest()[:12]


def migrate(url):
    """In a process of its own: this one may not touch a database yet."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    if subprocess.run(command, cwd=settings.BASE_DIR, env=environment).returncode:
        pytest.exit("The migrations do not run: the reason stands above.", 4)


class SQLiteCopy:
    """A file of this process's own: unlike a database in memory, the live server's threads can share it."""

    def __init__(self):
        self.template = SQLITE_FOLDER / f"{fingerprint()}.sqlite3"
        self.file = settings.VAR_DIR / "test.sqlite3"

    def ensure_template(self):
        if self.template.exists():
            return
        SQLITE_FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = self.template.with_suffix(f".{os.getpid()}")
        migrate(f"sqlite:///{unfinished}")
        unfinished.rename(self.template)

    def renew(self):
        self.remove()
        shutil.copy(self.template, self.file)
        connection.settings_dict["NAME"] = str(self.file)

    def remove(self):
        connection.close()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            path.unlink()


class PostgreSQLCopy:
    """A database beside the one of DATABASE_URL, which itself is never written to."""

    def __init__(self):
        self.server = connection.settings_dict.copy()
        self.template = f"test_streekwijzer_{fingerprint()}"
        self.name = f"{self.template}_{os.getpid()}"

    def tell(self, *statements):
        """Speaks to the database of DATABASE_URL, outside any transaction."""
        import psycopg

        address = {name: self.server[key] for name, key in ADDRESS.items() if self.server[key]}
        try:
            with psycopg.connect(**address, autocommit=True, connect_timeout=5) as session:
                return [session.execute(statement) for statement in statements][-1].rowcount
        except psycopg.OperationalError as error:
            reason = str(error).splitlines()[0]
            pytest.exit(
                f"No PostgreSQL to test on. Start one, or name another in DATABASE_URL ({reason}).", 4
            )

    def ensure_template(self):
        if self.tell(f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'"):  # noqa: S608 - our own name
            return
        self.tell(f"DROP DATABASE IF EXISTS {self.name}", f"CREATE DATABASE {self.name}")
        url = urlsplit(os.environ["DATABASE_URL"])
        migrate(url._replace(path=f"/{self.name}").geturl())
        self.tell(f"ALTER DATABASE {self.name} RENAME TO {self.template}")

    def renew(self):
        self.remove()
        self.tell(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        connection.settings_dict["NAME"] = self.name

    def remove(self):
        connection.close()
        self.tell(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


ADDRESS = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
COPIES = {"sqlite": SQLiteCopy, "postgresql": PostgreSQLCopy}


@cache
def copy_for_this_process():
    """This process's own copy, for the database that DATABASE_URL names."""
    return COPIES[connection.vendor]()


@contextmanager
def database_for_others(folder, name):
    """The address of a migrated database that other processes may use; the name tells it from those of other tests."""
    if connection.vendor == "sqlite":
        SQLiteCopy().ensure_template()
        shutil.copy(SQLiteCopy().template, folder / "site.sqlite3")
        yield f"sqlite:///{folder}/site.sqlite3"
        return
    copy = PostgreSQLCopy()
    name = f"{copy.name}_{name}"
    copy.tell(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {copy.template}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        copy.tell(f"DROP DATABASE {name} WITH (FORCE)")
