"""Who leaves is off every page the next day, and 30 days later out of the database."""

from datetime import timedelta
from io import StringIO
from unittest import mock

from django.apps import apps
from django.core.management import call_command
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backend

from accounts.teams import shared_collection
from cms.models import CustomImage, Person, RelatedPage
from cms.querysets import listed
from events.models import TeamMember
from news.models import NewsPage, NewsPerson
from platforms.models import CoordinatorPage
from platforms.teams import files_of
from practices.models import PracticeContact
from tests.events.factories import EventIndexPageFactory, TrajectoryPageFactory
from tests.factories import ImageFactory, NewsPageFactory, PersonFactory, StandardPageFactory, UserFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

NAME = "Zoë Vandersteen"
SECRETS = [
    "Zoë",
    "Zo\\u00eb",
    "Vandersteen",
    "vandersteen",
    "zoe@voorbeeld.be",
    "+32478492381",
    "Heidebloemstraat",
]


def days_later(days):
    """Move the clock."""
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=days))


def everything_stored():
    """Every text that the database holds, as (model, text)."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not field.is_relation:
                texts = model._base_manager.annotate(as_text=Cast(field.name, TextField()))
                yield from (
                    (model._meta.label, text) for text in texts.values_list("as_text", flat=True) if text
                )


class LeavingTestCase(PlatformTestCase):
    """A coordinator who is leaving today, and every way in which other pages name one."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.chief = UserFactory(is_superuser=True)
        cls.person = PersonFactory(
            first_name="Zoë",
            last_name="Vandersteen",
            function="Coördinator Heuvelland",
            email="zoe@voorbeeld.be",
            mobile="+32478492381",
            street="Heidebloemstraat 5",
            photo=ImageFactory(title=f"Portret van {NAME}", collection=files_of(cls.platform)),
            photo_consent_on=timezone.localdate(),
            active_until=timezone.localdate(),
        )
        cls.page = CoordinatorPageFactory(parent=cls.platform, person=cls.person, title=NAME)
        cls.page.save_revision(user=cls.chief, log_action=True).publish(user=cls.chief)
        cls.page.person.photo.get_rendition("width-20")
        cls.make_pages_that_name_her()
        log(cls.person, "wagtail.create", user=cls.chief)
        log(cls.platform, "wagtail.copy", data={"page": {"id": cls.page.pk, "title": NAME}})
        Redirect.objects.create(old_path="/zoe-vandersteen", redirect_page=cls.page)

    @classmethod
    def make_pages_that_name_her(cls):
        quote = ("quote", {"text": "Wat fijn", "person": cls.person, "function": "voorzitter"})
        cls.item = NewsPageFactory(
            parent=cls.news,
            body=[quote, ("paragraph", f'<p>Vraag het <a linktype="page" id="{cls.page.pk}">ons</a>.</p>')],
            rows={
                "people": [NewsPerson(person=cls.person)],
                "related_pages": [RelatedPage(related=cls.page)],
            },
        )
        cls.trajectory = TrajectoryPageFactory(
            parent=EventIndexPageFactory(parent=cls.home),
            contact=cls.page,
            rows={"team": [TeamMember(person=cls.person)]},
        )
        cls.practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=cls.home))
        cls.practice.contacts = [
            PracticeContact(coordinator=cls.page, email="zoe@voorbeeld.be"),
            PracticeContact(name="Iemand anders", email="iemand@voorbeeld.be"),
        ]
        for page in (cls.item, cls.trajectory, cls.practice):
            page.save_revision(user=cls.chief).publish()

    def pages_that_name(self):
        return [self.item, self.trajectory, self.practice, self.platform, self.directory, self.platforms]


class LeavingTests(LeavingTestCase):
    def test_on_the_last_day_every_page_names_her(self):
        for page in self.pages_that_name():
            self.assertContains(self.client.get(page.url), NAME)

    def test_the_next_day_no_page_does(self):
        with days_later(1):
            for page in self.pages_that_name():
                response = self.client.get(page.url)
                self.assertNotContains(response, "Vandersteen")
                self.assertNotContains(response, self.page.url)
            self.assertEqual(self.client.get(self.page.url).status_code, 404)

    def test_the_next_day_the_list_of_coordinators_does_not_count_her(self):
        self.assertEqual(len(self.directory.filtered(None).results), 1)

        with days_later(1):
            self.assertEqual(len(self.directory.filtered(None).results), 0)

    def test_a_quote_stays_with_the_function(self):
        with days_later(1):
            response = self.client.get(self.item.url)

        self.assertContains(response, "Wat fijn")
        self.assertContains(response, "voorzitter")
        self.assertContains(response, "Vraag het <a>ons</a>", html=False)

    def test_a_list_of_all_kinds_of_pages_leaves_her_out(self):
        self.assertIn(self.page.pk, listed(Page.objects.all()).values_list("pk", flat=True))

        with days_later(1):
            self.assertNotIn(self.page.pk, listed(Page.objects.all()).values_list("pk", flat=True))
            self.assertNotIn(self.page, CoordinatorPage.objects.listed())

    def test_a_page_that_quotes_her_can_still_be_published(self):
        with days_later(1):
            self.item.save_revision().publish()

        self.assertTrue(NewsPage.objects.get(pk=self.item.pk).live)


class ErasureTests(LeavingTestCase):
    def erase(self, days=30):
        output = StringIO()
        with days_later(days):
            call_command("erase_people", stdout=output)
        self.output = output.getvalue()

    def test_thirty_days_later_nothing_of_her_is_stored(self):
        self.erase()

        left = [(place, text) for place, text in everything_stored() for secret in SECRETS if secret in text]
        self.assertEqual(left, [])
        self.assertFalse(ReferenceIndex.objects.filter(to_object_id=str(self.page.pk)).exists())

    def test_a_day_earlier_all_of_it_is(self):
        self.erase(days=29)

        self.assertTrue(Person.objects.filter(pk=self.person.pk).exists())
        self.assertTrue(CoordinatorPage.objects.filter(pk=self.page.pk).exists())

    def test_photo_and_renditions_leave_the_disk(self):
        # A photo of its own: files don't come back when the transaction of another test ends.
        photo = ImageFactory(collection=files_of(self.platform))
        photo.get_rendition("width-20")
        Person.objects.filter(pk=self.person.pk).update(photo=photo)
        files = [photo.file, *(rendition.file for rendition in photo.renditions.all())]
        places = [(file.storage, file.name) for file in files]
        self.assertTrue(all(storage.exists(name) for storage, name in places))

        with self.captureOnCommitCallbacks(execute=True):
            self.erase()

        self.assertEqual([name for storage, name in places if storage.exists(name)], [])

    def test_a_picture_that_something_else_shows_stays(self):
        self.platform.listing_image = self.person.photo
        self.platform.save()

        with self.assertLogs("operations.erasing", "WARNING"):
            self.erase()

        self.platform.refresh_from_db()
        self.assertIsNotNone(self.platform.listing_image)

    def test_a_picture_of_all_stays(self):
        """Else choosing it as somebody's photo were a way to delete it."""
        shared = ImageFactory(title="Groepsfoto", collection=shared_collection())
        for person in (self.person, PersonFactory(active_until=timezone.localdate())):
            person.photo = shared
            person.save()

        with self.assertLogs("operations.erasing", "WARNING") as logs:
            self.erase()

        self.assertFalse(Person.objects.exists())
        self.assertTrue(CustomImage.objects.filter(pk=shared.pk).exists())
        self.assertIn(f"as a photo: [{shared.pk}]", self.output)
        self.assertIn(str(shared.pk), logs.output[0])

    def test_the_photo_of_a_guest_goes_too(self):
        portrait = ImageFactory(title="Portret")
        PersonFactory(photo=portrait, active_until=timezone.localdate())

        self.erase()

        self.assertFalse(CustomImage.objects.filter(pk=portrait.pk).exists())

    def test_other_people_and_pages_stay(self):
        other = CoordinatorPageFactory(parent=self.platform, person__active_until=None)

        self.erase()

        self.assertContains(self.client.get(other.url), other.person.name)
        self.assertContains(self.client.get(self.practice.url), "Iemand anders")
        self.assertContains(self.client.get(self.item.url), "Wat fijn")
        old = self.practice.revisions.first().as_object()
        self.assertEqual([contact.name for contact in old.contacts.all()], ["Iemand anders"])

    def test_the_search_index_forgets(self):
        backend = get_search_backend()
        self.assertTrue(list(backend.search("Vandersteen", Page)))

        self.erase()

        self.assertEqual(list(backend.search("Vandersteen", Page)), [])
        self.assertEqual(list(backend.search("Vandersteen", Person)), [])

    def test_what_was_done_stays_in_the_log(self):
        entries = PageLogEntry.objects.filter(page_id=self.page.pk, action="wagtail.publish")
        self.assertTrue(entries.exists())

        self.erase()

        self.assertEqual({entry.label for entry in entries.all()}, {"gewist"})

    def test_says_where_an_editor_typed_the_name(self):
        typed = StandardPageFactory(parent=self.home, body=[("paragraph", f"<p>Bel {NAME}.</p>")])

        self.erase()

        self.assertIn(f"in the text of pages: [{typed.pk}]", self.output)
        self.assertNotIn("Vandersteen", self.output)

    def test_says_where_a_draft_or_an_old_version_holds_the_name(self):
        drafted = StandardPageFactory(parent=self.home)
        drafted.body = [("paragraph", f"<p>Bel {NAME}.</p>")]
        drafted.save_revision()
        rewritten = StandardPageFactory(parent=self.home, title=f"Afscheid van {NAME}")
        rewritten.save_revision()
        rewritten.title = "Afscheid"
        for _time in range(2):  # a version also holds what the draft before it was called
            rewritten.save_revision().publish()

        self.erase()

        self.assertNotIn("in the text of pages", self.output)
        self.assertIn(f"in the newest draft of pages: [{drafted.pk}]", self.output)
        self.assertIn(f"in old versions of pages: [{rewritten.pk}]", self.output)

    def test_tick_does_it(self):
        with days_later(30):
            call_command("tick")

        self.assertFalse(Person.objects.filter(pk=self.person.pk).exists())

    def test_the_days_count_from_when_the_last_day_was_filled_in(self):
        for door in (self.save_late, self.update_late):
            late = door(PersonFactory(), timezone.localdate() - timedelta(days=200))

            for days, is_there in ((0, True), (29, True), (30, False)):
                self.erase(days)
                self.assertEqual(Person.objects.filter(pk=late.pk).exists(), is_there, (door, days))

    def save_late(self, person, day):
        person.active_until = day
        person.save(update_fields=["active_until"])
        return person

    def update_late(self, person, day):
        Person.objects.filter(pk=person.pk).update(active_until=day)
        return person

    def test_a_later_correction_of_something_else_does_not_count(self):
        with days_later(20):
            person = Person.objects.get(pk=self.person.pk)
            person.function = "Coördinator"
            person.save()

        self.erase()

        self.assertFalse(Person.objects.filter(pk=self.person.pk).exists())

    def test_nobody_to_erase_costs_one_query(self):
        with self.assertNumQueries(1):
            call_command("erase_people")
