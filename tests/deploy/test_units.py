"""The systemd units of `deploy/systemd`, as systemd reads them."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

pytestmark = pytest.mark.systemd

UNITS = settings.BASE_DIR / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
# systemd's own measure, from 0 (nothing can go wrong) to 10.
MOST_EXPOSED = 1.5


@pytest.fixture
def installed(tmp_path):
    """The units with the programs that they start in a folder that is there."""
    site = tmp_path / "site"
    for program in ("gunicorn", "python"):
        path = site / "current" / ".venv" / "bin" / program
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy("/bin/true", path)
    units = tmp_path / "units"
    units.mkdir()
    for path in UNITS.iterdir():
        (units / path.name).write_text(
            path.read_text().replace("/srv/streekwijzer/current/.venv", f"{site}/current/.venv")
        )
    return units


def test_systemd_has_no_word_to_say(installed):
    units = [str(path) for path in sorted(installed.iterdir())]

    result = subprocess.run([ANALYZE, "verify", "--man=no", *units], capture_output=True, text=True)

    ours = [line for line in result.stderr.splitlines() if "streekwijzer" in line]
    assert (ours, result.returncode) == ([], 0)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name):
    command = [ANALYZE, "security", "--offline=yes", "--no-pager", str(UNITS / name)]

    result = subprocess.run(command, capture_output=True, text=True)

    level = re.search(r"Overall exposure level for .*: ([\d.]+)", result.stdout)
    assert float(level[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_as_the_user_of_the_site_and_writes_only_its_own(name):
    text = (UNITS / name).read_text()

    assert "User=streekwijzer" in text
    assert "ProtectSystem=strict" in text
    (paths,) = re.findall(r"^ReadWritePaths=(.*)", text, re.MULTILINE)
    assert set(paths.split()) <= {"/srv/streekwijzer/var", "/var/backups/streekwijzer"}


def test_what_a_service_may_not_do_is_the_same_for_all():
    limits = {
        re.sub("ReadWritePaths=.*", "", text[text.index("NoNewPrivileges") :].split("\n\n")[0].strip())
        for text in map(read, SERVICES)
    }

    assert len(limits) == 1


def read(name):
    return (UNITS / name).read_text()
