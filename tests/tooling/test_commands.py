"""The commands of the README, and what `make run` finds."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError

from cms.settings import local
from operations.management.commands import messages, start
from tests.factories import home_page

MAKEFILE = (settings.BASE_DIR / "Makefile").read_text()
TARGETS = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE).group(1).split()
# Prints the number of its child, and waits.
PARENT = """
import django
django.setup()
from operations.management.commands import start
with start.child("-c", "import time; time.sleep(60)") as process:
    print(process.pid, flush=True)
    process.wait()
"""
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/operations.md", ".ci/run"]


def has_ended(process, seconds=10):
    """Whether the process with this number is gone (or a zombie that nobody waits for) before long."""
    for _moment in range(seconds * 20):
        status = Path(f"/proc/{process}/stat")
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_name_only_commands_that_exist(name):
    text = (settings.BASE_DIR / name).read_text()

    named = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)

    assert named
    assert set(named) <= set(TARGETS)


def test_a_newcomer_sees_all_commands_at_a_glance():
    explained = re.findall(r"^([a-z-]+):.*## .", MAKEFILE, re.MULTILINE)

    assert explained == TARGETS
    assert len(TARGETS) <= 12


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


def test_a_child_process_ends_even_when_its_parent_is_killed():
    """Else gunicorn keeps the port, and the next start is refused."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())

    parent.kill()

    assert has_ended(child)


def test_the_command_for_one_machine_refuses_the_settings_of_a_server(settings):
    del settings.PORT

    with pytest.raises(CommandError, match=r"docs/operations\.md"):
        start.check_settings()


def test_a_compiled_catalogue_that_a_killed_start_left_is_made_again(tmp_path):
    empty, half = tmp_path / "empty.mo", tmp_path / "half.mo"
    empty.touch()
    messages.compile_catalogue()
    half.write_bytes(messages.COMPILED.read_bytes()[:5000])

    for file in (empty, half, messages.COMPILED, tmp_path / "absent.mo"):
        local.discard_unreadable(file)

    assert messages.COMPILED.exists()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_secret_that_a_killed_start_left_is_made_again(tmp_path):
    (tmp_path / "secret-key").touch()

    secret = local.generated_secret(tmp_path / "secret-key")

    assert len(secret) >= 50
    assert local.generated_secret(tmp_path / "secret-key") == secret
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_static_files_are_collected_again_when_one_changes(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "site.css").write_text("a")
    before = start.static_fingerprint()

    (tmp_path / "site.css").write_text("ab")

    assert start.static_fingerprint() != before
    assert start.static_fingerprint() == start.static_fingerprint()


@pytest.mark.django_db
def test_nothing_is_migrated_when_nothing_changed():
    assert not start.has_unapplied_migrations()


def test_every_command_explains_itself():
    for name in ("start", "messages"):
        help_text = subprocess.run(
            [sys.executable, "manage.py", "help", name], cwd=settings.BASE_DIR, capture_output=True, text=True
        )

        assert help_text.returncode == 0, help_text.stderr
