"""`manage.py doctor` finds each thing that is wrong with backups and with the log of erasures."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils.translation import override

from operations import backup_diagnoses
from operations.backup_diagnoses import DAY, OF_BACKUPS


class Installation:
    """A site with a backup of today, a copy elsewhere, and a log of erasures."""

    def __init__(self, folder):
        self.media, self.folder, self.log = folder / "media", folder / "backups", folder / "erasures.log"
        self.media.mkdir()
        self.folder.mkdir(0o700)
        self.log.touch()
        self.backup("today.tar")
        self.touch(self.folder / backup_diagnoses.COPIED)

    def touch(self, path, days=0):
        path.touch(0o600)
        os.utime(path, (time.time() - days * DAY - 60,) * 2)

    def backup(self, name, days=0):
        self.touch(self.folder / name, days)

    def remove_backup(self):
        (self.folder / "today.tar").unlink()

    def findings(self, **settings):
        """The names of the diagnoses that find something, and their sentences."""
        values = {
            "MEDIA_ROOT": str(self.media),
            "BACKUP_DIR": str(self.folder),
            "ERASURE_LOG": str(self.log),
        }
        with override_settings(**values | settings), override("en"):
            return {each.__name__: sentence for each in OF_BACKUPS if (sentence := each())}


@pytest.fixture
def installation(tmp_path):
    return Installation(tmp_path)


def test_an_installation_with_a_backup_of_today_has_nothing_to_mend(installation):
    assert installation.findings() == {}


def test_a_missing_backup_is_named_with_the_folder(installation):
    installation.remove_backup()

    assert str(installation.folder) in installation.findings()["there_is_no_backup"]


def test_a_folder_that_does_not_exist_is_one_without_backups(installation, tmp_path):
    findings = installation.findings(BACKUP_DIR=str(tmp_path / "gone"))

    assert list(findings) == ["there_is_no_backup"]


def test_a_newest_backup_of_days_ago_is_named_with_its_age(installation):
    installation.remove_backup()
    installation.backup("old.tar", days=3)

    assert "3 days old" in installation.findings()["backup_is_old"]


def test_a_timer_that_is_not_enabled_is_named(tmp_path):
    assert backup_diagnoses.backups_have_no_schedule(tmp_path) is None  # no units here: who knows

    (tmp_path / "streekwijzer.service").touch()
    assert "streekwijzer-backup.timer" in backup_diagnoses.backups_have_no_schedule(tmp_path)

    (tmp_path / "timers.target.wants").mkdir()
    (tmp_path / "timers.target.wants" / "streekwijzer-backup.timer").symlink_to("elsewhere")
    assert backup_diagnoses.backups_have_no_schedule(tmp_path) is None


def test_a_backup_that_is_kept_for_longer_than_needed_is_named(installation):
    installation.backup("last-month.tar", days=31)
    assert installation.findings() == {}

    installation.backup("forgotten.tar", days=40)

    assert "40 days ago" in installation.findings()["backups_are_kept_too_long"]


def test_backups_that_others_can_read_are_named(installation):
    installation.folder.chmod(0o755)
    assert installation.findings() == {}  # the files themselves are closed

    (installation.folder / "today.tar").chmod(0o644)

    assert "chmod 700" in installation.findings()["backups_are_readable"]


@pytest.mark.parametrize("days", [None, 5])
def test_backups_that_nobody_copies_elsewhere_are_named(installation, days):
    mark = installation.folder / backup_diagnoses.COPIED
    mark.unlink()
    if days:
        installation.touch(mark, days)

    assert str(mark) in installation.findings()["backups_are_nowhere_else"]


def test_a_log_of_erasures_that_is_gone_is_named(installation):
    installation.log.unlink()
    assert "is gone" in installation.findings()["erasures_are_lost"]

    installation.remove_backup()

    assert "erasures_are_lost" not in installation.findings()  # the first backup makes it


def test_a_log_of_erasures_that_can_not_be_written_to_is_named(installation):
    installation.log.unlink()
    installation.log.mkdir()

    assert "can't be written to" in installation.findings()["erasures_cannot_be_noted"]


def test_a_log_of_erasures_in_a_folder_that_is_missing_can_not_be_written_to(installation, tmp_path):
    findings = installation.findings(ERASURE_LOG=str(tmp_path / "gone" / "erasures.log"))

    assert "erasures_cannot_be_noted" in findings


@pytest.mark.parametrize("place", ["media", "folder"])
def test_a_log_of_erasures_that_is_lost_with_what_it_mends_is_named(installation, place):
    log = getattr(installation, place) / "erasures.log"
    log.touch()

    assert "erasures_are_in_the_backup" in installation.findings(ERASURE_LOG=str(log))


def test_every_diagnosis_is_tested():
    source = Path(__file__).read_text()

    assert [each.__name__ for each in OF_BACKUPS if source.count(each.__name__) == 0] == []


@pytest.mark.django_db
def test_the_doctor_says_so_in_dutch_too(installation):
    installation.remove_backup()
    said = StringIO()

    with (
        override_settings(BACKUP_DIR=str(installation.folder)),
        override("nl"),
        pytest.raises(CommandError),
    ):
        call_command("doctor", language="nl", stdout=said)

    assert "Er is geen reservekopie in" in said.getvalue()
