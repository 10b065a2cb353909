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

from tests.deploy import manual, walk
from tests.deploy.manual import ADDRESS_OF_REPOSITORY, add_repository, blocks, booted, make_tree

COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: +--[a-z-]+(?:[ =][\w.]+)?)*)")
VISIT = "curl --silent --insecure --max-time 30 --resolve www.example.org:443:127.0.0.1 --output /dev/null"
SIGN_IN = (
    "curl --silent --insecure --resolve www.example.org:443:127.0.0.1 --output /tmp/answer --data username=x"
)
# In place of one that an authority gives.
CERTIFICATE = """
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=www.example.org \\
    -keyout /etc/ssl/private/streekwijzer.key -out /etc/ssl/streekwijzer.pem
"""
SITE = "cd /srv/streekwijzer/current\n"
DATABASE = 'grep "^DATABASE_URL=" /srv/streekwijzer/.env'


def test_every_block_of_the_manual_is_run_by_the_walk_or_has_a_reason_why_not():
    counts = {title: len(blocks(title)) for title in manual.titles() if blocks(title)}
    left_out = {title: count for title, (count, _reason) in walk.BLOCKS_NOT_RUN.items()}

    assert counts == walk.BLOCKS_RUN | left_out


def test_every_command_in_a_sentence_of_the_manual_is_run_by_the_walk_or_has_a_reason_why_not():
    assert manual.commands_in_sentences() == {*walk.RUN_IN_SENTENCES, *walk.NOT_RUN_IN_SENTENCES}


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


class Walk:
    """Somebody who runs the blocks of the manual on the machine, and remembers which."""

    def __init__(self, machine):
        self.machine, self.done = machine, Counter()

    def run(self, title, number=0, script=str, **variables):
        """Runs a block; `script` changes what nobody can type as it stands, such as an address."""
        self.done[title] += 1
        return self.machine.run(script(blocks(title)[number]), **variables)

    def page(self, path="/nieuws/"):
        return self.machine.run(f"{VISIT} --write-out '%{{http_code}}' https://www.example.org{path}")


def from_here(block):
    return block.replace(ADDRESS_OF_REPOSITORY, "file:///repository")


def test_an_operator_gets_a_site_by_the_manual_alone_and_keeps_it_running(machine):
    operator = Walk(machine)
    install(operator)
    back_up_and_restore(operator)
    with Visitors(machine) as visitors:
        upgrade(operator)
        close_for_writing(operator)
        move(operator)
        time.sleep(5)
    assert set(visitors.statuses) == {"200"}, visitors.statuses
    look(operator)

    assert operator.done == walk.BLOCKS_RUN


def install(operator):
    """On PostgreSQL, behind nginx with TLS."""
    title, machine = "First installation", operator.machine
    operator.run(title, 0, DEBIAN_FRONTEND="noninteractive")
    operator.run(title, 1, from_here)
    operator.run(title, 2, lambda variables: fill_in(variables))
    operator.run("PostgreSQL", DEBIAN_FRONTEND="noninteractive")
    operator.run(title, 3, first_account, DJANGO_SUPERUSER_PASSWORD="een-lang-wachtwoord-9")
    machine.run(CERTIFICATE)
    operator.run("Behind a web server")
    operator.run("As a service", 0, lambda block: SITE + block)

    assert machine.run("systemctl is-active streekwijzer streekwijzer-tick.timer").split() == ["active"] * 2
    assert operator.page() == "200"
    files = machine.run("find /srv/streekwijzer/releases /srv/streekwijzer/static -user streekwijzer")
    assert files == "", "The site can write to its own code."


def fill_in(variables):
    """What an operator types in .env: a key, and the variables that the manual names in place of the example's."""
    names = "\\|".join(re.findall(r"^([A-Z_]+)=", variables, re.MULTILINE))
    return (
        f"sed --in-place 's/^SECRET_KEY=.*/SECRET_KEY={'x1Y-' * 15}/; /^\\({names}\\)=/d' /srv/streekwijzer/.env\n"
        f"cat >> /srv/streekwijzer/.env <<'END'\n{variables}END"
    )


def first_account(block):
    """The command asks for a password, which a script can't type."""
    asks = block.replace("createsuperuser", "createsuperuser --no-input --email mieke@example.org")
    return f"cd /srv/streekwijzer/releases/v1.0\n{asks}"


def back_up_and_restore(operator):
    machine = operator.machine
    operator.run("Backup", 0)
    operator.run("Backup", 2)
    machine.run("test -s /var/backups/streekwijzer/$(date +%F).tar")
    machine.run(f"{SITE}{manage('purge_revisions')}")
    operator.run("Backup", 1)

    assert operator.page() == "200"


def upgrade(operator):
    """And back, and again: nobody notices."""
    machine = operator.machine
    operator.run("Upgrade", 0, from_here)
    assert machine.run("readlink /srv/streekwijzer/current").strip().endswith("v1.1")
    operator.run("Upgrade", 1)
    assert machine.run("readlink /srv/streekwijzer/current").strip().endswith("v1.0")
    machine.run("\n".join(blocks("Upgrade")[0].strip().split("\n")[-2:]))
    assert machine.run("systemctl is-active streekwijzer streekwijzer-tick.timer").split() == ["active"] * 2


def close_for_writing(operator):
    """Signing in is refused as long as it lasts."""
    switched_on = "read_only status\n"
    signs_in = f"{SIGN_IN} --write-out '%{{http_code}}\\n' https://www.example.org/admin/login/\n"
    said = operator.run("Read-only mode", 0, lambda block: block.replace(switched_on, switched_on + signs_in))

    assert "503" in said.split()
    assert "Everything can be written." in said


def move(operator):
    """To SQLite, and from there to an empty database on PostgreSQL."""
    title, machine = "From SQLite to PostgreSQL, or back", operator.machine
    operator.run(title, 1)
    assert "sqlite" in machine.run(DATABASE)
    machine.run("systemctl stop streekwijzer-tick.timer")  # a tick may have the old database open
    machine.run(
        "until runuser -u postgres -- dropdb --force streekwijzer; do sleep 1; done\n"
        f"{blocks('PostgreSQL')[0].strip().splitlines()[-1]}\nsystemctl start streekwijzer-tick.timer"
    )
    operator.run(title, 0)
    assert "postgres" in machine.run(DATABASE)


def look(operator):
    """An installation by the manual has nothing wrong but what only an operator knows."""
    title, machine = "Seeing what it does", operator.machine
    for command in walk.RUN_IN_SENTENCES:
        machine.run(SITE + as_typed(command))
    for number, block in enumerate(blocks(title)):
        if "manage.py doctor" in block:
            check_doctor(operator.run(title, number, lambda block: f"({block}) || true"))
        else:
            operator.run(title, number)
    operator.run("The audit log")
    assert operator.page() == "200"


def check_doctor(said):
    assert "publisher" in said, said
    assert "copied elsewhere" in said, said
    for word in (
        "readable by others",
        "can't be written",
        "not collected",
        "migrat",
        "no backup",
        "by itself",
    ):
        assert word not in said, said


def as_typed(command):
    """`doctor` ends with 1 when it finds something; `apt-get` asks."""
    if command.startswith("manage.py "):
        name = command.removeprefix("manage.py ")
        return manage(name) + (" || true" if name == "doctor" else "")
    return command.replace("apt-get install", "apt-get install --yes")


def manage(command):
    return f"runuser -u streekwijzer -- .venv/bin/python manage.py {command}"
