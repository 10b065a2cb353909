"""A site comes back from its backup as it was, but for who was erased since."""

import pytest

from tests.operations.sites import content_of, manifest_of

pytestmark = pytest.mark.django_db
# Is the tree whole, is the index there, is the change recorded for the caches?
QUESTIONS = """
from caching.models import ListingChange
from wagtail.models import Page, Revision
from home.models import HomePage
from search.models import SearchWord
home = HomePage.objects.get()
print(json.dumps({
    "problems": Page.find_problems(),
    "permanent id": str(home.translation_key),
    "revisions": Revision.objects.count(),
    "hits": sorted(page.pk for page in Page.objects.live().search("buurt")),
    "words": SearchWord.objects.count() > 100,
    "is_change_recorded": ListingChange.objects.count() > 0,
}))
"""
NEXT_THEME = """
from cms.models import Theme
last = max(Theme.objects.values_list("pk", flat=True))
print(Theme.objects.create(name="Nieuw", slug="nieuw-na-terugzetten").pk - last)
"""
RECORDED = """
from audit.models import AuditEntry
print(json.dumps(list(AuditEntry.objects.values_list("action", "object_name"))))
"""
PERSON = """
from cms.models import Person
from platforms.models import CoordinatorPage
page = CoordinatorPage.objects.exclude(person=None).first()
print(json.dumps([page.person_id, page.person.last_name]))
"""
PEOPLE = """
from cms.models import Person
from platforms.models import CoordinatorPage
print(json.dumps([
    list(Person.objects.values_list("pk", flat=True)),
    list(CoordinatorPage.objects.values_list("person_id", flat=True)),
]))
"""


def test_a_restored_site_has_the_same_rows_files_ids_and_hits(demo, archive, empty_site):
    result = empty_site.manage("restore", archive)

    assert result.returncode == 0, result.stderr
    assert "Restored." in result.stdout
    assert empty_site.content() == content_of(archive)
    restored, original = empty_site.ask(QUESTIONS), demo.ask(QUESTIONS)
    assert restored["problems"] == [[], [], [], [], []]
    assert restored["words"]
    assert restored["is_change_recorded"]
    for name in ("permanent id", "revisions", "hits"):
        assert restored[name] == original[name]
    assert restored["hits"]
    assert empty_site.ask(NEXT_THEME) == 1


def test_a_site_with_content_is_refused_and_replaced_only_on_purpose(archive, empty_site):
    other = "from cms.models import User; User.objects.create(email='ander@voorbeeld.be'); print(1)"
    empty_site.ask(other)
    (empty_site.media / "documents").mkdir(parents=True)
    (empty_site.media / "documents" / "oud.pdf").write_text("of the site before")
    before = empty_site.content()

    refused = empty_site.manage("restore", archive)

    assert refused.returncode == 1
    assert "This site has pages or accounts" in refused.stderr
    assert empty_site.content() == before

    replaced = empty_site.manage("restore", archive, "--overwrite")

    assert replaced.returncode == 0, replaced.stderr
    assert empty_site.content() == content_of(archive)
    # A restore erases no traces of what was done since.
    recorded = empty_site.ask(RECORDED)
    assert ["account_added", "ander@voorbeeld.be"] in recorded
    assert ["restored", ""] in recorded


def test_files_of_another_site_are_not_mixed_with_those_of_the_backup(archive, empty_site):
    empty_site.media.mkdir(parents=True)
    (empty_site.media / "oud.pdf").write_text("of the site before")

    refused = empty_site.manage("restore", archive)

    assert refused.returncode == 1
    assert "MEDIA_ROOT holds files already" in refused.stderr


def test_a_damaged_backup_changes_nothing(archive, empty_site, tmp_path):
    before = empty_site.content()
    whole = archive.read_bytes()
    (tmp_path / "damaged.tar").write_bytes(whole[: len(whole) - 50_000])

    refused = empty_site.manage("restore", tmp_path / "damaged.tar")

    assert refused.returncode == 1
    assert "damaged or cut off" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert empty_site.content() == before
    assert not list(empty_site.media.glob("**/*"))


def test_who_was_erased_since_the_backup_is_erased_again(demo, archive, empty_site):
    """The log notes numbers and dates, never names."""
    key, name = demo.ask(PERSON)
    taken_at = manifest_of(archive)["taken_at"]
    empty_site.log.write_text(f"2020-01-01T00:00:00+00:00 person {key + 1}\n{taken_at} person {key}\n")

    result = empty_site.manage("restore", archive)

    assert result.returncode == 0, result.stderr
    assert f"Person {key}: was erased since the backup, and is erased again." in result.stdout
    people, with_page = empty_site.ask(PEOPLE)
    assert key not in [*people, *with_page]
    assert key + 1 in people
    assert name not in empty_site.log.read_text()


def test_without_the_log_of_erasures_nobody_is_restored_by_accident(archive, empty_site):
    empty_site.log.unlink()

    refused = empty_site.manage("restore", archive)

    assert refused.returncode == 1
    assert "The log of erasures" in refused.stderr
    assert "can't be read" in refused.stderr

    empty_site.log.write_text("person\n")
    assert "Line 1 of the log of erasures" in empty_site.manage("restore", archive).stderr

    on_purpose = empty_site.manage("restore", archive, "--without-erasures")

    assert on_purpose.returncode == 0, on_purpose.stderr
    assert "Nobody was erased again" in on_purpose.stderr


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(demo, archive, empty_site, tmp_path):
    """Half of the archive fits."""
    most = archive.stat().st_size // 2

    result = demo.manage("backup", tmp_path / "full.tar", largest_file=most)

    assert result.returncode == 1
    assert "the disk is full" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_disk_without_room_for_the_files_leaves_the_site_as_it_was(archive, empty_site):
    files = manifest_of(archive)["files"].values()
    most = max(file["size"] for file in files) - 1

    result = empty_site.manage("restore", archive, largest_file=most)

    assert result.returncode == 1
    assert "The files could not be unpacked: the disk is full. Nothing was changed." in result.stderr
    assert not [path for path in empty_site.media.rglob("*") if path.is_file()]
    assert empty_site.ask("print(__import__('wagtail.models').models.Page.objects.count())") == 2


def test_files_are_as_they_were_when_the_restore_fails_after_they_were_replaced(
    demo, archive, empty_site, tmp_path
):
    """Who was erased since the backup has to be noted again, last of all, and here the log can't be written to."""
    manifest = manifest_of(archive)
    name = next(iter(manifest["files"]))
    key, _name = demo.ask(PERSON)
    copy = tmp_path / "copy.log"
    copy.write_text(f"{manifest['taken_at']} person {key}\n")
    empty_site.log.unlink()
    empty_site.log.mkdir()
    (empty_site.media / name).parent.mkdir(parents=True)
    (empty_site.media / name).write_text("of the site before")

    failed = empty_site.manage("restore", archive, "--overwrite", "--erasures", copy)

    assert failed.returncode == 1
    assert "can't be erased again" in failed.stderr
    files = [path for path in empty_site.media.rglob("*") if path.is_file()]
    assert [path.relative_to(empty_site.media).as_posix() for path in files] == [name]
    assert files[0].read_text() == "of the site before"
    assert not list(empty_site.media.glob(".restore-*"))
