"""Erasing a person is noted outside the database, by number alone."""

import datetime
import stat
from pathlib import Path

import pytest
from django.test import TestCase, override_settings
from django.utils import timezone

from cms.erasure_log import UnreadableLogError, ensure_log, erased_since, record
from cms.models import Person
from operations.erasing import erase_person
from tests.factories import PersonFactory

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def log(settings, tmp_path):
    settings.ERASURE_LOG = str(tmp_path / "log" / "erasures.log")
    return Path(settings.ERASURE_LOG)


class ErasingTests(TestCase):
    @pytest.fixture(autouse=True)
    def own_log(self, log):
        self.log = log

    def test_an_erasure_is_noted_without_a_name(self):
        person = PersonFactory(first_name="Mieke", last_name="Peeters")
        key = person.pk

        erase_person(person)

        self.assertRegex(self.log.read_text(), rf"\A[-\d]+T[:\d]+\+00:00 person {key}\n\Z")
        self.assertEqual(stat.S_IMODE(self.log.stat().st_mode), 0o600)

    def test_who_can_not_be_noted_is_not_erased(self):
        """Else a restore would bring the person back, and nobody would know."""
        person = PersonFactory()

        with override_settings(ERASURE_LOG="/dev/full/erasures.log"), self.assertRaises(OSError):
            erase_person(person)

        self.assertTrue(Person.objects.filter(last_name=person.last_name).exists())


def test_only_erasures_since_the_backup_count_with_a_margin(log):
    log.parent.mkdir()
    log.write_text(
        "2026-03-01T11:00:00+00:00 person 1\n"
        "2026-03-01T12:55:00+01:00 person 2\n"
        "2026-03-02T00:00:00+00:00 person 3\n"
    )

    assert erased_since(NOON, [log]) == {2, 3}


def test_people_and_registrations_have_numbers_of_their_own(log):
    record(7)
    record(7, "registration")
    record(8, "registration")

    assert erased_since(NOON, [log]) == {7}
    assert erased_since(NOON, [log], "registration") == {7, 8}


def test_several_servers_keep_several_logs(log, tmp_path):
    record(7)
    other = tmp_path / "other.log"
    other.write_text(f"{timezone.now().isoformat()} person 8\n")

    assert erased_since(NOON, [log, other]) == {7, 8}


def test_an_empty_log_is_not_a_missing_one(log):
    with pytest.raises(UnreadableLogError, match=r"can't be read: No such file"):
        erased_since(NOON, [log])

    ensure_log()

    assert erased_since(NOON, [log]) == set()


@pytest.mark.parametrize("line", ["", "person 3", "gisteren person 3", "2026-03-02 person Mieke", "\udcff"])
def test_a_line_that_can_not_be_understood_is_named(log, line):
    record(1)
    with log.open("a", errors="surrogateescape") as file:
        file.write(f"{line}\n")

    with pytest.raises(UnreadableLogError, match=r"Line 2|it is no text"):
        erased_since(NOON, [log])
