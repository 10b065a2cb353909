"""A site moves from SQLite to PostgreSQL and back, and nothing of it changes."""

import shutil
from contextlib import contextmanager
from threading import Event, Thread, Timer

import pytest
from django.db import connection

from cms.locks import only_one
from cms.models import ReadOnlyMode
from operations import writing
from operations.archive import BackupError
from operations.moving import read_only_unless_it_fails
from tests.database import SQLiteCopy, database_for_others
from tests.operations.sites import OtherSite, content_of

pytestmark = pytest.mark.django_db
ENGINE = "from django.db import connection; print(json.dumps(connection.vendor))"


@pytest.fixture
def needs_postgresql(demo):
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL")


def moved(site, url):
    """The same site, on the database that it was moved to."""
    result = site.manage("move_database", url)
    assert result.returncode == 0, result.stderr
    assert "Now set DATABASE_URL" in result.stdout
    status = site.manage("read_only", "status")
    assert "The site is read-only" in status.stdout
    other = OtherSite(site.folder, url)
    assert "Everything can be written" in other.manage("read_only", "status").stdout
    return other


def sqlite_file(path):
    """The address of an empty, migrated database."""
    SQLiteCopy().ensure_template()
    shutil.copy(SQLiteCopy().template, path)
    return f"sqlite:///{path}"


def test_a_site_moves_to_sqlite_to_postgresql_and_back(needs_postgresql, demo, tmp_path):
    before = demo.content()
    engines = []

    on_sqlite = moved(demo, sqlite_file(tmp_path / "first.sqlite3"))
    with database_for_others(tmp_path, "moved") as url:
        on_postgresql = moved(on_sqlite, url)
        for site in (on_sqlite, on_postgresql):
            engines.append(site.ask("from django.db import connection; print(json.dumps(connection.vendor))"))
            assert site.content() == before
        back = moved(on_postgresql, sqlite_file(tmp_path / "second.sqlite3"))

    assert engines == ["sqlite", "postgresql"]
    assert back.content() == before


DELETE_THE_LAST = """
from wagtail.models import Page
from home.models import StandardPage
page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Weg", slug="weg", live=False))
key = page.pk
page.delete()
print(key)
"""
ADD_AND_PUT_BACK = """
from cms.models import User
from recycle_bin.models import Deletion
from recycle_bin.restoring import put_back_entry
from wagtail.models import Page
from home.models import StandardPage
newer = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Nieuw", slug="nieuw", live=False))
put_back_entry(Deletion.objects.latest("pk"), User.objects.filter(is_superuser=True).first())
print(json.dumps([newer.pk, Page.objects.get(slug="weg").pk]))
"""


def test_a_page_in_the_recycle_bin_keeps_its_number_free_where_the_site_moves_to(demo, tmp_path):
    deleted = demo.ask(DELETE_THE_LAST)

    other = moved(demo, sqlite_file(tmp_path / "site.sqlite3"))
    other.manage("read_only", "off")
    newer, back = other.ask(ADD_AND_PUT_BACK)

    assert back == deleted
    assert newer > deleted


def test_a_backup_of_one_engine_restores_into_the_other(needs_postgresql, archive, tmp_path):
    site = OtherSite(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3")
    site.log.touch()

    result = site.manage("restore", archive)

    assert result.returncode == 0, result.stderr
    assert "Making the tables" in result.stdout
    assert site.content()["tables"] == content_of(archive)["tables"]


def test_the_own_database_one_with_content_and_one_that_is_away_are_refused(demo, tmp_path):
    own = demo.manage("move_database", demo.url)
    away = demo.manage("move_database", "postgres://nobody:secret@127.0.0.1:1/nothing")
    wrong = demo.manage("move_database", "mysql://nobody:secret@127.0.0.1/nothing")

    assert [result.returncode for result in (own, away, wrong)] == [1, 1, 1]
    assert "That is the database of this site" in own.stderr
    assert "does not answer" in away.stderr
    assert "no address of a database" in wrong.stderr
    for result in (own, away, wrong):
        assert "Traceback" not in result.stderr
        assert "secret" not in result.stderr


def test_a_database_with_content_is_not_overwritten(demo, tmp_path):
    with database_for_others(tmp_path, "other") as url:
        other = OtherSite(tmp_path, url)
        other.ask("from cms.models import User; User.objects.create(email='ander@voorbeeld.be'); print(1)")

        result = demo.manage("move_database", url)

        assert result.returncode == 1
        assert "The other database has pages or accounts" in result.stderr
        assert other.ask("from cms.models import User; print(User.objects.count())") == 1


@contextmanager
def running_tick():
    """A tick that works until the event that this yields is set."""
    began, may_end = Event(), Event()

    def run():
        with only_one("tick"):
            began.set()
            may_end.wait(30)
        connection.close()

    thread = Thread(target=run)
    thread.start()
    began.wait(30)
    try:
        yield may_end
    finally:
        may_end.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_a_running_tick_because_its_work_would_stay_behind():
    with running_tick() as may_end:
        Timer(0.5, may_end.set).start()

        with read_only_unless_it_fails(say=print):
            assert may_end.is_set()
            assert ReadOnlyMode.current().is_on


@pytest.mark.django_db(transaction=True)
def test_a_move_gives_up_where_a_tick_does_not_end(monkeypatch):
    monkeypatch.setattr(writing, "PATIENCE", 0.3)

    with (
        running_tick(),
        pytest.raises(BackupError, match="tick` is running"),
        read_only_unless_it_fails(say=print),
    ):
        pytest.fail("It moves.")

    assert not ReadOnlyMode.current().is_on
