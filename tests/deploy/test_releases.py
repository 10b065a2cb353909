"""The code of the last release runs on the database that the migrations since then make: an upgrade stops nobody."""

import json
import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.deploy import releases
from tests.deploy.releases import BEARABLE, UNBEARABLE, problems_of
from tests.operations.sites import other_site

# What a visitor, a program, an editor and the clock do, in the code of before.
LIFE = """
import json, logging
from django.core.management import call_command
from django.test import Client
from wagtail.models import APIToken, Page
from cms.models import User
from news.models import NewsIndexPage, NewsPage
logging.disable(logging.CRITICAL)
visitor = Client(headers={"host": "localhost"}, raise_request_exception=False)
pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
others = ["/api/v1/news", "/api/v1/practices", "/praktijken/feed.atom", "/praktijken/export.csv", "/zoeken/?q=zorg",
    "/agenda/agenda.ics", "/++api++/nieuws", "/health/ready"]
read = {address: visitor.get(address).status_code for address in pages + others}
user = User.objects.create_superuser("voor@example.org", "een goed wachtwoord")
_token, key = APIToken.create_token(user=user, name="voor")
program = Client(headers={"host": "localhost", "authorization": f"Bearer {key}"}, raise_request_exception=False)
parent = NewsIndexPage.objects.order_by("depth", "path").first().pk
news = {"meta": {"type": "news.NewsPage", "parent_id": parent}, "title": "Van de code van voordien"}
written = program.post("/api/cms/pages/", news, "application/json")
editor = Client(headers={"host": "localhost"}, raise_request_exception=False)
editor.force_login(user)
page = NewsPage.objects.get(title="Van de code van voordien")
opened = editor.get(f"/admin/pages/{page.pk}/edit/")
call_command("tick", verbosity=0)
print(json.dumps({"read": read, "written": written.status_code, "opened": opened.status_code}))
"""


@pytest.fixture
def last_release(tmp_path):
    """The code of the last release, in a folder of its own."""
    if not releases.has_last_release():
        pytest.skip(f"{releases.LAST_RELEASE} is not in this clone: git fetch --unshallow --tags")
    folder = tmp_path / "last-release"
    releases.unpack_last_release(folder)
    return folder


def run_in(folder, site, code):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": site.url,
        "MEDIA_ROOT": str(site.media),
        "ERASURE_LOG": str(site.log),
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--no-imports", "--command", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.django_db
def test_the_code_of_the_last_release_reads_and_writes_on_the_database_of_this_one(last_release, tmp_path):
    with other_site(tmp_path / "site", "release") as site:
        loaded = site.manage("load_demo", "--verbosity=0")
        assert loaded.returncode == 0, loaded.stderr

        life = run_in(last_release, site, LIFE)
        again = site.ask(
            "from news.models import NewsPage\n"
            "print(NewsPage.objects.filter(title='Van de code van voordien').count())"
        )

    assert len(life["read"]) > 40
    assert {address: status for address, status in life["read"].items() if status != 200} == {}
    assert (life["written"], life["opened"], again) == (201, 200, 1)


def test_each_migration_since_the_last_release_is_one_that_its_code_bears(last_release):
    loader, changes = MigrationLoader(None, ignore_no_migrations=True), settings.BASE_DIR / "CHANGELOG.md"
    unreleased = changes.read_text().split("\n## ")[1]

    for key in releases.new_migrations():
        migration = loader.graph.nodes[key]
        module = import_module(f"{apps.get_app_config(key[0]).name}.migrations.{key[1]}")
        if getattr(module, UNBEARABLE, ""):
            assert "read-only mode" in unreleased, f"CHANGELOG.md does not say what {key} needs"
        elif not getattr(module, BEARABLE, ""):
            # The graph knows which migration “the first one of wagtailcore” is.
            before = [node.key for node in loader.graph.node_map[key].parents]
            problems = problems_of(migration, loader.project_state(before))
            assert problems == [], f"{problems}: mend it, or say in {BEARABLE} or {UNBEARABLE} why not"


STATE = ProjectState()
STATE.add_model(
    ModelState(
        "app",
        "Thing",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=50)),
            ("note", models.CharField(max_length=50, null=True)),
        ],
    )
)
ADD, ALTER = migrations.AddField, migrations.AlterField
CHANGES = [
    (migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]), True),
    (ADD("thing", "size", models.IntegerField(null=True)), True),
    (ADD("thing", "size", models.IntegerField(default=0, db_default=0)), True),
    (ADD("thing", "size", models.IntegerField(default=0)), False),
    (ALTER("thing", "name", models.CharField("a name", max_length=80)), True),
    (ALTER("thing", "name", models.CharField(max_length=20)), False),
    (ALTER("thing", "name", models.TextField()), False),
    (ALTER("thing", "name", models.CharField(max_length=50, unique=True)), False),
    (ALTER("thing", "note", models.CharField(max_length=50, default="")), False),
    (migrations.RemoveField("thing", "note"), False),
    (migrations.RenameField("thing", "note", "remark"), False),
    (migrations.RenameModel("Thing", "Object"), False),
    (migrations.DeleteModel("Thing"), False),
    (migrations.AlterUniqueTogether("thing", {("name", "note")}), False),
    (migrations.RunPython(migrations.RunPython.noop), False),
    (migrations.RunSQL("SELECT 1"), False),
    (migrations.SeparateDatabaseAndState([migrations.RunSQL("SELECT 1")]), False),
]


@pytest.mark.parametrize(("operation", "is_bearable"), CHANGES, ids=lambda value: type(value).__name__)
def test_what_old_code_bears_is_told_from_what_it_does_not(operation, is_bearable):
    migration = migrations.Migration("0002_change", "app")
    migration.operations = [operation]

    assert (problems_of(migration, STATE) == []) is is_bearable


def test_a_constraint_is_bearable_on_a_table_that_the_same_migration_makes():
    other = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    constrain = [
        migrations.AddConstraint(name, models.UniqueConstraint(fields=["id"], name="unique"))
        for name in ("other", "thing")
    ]
    new, old = migrations.Migration("0002_new", "app"), migrations.Migration("0002_old", "app")

    new.operations, old.operations = [other, constrain[0]], [other, constrain[1]]

    assert problems_of(new, STATE) == []
    assert len(problems_of(old, STATE)) == 1


def test_migrations_of_packages_are_not_ours():
    assert releases.is_ours("news")
    assert not releases.is_ours("wagtailcore")
