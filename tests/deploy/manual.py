"""The commands of `docs/operations.md`, and an empty Debian under a real systemd to follow them on."""

import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

MANUAL = settings.BASE_DIR / "docs" / "operations.md"
PROGRAMS = ["mmdebstrap", "systemd-nspawn", "nsenter", "git"]
# Besides the packages that the manual names: what every Debian server has.
PACKAGES = ["ca-certificates", "curl", "dbus", "openssl", "systemd", "systemd-sysv"]
BOOT_SECONDS, STOP_SECONDS = 60, 30
ADDRESS_OF_REPOSITORY = "<address of this repository>"


def section(title) -> str:
    text = MANUAL.read_text()
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


# Its language, if one is named, and what is in it. Commands name none.
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What stands in a sentence and is typed: a program with something behind it, or a command of manage.py by its name.
IN_SENTENCE = re.compile(
    r"`((?:make|systemctl|systemd-analyze|journalctl|jq|curl|apt-get|podman|nginx|manage\.py|read_only) [^`]+"
    r"|(?:load_demo|load_examples|remove_examples)[^`]*)`"
)


def blocks(title) -> list[str]:
    """The blocks of commands in a section, in order."""
    return [content for language, content in BLOCK.findall(section(title)) if not language]


def titles() -> list[str]:
    return re.findall(r"^## (.*)$", MANUAL.read_text(), re.MULTILINE)


def commands_in_sentences() -> set[str]:
    return set(IN_SENTENCE.findall(BLOCK.sub("", MANUAL.read_text())))


def run(program, *arguments, **options):
    """Runs a program of this machine; gives what it says."""
    command = [shutil.which(program), *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


class EmptyMachine:
    """A Debian with nothing but what `PACKAGES` name. It shares the network of this machine."""

    def __init__(self, folder, leader):
        self.folder, self.leader = folder, leader

    def run(self, script, **values):
        """Runs the script as root; AssertionError with its output if it fails. `values` are variables for it."""
        for name, value in values.items():
            script = f"export {name}='{value}'\n{script}"
        command = ["nsenter", "--target", str(self.leader), "--mount", "--uts", "--ipc", "--net", "--pid"]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
        environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        result = subprocess.run(
            [*command, "bash", "-euxc", script], env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
        return result.stdout


def make_tree(folder):
    """Debian's files. Packages of the manual come with it: to fetch them again inside takes a minute."""
    lines = re.findall(r"^apt-get install (.*)$|`apt-get install (.*?)`", MANUAL.read_text(), re.MULTILINE)
    named = " ".join(map("".join, lines)).split()
    packages = [name for name in named if not name.startswith("-")]
    include = ",".join(sorted({*PACKAGES, *packages}))
    run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={include}", "bookworm", folder)
    # This machine may have a PostgreSQL too, and they share the network: that one is reached by its socket alone.
    for path in folder.glob("etc/postgresql/*/main/postgresql.conf"):
        path.write_text(f"{path.read_text()}\nport = 5432\nlisten_addresses = ''\n")
    # How this machine reaches the index of Python packages, the other one does too.
    for path in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt", "etc/pip.conf"):
        with suppress(FileNotFoundError):
            shutil.copy(f"/{path}", folder / path)


def add_repository(folder, *tags):
    """The commit that is checked out, as a repository with these tags at file:///repository."""
    repository = folder / "repository"
    run("git", "clone", "--quiet", "--bare", settings.BASE_DIR, repository)
    head = run("git", "rev-parse", "HEAD", cwd=settings.BASE_DIR).strip()
    for tag in tags:
        run("git", "tag", "--force", tag, head, cwd=repository)


@contextmanager
def booted(folder):
    """The machine in this folder, running; it is stopped at the end."""
    # What pip may need of this machine, such as a folder of wheels.
    binds = [
        f"--bind-ro={path}" for path in os.environ.get("PIP_FIND_LINKS", "").split() if Path(path).is_dir()
    ]
    command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--console=passive"]
    process = subprocess.Popen(
        [*command, *binds, "--directory", str(folder)], stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        machine = EmptyMachine(folder, leader_of(process))
        wait_until_booted(machine)
        yield machine
        machine.run("systemctl --no-block poweroff")
        process.wait(STOP_SECONDS)
    finally:
        process.terminate()


def leader_of(process):
    """The process with number 1 in the machine."""
    until = time.monotonic() + BOOT_SECONDS
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while time.monotonic() < until and process.poll() is None:
        for child in children.read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return int(child)
        time.sleep(0.2)
    raise AssertionError("The machine does not boot: systemd-nspawn says why above.")


def wait_until_booted(machine):
    machine.run("systemctl is-system-running --wait || true")
