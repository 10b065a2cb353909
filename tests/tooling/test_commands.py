"""The commands of the README, and what `make run` finds."""

import re
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError

from cms.management.commands import start
from tests.factories import home_page

MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()
TARGETS = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE).group(1).split()
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/operations.md", ".ci/run"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_name_only_commands_that_exist(name):
    text = (settings.BASE_DIR / name).read_text()

    named = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)

    assert named
    assert set(named) <= set(TARGETS)


def test_a_newcomer_sees_all_commands_at_a_glance():
    explained = re.findall(r"^([a-z-]+):.*## .", MAKEFILE, re.MULTILINE)

    assert explained == TARGETS
    assert len(TARGETS) <= 9


def test_a_python_that_is_too_old_is_refused_in_plain_words(tmp_path):
    command = [
        "make",
        f"--makefile={settings.BASE_DIR / 'Makefile'}",
        ".venv/bin/python",
        "PYTHON=/bin/false",
    ]

    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert result.returncode != 0
    assert "Streekwijzer needs Python 3.11 or newer" in result.stdout
    assert not (tmp_path / ".venv").exists()


def test_a_port_in_use_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind((start.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} can't be used"):
            start.check_port(port)


@pytest.mark.django_db
def test_only_an_empty_site_gets_the_demo_content():
    assert start.is_empty_site()

    home_page()

    assert not start.is_empty_site()


def test_a_child_process_ends_with_its_parent():
    with start.child("-c", "import time; time.sleep(60)") as process:
        assert process.poll() is None

    assert process.poll() is not None


def test_static_files_are_collected_again_when_one_changes(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "site.css").write_text("a")
    before = start.static_fingerprint()

    (tmp_path / "site.css").write_text("ab")

    assert start.static_fingerprint() != before
    assert start.static_fingerprint() == start.static_fingerprint()


@pytest.mark.django_db
def test_nothing_is_migrated_when_nothing_changed():
    assert not start.has_migrations_to_run()


def test_every_command_explains_itself():
    for name in ("start", "messages"):
        help_text = subprocess.run(
            [sys.executable, "manage.py", "help", name], cwd=settings.BASE_DIR, capture_output=True, text=True
        )

        assert help_text.returncode == 0, help_text.stderr
