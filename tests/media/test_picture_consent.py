"""A picture leaves the site in every use once the consent of who is in it has ended; prolonged, it comes back."""

import datetime
from contextlib import contextmanager
from unittest import mock

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Collection

from cms.models import CustomImage
from cms.models.media import LARGEST
from cms.work_lists import Urgency
from editor.work_lists import EndingConsents
from operations.erasing import places_that_mention
from platforms.teams import files_of
from tests.caching.test_responses import ResponseCacheCase
from tests.factories import ImageFactory, NewsPageFactory, PersonFactory, StandardPageFactory
from tests.partners.cases import PartnerTestCase
from tests.permissions.factories import a_member_of, a_reviewer, a_user
from tests.platforms.factories import CoordinatorIndexPageFactory, CoordinatorPageFactory
from tests.practices.factories import PracticePageFactory

STEM = "mia-op-het-plein"
WORDS = {"alt": "Mia lacht", "credit": "Fotograaf Rik", "caption": "Mia en haar broer", "address": STEM}
LAST_DAY = datetime.date(2031, 6, 30)
# An excerpt is made of words that were indexed when the page was published.
IN_WORDS = "search results"
NOTE = "Mama van Mia, in de map"


@contextmanager
def on(day, hour=12):
    """The clock stands at this hour in Brussels."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


def day_after(day):
    return day + datetime.timedelta(days=1)


def picture(**values):
    return ImageFactory(
        **{
            "title": "Plein",
            "description": WORDS["alt"],
            "credit": WORDS["credit"],
            "consent_until": LAST_DAY,
            "consent_note": NOTE,
            "file__filename": f"{STEM}.png",
            "file__width": 900,
            "file__height": 600,
            **values,
        }
    )


def block(image):
    return ("image", {"image": image, "alt": "", "caption": WORDS["caption"]})


class EveryUseTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.image = picture()
        shown = {"listing_image": cls.image, "listing_image_caption": WORDS["caption"]}
        cls.lead = cls.make(cls, "news", slug="bericht", body=[block(cls.image)], **shown)
        cls.text = StandardPageFactory(parent=cls.home, slug="tekst", body=[block(cls.image)])
        cls.practice = cls.make(cls, "practices", slug="praktijk", **shown)
        cls.event = cls.make(cls, "events", slug="ontmoeting", **shown)
        person = PersonFactory(photo=cls.image, photo_consent_on="2020-01-01")
        people = CoordinatorIndexPageFactory(parent=cls.home)
        cls.coordinator = CoordinatorPageFactory(parent=people, person=person)
        highlight = {"heading": "In de kijker", "text": "<p>Kijk.</p>", "image": cls.image}
        for name, value in shown.items():
            setattr(cls.platform, name, value)
        cls.platform.gallery = [block(cls.image)]
        cls.platform.highlights = [("highlight", highlight)]
        cls.platform.save_revision().publish()

    # Each use: the address, and what of the picture stands there while it may.
    def uses(self):
        lists, key = self.lists, "translation_key"
        lead, practice = self.lead, self.practice
        return {
            "lead picture": (lead.url, set(WORDS)),
            "lead picture of a practice": (practice.url, set(WORDS)),
            "lead picture of an event": (self.event.url, set(WORDS)),
            "block in a text": (self.text.url, set(WORDS)),
            "platform: gallery, highlight and lead": (self.platform.url, set(WORDS)),
            "portrait": (self.coordinator.url, {"address"}),
            "cards of news": (lists["news"].url, {"address"}),
            "cards of practices": (lists["practices"].url, {"address"}),
            "cards of events": (lists["events"].url, {"address"}),
            "cards of platforms": ("/platformen/", {"address"}),
            "home page": ("/", {"address"}),
            "embed of one": (f"{practice.url}embed/", set()),
            "embed of a list": (f"{lists['practices'].url}embed/", set()),
            "oEmbed": (f"/oembed?url={practice.full_url}", {"address"}),
            "feed": (f"{lists['news'].url}feed.atom", set()),
            "feed as RSS": (f"{lists['news'].url}feed.rss", set()),
            "feed as JSON": (f"{lists['news'].url}feed.json", set()),
            "table": (f"{lists['practices'].url}export.csv", set()),
            "linked data": (f"{lists['practices'].url}export.jsonld", set()),
            "calendar": (f"{lists['events'].url}agenda.ics", set()),
            "site map": ("/sitemap.xml", set()),
            "search results": ("/zoeken/?q=praktijk", set()),
            "theme": ("/themas/wonen/", set()),
            "API: list of news": ("/api/v1/news", {"alt", "credit", "address"}),
            "API: news": (f"/api/v1/news/{getattr(lead, key)}", set(WORDS)),
            "API: practice": (f"/api/v1/practices/{getattr(practice, key)}", set(WORDS)),
            "API: platform": (f"/api/v1/platforms/{getattr(self.platform, key)}", set(WORDS)),
            "API: coordinator": (f"/api/v1/coordinators/{getattr(self.coordinator, key)}", {"address"}),
            "dialect": ("/++api++/nieuws/bericht", set(WORDS)),
            "dialect: text": ("/++api++/tekst", set(WORDS)),
            "dialect: list": ("/++api++/@search?fullobjects=1", {"alt", "credit", "address"}),
        }

    def seen(self, address):
        """What of the picture an answer holds."""
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200, address)
        content = b"".join(response) if response.streaming else response.content
        text = content.decode()
        return {name for name, word in WORDS.items() if word in text}

    def test_on_the_last_day_every_use_shows_it(self):
        with on(LAST_DAY, hour=23):
            for name, (address, words) in self.uses().items():
                with self.subTest(name):
                    self.assertLessEqual(words, self.seen(address))

    def test_the_day_after_no_use_shows_it_or_names_who_is_in_it(self):
        with on(LAST_DAY, hour=23):
            for address, _words in self.uses().values():
                self.seen(address)

        with on(day_after(LAST_DAY), hour=0):
            for name, (address, _words) in self.uses().items():
                with self.subTest(name):
                    self.assertLessEqual(self.seen(address), {"caption"} if name == IN_WORDS else set())

    def test_the_shared_picture_is_the_map_then(self):
        with on(day_after(LAST_DAY)):
            html = self.client.get(self.lead.url).content.decode()

        self.assertIn("/share/", html)
        self.assertNotIn('"image"', html)

    def test_the_gallery_leaves_no_heading_behind(self):
        with on(day_after(LAST_DAY)):
            self.assertNotContains(self.client.get(self.platform.url), 'id="beelden"')

    def test_a_page_leaves_no_gap_where_it_was(self):
        with on(day_after(LAST_DAY)):
            for page in (self.lead, self.practice, self.text):
                response = self.client.get(page.url)
                self.assertNotContains(response, "<figure")
                self.assertNotContains(response, "photo-missing")

    def test_who_is_signed_in_does_not_see_it_on_the_site_either(self):
        self.client.force_login(a_user(is_superuser=True))

        with on(day_after(LAST_DAY)):
            seen = {page: self.seen(page.url) for page in (self.lead, self.platform, self.text)}

        self.assertEqual(set.union(*seen.values()), set())

    def test_the_file_to_download_is_gone(self):
        address = f"{self.lead.url}foto.{self.image.kind}"
        with on(LAST_DAY):
            before = self.client.get(address)

        with on(day_after(LAST_DAY)):
            after = self.client.get(address)

        self.assertEqual((before.status_code, after.status_code), (200, 404))

    def test_prolonged_it_comes_back(self):
        with on(day_after(LAST_DAY)):
            call_command("tick")
            self.image.refresh_from_db()
            self.image.consent_until = LAST_DAY + datetime.timedelta(days=365)
            with self.captureOnCommitCallbacks(execute=True):
                self.image.save()

            for name, (address, words) in self.uses().items():
                with self.subTest(name):
                    self.assertLessEqual(words, self.seen(address))


class FileTests(PartnerTestCase):
    """The renditions are served by the web server, which asks nobody: their files have to go."""

    def setUp(self):
        self.image = picture()
        with on(LAST_DAY):
            self.rendition = self.image.get_rendition(LARGEST)
            self.address = self.rendition.url
        self.storage = self.rendition.file.storage

    def status(self):
        return self.client.get(self.address).status_code

    def test_tick_takes_them_away_the_day_after_and_not_before(self):
        with on(LAST_DAY, hour=23):
            call_command("tick")
            before = self.status()
        with on(day_after(LAST_DAY), hour=0):
            call_command("tick")

        self.assertEqual((before, self.status()), (200, 404))
        self.assertFalse(self.storage.exists(self.rendition.file.name))
        self.assertTrue(self.image.file.storage.exists(self.image.file.name))

    def test_a_day_that_is_over_takes_them_away_at_once(self):
        self.image.consent_until = timezone.localdate() - datetime.timedelta(days=1)

        with self.captureOnCommitCallbacks(execute=True):
            self.image.save()

        self.assertEqual(self.status(), 404)

    def test_nothing_makes_them_again_meanwhile(self):
        with on(day_after(LAST_DAY)):
            call_command("tick")
            self.client.get(NewsPageFactory(parent=self.news, listing_image=self.image).url)
            self.image.refresh_from_db()
            self.image.make_sizes()
            call_command("tick")

            self.assertFalse(self.image.renditions.exists())

    def test_tick_asks_the_same_whatever_their_number(self):
        def withdrawn(count):
            for _number in range(count):
                picture(consent_until=LAST_DAY)

        with on(day_after(LAST_DAY)):
            call_command("tick")
            withdrawn(1)
            one = self.count_queries_of(lambda: call_command("tick"))
            withdrawn(5)
            six = self.count_queries_of(lambda: call_command("tick"))

        self.assertEqual(one, six)


class KeptResponseTests(ResponseCacheCase):
    def test_midnight_takes_it_out_of_a_page_and_a_list_that_are_kept(self):
        with on(LAST_DAY, hour=23):
            image = picture()
            image.make_sizes()
            page = PracticePageFactory(parent=self.index, themes=[self.theme], listing_image=image)
            before = [self.is_kept(address) for address in (self.index.url, page.url)]
            shown = [STEM.encode() in self.get(address).body for address in (self.index.url, page.url)]

        with on(day_after(LAST_DAY), hour=0):
            after = [STEM.encode() in self.get(address).body for address in (self.index.url, page.url)]

        self.assertEqual((before, shown, after), ([True, True], [True, True], [False, False]))


class EditorTests(PartnerTestCase):
    """Editors go on seeing it, with a clear word; only who may choose it gets the file."""

    def setUp(self):
        self.image = picture(consent_until=datetime.date(2020, 1, 31), collection=files_of(self.platform))
        self.address = reverse("withdrawn_picture", args=[self.image.pk])

    def test_the_screens_of_pictures_show_it_and_say_since_when(self):
        self.client.force_login(a_member_of(self.platform))
        screens = {
            "all": reverse("wagtailimages:index"),
            "one": reverse("wagtailimages:edit", args=[self.image.pk]),
            "chooser": reverse("wagtailimages_chooser:choose"),
            "delete": reverse("wagtailimages:delete", args=[self.image.pk]),
        }
        for name, screen in screens.items():
            with self.subTest(name):
                response = self.client.get(screen)

                content = response.json()["html"] if name == "chooser" else response.content.decode()
                self.assertIn(self.address, content)
                if name != "delete":
                    self.assertIn("Toestemming verlopen op 31 januari 2020", content)

    def test_a_page_that_has_it_says_so_in_its_form(self):
        page = NewsPageFactory(parent=self.own_lists["news"], listing_image=self.image)
        self.client.force_login(a_member_of(self.platform))

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

        self.assertContains(response, "Plein (Toestemming verlopen op 31 januari 2020)")

    def test_the_file_is_for_who_may_choose_it(self):
        people = {
            "own team": (a_member_of(self.platform), 200),
            "reviewer": (a_reviewer(self.home), 200),
            "nobody": (None, 302),
            "other team": (a_user(), 302),
        }
        for name, (user, expected) in people.items():
            with self.subTest(name):
                self.client.logout()
                if user:
                    self.client.force_login(user)

                response = self.client.get(self.address)

                self.assertEqual(response.status_code, expected)
                if expected == 200:
                    self.assertIn("no-store", response["Cache-Control"])

    def test_programs_with_a_token_see_the_day_and_never_the_note(self):
        _token, key = APIToken.create_token(user=a_member_of(self.platform), name="test")

        response = self.client.get(
            f"/api/cms/images/{self.image.pk}/", headers={"authorization": f"Bearer {key}"}
        )

        self.assertEqual(response.json()["consent_until"], "2020-01-31")
        self.assertNotIn(NOTE, response.content.decode())
        self.assertNotIn("/media/", response.content.decode())


class WorkListTests(PartnerTestCase):
    def setUp(self):
        self.today = timezone.localdate()
        self.own = files_of(self.platform)
        self.member, self.reviewer = a_member_of(self.platform), a_reviewer(self.home)

    def ends_in(self, days, collection=None, **values):
        until = self.today + datetime.timedelta(days=days)
        return picture(consent_until=until, collection=collection or self.own, **values)

    def titles(self, user):
        return [item.title for item in EndingConsents().items(user)]

    def test_the_team_hears_of_its_own_from_thirty_days_before_until_thirty_after(self):
        for title, days in {"later": 31, "soon": 30, "late": -1, "long ago": -31}.items():
            self.ends_in(days, title=title)
        picture(consent_until=None, collection=self.own)

        items = EndingConsents().items(self.member)

        self.assertEqual(
            [(item.title, item.urgency) for item in items], [("late", Urgency.LATE), ("soon", Urgency.SOON)]
        )
        self.assertEqual(EndingConsents().count(self.member), 2)

    def test_nobody_hears_of_what_is_somebody_elses(self):
        closed = Collection.get_first_root_node().add_child(name="Van een ander")
        self.ends_in(3, closed, title="Geheim")

        self.assertEqual(self.titles(self.member), [])
        self.assertEqual(EndingConsents().count(self.member), 0)

    def test_the_start_screen_shows_it(self):
        self.ends_in(3, title="Buurtfeest")
        self.client.force_login(self.member)

        response = self.client.get(reverse("wagtailadmin_home"))

        self.assertContains(response, "Buurtfeest")
        self.assertContains(response, "Foto’s waarvan de toestemming afloopt")

    def test_more_pictures_cost_no_more_queries(self):
        self.ends_in(3)
        one = self.count_queries_of(lambda: EndingConsents().items(self.member))
        for _number in range(5):
            self.ends_in(4)
        six = self.count_queries_of(lambda: EndingConsents().items(self.member))

        self.assertEqual(one, six)


class PrivateNoteTests(PartnerTestCase):
    def test_it_is_in_no_public_answer_and_no_index_of_words(self):
        image = picture()
        page = self.make("news", slug="bericht", listing_image=image)

        for address in (page.url, f"/api/v1/news/{page.translation_key}", "/++api++/nieuws/bericht"):
            self.assertNotIn("Mama van Mia", self.client.get(address).content.decode())
        self.assertNotIn("consent_note", {field.field_name for field in CustomImage.get_search_fields()})
        self.assertNotIn("consent_note", {field.name for field in CustomImage.api_fields})

    def test_erasing_somebody_tells_where_the_name_is_left(self):
        image = picture(consent_note="Jan Peeters tekende op 3 mei")

        self.assertEqual(places_that_mention("Jan Peeters")["in the consent with pictures"], [image.pk])
