"""Somebody follows `docs/operations.md` to the letter."""

import os
import re
import shutil
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.deploy import manual
from tests.deploy.manual import ADDRESS_OF_REPOSITORY, add_repository, blocks, booted, make_tree

COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: +--[a-z-]+(?:[ =][\w.]+)?)*)")
VISIT = "curl --silent --insecure --max-time 30 --resolve www.example.org:443:127.0.0.1 --output /dev/null"
CERTIFICATE = """
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=www.example.org \\
    -keyout /etc/ssl/private/streekwijzer.key -out /etc/ssl/streekwijzer.pem
cp /srv/streekwijzer/current/deploy/nginx.conf /etc/nginx/sites-available/streekwijzer
ln -sf ../sites-available/streekwijzer /etc/nginx/sites-enabled/streekwijzer
rm -f /etc/nginx/sites-enabled/default
systemctl restart nginx
"""


def test_the_manual_names_only_commands_and_options_that_exist():
    named = set(COMMAND.findall(manual.MANUAL.read_text()))

    assert len(named) > 10
    for name, options in named:
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"--[a-z-]+", options)) <= known, name


@pytest.fixture
def machine(request):
    if not request.config.getoption("--walk", default=False):
        pytest.skip("This takes minutes: make walk.")
    missing = [name for name in manual.PROGRAMS if not shutil.which(name)]
    if missing or os.geteuid():
        pytest.fail(
            f"To walk through the manual takes root and these programs: {', '.join(manual.PROGRAMS)}."
        )
    folder = Path(tempfile.mkdtemp(prefix="streekwijzer-machine-", dir="/var/tmp"))
    try:
        make_tree(folder)
        add_repository(folder, "v1.0", "v1.1")
        with booted(folder) as machine:
            yield machine
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Visitors:
    """Somebody asks for a page every tenth of a second; `statuses` counts the answers."""

    def __init__(self, machine):
        self.machine, self.statuses, self.ended = machine, Counter(), threading.Event()
        self.thread = threading.Thread(target=self.visit)

    def visit(self):
        while not self.ended.wait(0.1):
            page = f"https://www.example.org/praktijken/?x={time.monotonic()}"
            status = self.machine.run(f"{VISIT} --write-out '%{{http_code}}' '{page}' || true")
            self.statuses[status.strip()] += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.ended.set()
        self.thread.join()


def fill_in(machine, variables):
    """What an operator types in .env: a key, and the variables that the manual names in place of the example's."""
    names = "\\|".join(re.findall(r"^([A-Z_]+)=", variables, re.MULTILINE))
    machine.run(
        f"sed --in-place 's/^SECRET_KEY=.*/SECRET_KEY={'x1Y-' * 15}/; /^\\({names}\\)=/d' /srv/streekwijzer/.env\n"
        f"cat >> /srv/streekwijzer/.env <<'END'\n{variables}END"
    )


def test_an_operator_gets_a_site_by_the_manual_alone_and_upgrades_it_unnoticed(machine):
    packages, code, variables, first = blocks("First installation")[:4]
    machine.run(packages, DEBIAN_FRONTEND="noninteractive")
    machine.run(code.replace(ADDRESS_OF_REPOSITORY, "file:///repository"))
    fill_in(machine, variables)
    asks = first.replace("createsuperuser", "createsuperuser --no-input --email mieke@example.org")
    folder = "cd /srv/streekwijzer/releases/v1.0\n"
    machine.run(folder + asks, DJANGO_SUPERUSER_PASSWORD="een-lang-wachtwoord-9")
    machine.run("cd /srv/streekwijzer/current\n" + blocks("As a service")[0])
    machine.run(CERTIFICATE)

    with Visitors(machine) as visitors:
        machine.run(blocks("Upgrade")[0].replace(ADDRESS_OF_REPOSITORY, "file:///repository"))
        time.sleep(5)

    assert set(visitors.statuses) == {"200"}, visitors.statuses
    assert machine.run("readlink /srv/streekwijzer/current").strip().endswith("v1.1")
    assert machine.run("systemctl is-active streekwijzer streekwijzer-tick.timer").split() == ["active"] * 2
    files = machine.run("find /srv/streekwijzer/releases /srv/streekwijzer/static -user streekwijzer")
    assert files == "", "The site can write to its own code."
    assert_backup_comes_back(machine)
    assert_doctor_finds_what_is_not_filled_in(machine)


def assert_backup_comes_back(machine):
    commands, timer = blocks("Backup")[:2]
    folder, backup, restore = commands.strip().split("\n")
    machine.run(timer)
    machine.run(f"{folder}\n{backup}")
    machine.run(
        "systemctl start streekwijzer-backup.service && test -s /var/backups/streekwijzer/$(date +%F).tar"
    )
    machine.run("systemctl stop streekwijzer.socket streekwijzer.service streekwijzer-tick.timer")
    machine.run("rm /srv/streekwijzer/var/db.sqlite3*")
    machine.run(f"{folder}\n{restore}")
    machine.run("systemctl start streekwijzer.socket streekwijzer.service streekwijzer-tick.timer")
    assert machine.run(f"{VISIT} --write-out '%{{http_code}}' https://www.example.org/nieuws/") == "200"


def assert_doctor_finds_what_is_not_filled_in(machine):
    """An installation by the manual has nothing wrong but what only an operator knows."""
    said = machine.run(f"({blocks('Seeing what it does')[0]}) || true")
    assert "publisher" in said, said
    for word in ("readable by others", "can't be written", "not collected", "migrat"):
        assert word not in said, said
