"""While the site is read-only: what is refused and how, what goes on, and what editors read."""

from datetime import timedelta
from io import StringIO
from threading import Event, Thread, Timer

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken
from wagtail.users.models import UserProfile

from accounts import sessions
from cms.counting import Recorder
from cms.failures import ReadOnlyError
from cms.models import CustomRendition, Navigation, OutgoingMail, PageViews, Publisher, ReadOnlyMode
from cms.models.read_only import StillWritingError, refuse_write, writing
from operations.checks import check_writing
from operations.health import run_check
from tests.cases import SiteTestCase
from tests.factories import ImageFactory, NewsPageFactory
from tests.permissions.factories import PASSWORD, a_user

HERE = "http://testserver"


class ReadOnlyTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.item = NewsPageFactory(parent=cls.news, title="Bericht")
        cls.user = a_user(is_superuser=True)
        cls.token = APIToken.create_token(user=cls.user, name="test")[1]

    def setUp(self):
        self.client.force_login(self.user)
        ReadOnlyMode.switch_on()

    def edit_address(self):
        return reverse("wagtailadmin_pages:edit", args=[self.item.pk])


class WritingTests(ReadOnlyTestCase):
    def test_a_form_comes_back_with_its_text_to_send_again(self):
        response = self.client.post(
            self.edit_address(), {"title": "Nieuw"}, HTTP_ORIGIN=HERE, HTTP_ACCEPT="text/html"
        )

        self.assertContains(response, "een paar minuten niets bewaren", status_code=503)
        self.assertContains(response, '<textarea name="title" hidden>\nNieuw</textarea>', status_code=503)
        self.assertEqual((response["Retry-After"], response["Cache-Control"]), ("60", "no-store"))
        self.item.refresh_from_db()
        self.assertEqual((self.item.title, self.item.latest_revision), ("Bericht", None))

    def test_signing_in_is_refused_in_words_and_its_password_is_not_sent_back(self):
        form = {"username": self.user.email, "password": PASSWORD}

        response = self.client.post(reverse("wagtailadmin_login"), form, HTTP_ORIGIN=HERE)

        self.assertContains(response, "We werken even aan de site", status_code=503)
        self.assertNotContains(response, PASSWORD, status_code=503)

    def test_the_write_api_says_so_as_a_problem(self):
        response = self.client.patch(
            f"/api/cms/pages/{self.item.pk}/",
            {"title": "Nieuw"},
            "application/json",
            HTTP_AUTHORIZATION=f"Bearer {self.token}",
        )

        self.assertEqual((response.status_code, response["Content-Type"]), (503, "application/problem+json"))
        self.assertEqual(response["Retry-After"], "60")
        self.assertIn("niets bewaren", response.json()["detail"])

    def test_the_dialect_of_plone_says_so_in_its_own_form(self):
        with self.assertNoLogs("django.request", "ERROR"):
            response = self.client.post(
                "/++api++/@login", {"login": "x", "password": "y"}, "application/json"
            )

        self.assertEqual((response.status_code, response.json()["type"]), (503, "ServiceUnavailable"))
        self.assertEqual(response["Retry-After"], "60")

    def test_saving_by_itself_says_so_as_json(self):
        response = self.client.post(
            self.edit_address(), {"title": "Nieuw"}, HTTP_ACCEPT="application/json", HTTP_ORIGIN=HERE
        )

        self.assertEqual((response.status_code, response["Content-Type"]), (503, "application/json"))

    def test_opening_a_form_which_writes_that_it_is_open_is_refused_in_the_same_words(self):
        with connection.execute_wrapper(refuse_write), self.assertNoLogs("django.request", "ERROR"):
            response = self.client.get(self.edit_address())

        self.assertContains(response, "We werken even aan de site", status_code=503)

    def test_afterwards_everything_can_be_written_again(self):
        ReadOnlyMode.switch_off()

        with writing():
            response = self.client.post(reverse("wagtailadmin_login"), {"username": "x", "password": "y"})

        self.assertNotEqual(response.status_code, 503)


class ReadingTests(ReadOnlyTestCase):
    def test_pages_feeds_and_apis_are_read_and_write_nothing(self):
        addresses = [
            "/",
            self.news.url,
            self.item.url,
            f"{self.news.url}feed.atom",
            "/api/v1/news",
            "/zoeken/?q=bericht",
            f"/++api++{self.news.url}",
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_explore", args=[self.news.pk]),
        ]
        # As `make_site` does, and the first visit to the admin.
        UserProfile.get_for_user(self.user)
        for setting in (Navigation, Publisher):
            setting.for_site(self.item.get_site())

        with connection.execute_wrapper(refuse_write):
            statuses = {address: self.client.get(address).status_code for address in addresses}
            of_token = self.client.get(
                f"/api/cms/pages/{self.item.pk}/", HTTP_AUTHORIZATION=f"Bearer {self.token}"
            )

        self.assertEqual(set(statuses.values()), {200}, statuses)
        self.assertEqual(of_token.status_code, 200)

    def test_a_question_of_the_dialect_that_is_posted_is_a_question(self):
        response = self.client.post(
            "/++api++/@querystring-search", {"query": []}, "application/json", HTTP_ACCEPT="application/json"
        )

        self.assertEqual(response.status_code, 200)

    def test_a_picture_without_the_size_is_left_out_and_no_size_is_made(self):
        picture = ImageFactory()
        CustomRendition.objects.all().delete()

        # No other test makes this size, so the cache of renditions has none of a picture with the same key.
        size = picture.get_rendition("width-437")

        self.assertTrue(size.is_missing)
        self.assertFalse(CustomRendition.objects.exists())

    def test_a_session_is_not_prolonged_and_works(self):
        session = self.client.session
        session[sessions.ACTIVE] = 0
        session.save()
        before = Session.objects.get().session_data

        with connection.execute_wrapper(refuse_write):
            response = self.client.get(reverse("wagtailadmin_home"))

        self.assertEqual(response.status_code, 200)
        self.assertEqual(Session.objects.get().session_data, before)

    def test_views_are_kept_in_memory_until_they_can_be_written(self):
        recorder = Recorder()
        with self.settings(VIEWS_WRITTEN_AFTER=3600):
            recorder.record(self.item.pk)
        recorder.write()
        self.assertFalse(PageViews.objects.exists())

        ReadOnlyMode.switch_off()
        recorder.write()

        self.assertEqual(PageViews.objects.get().count, 1)

    def test_scheduled_work_and_mail_wait(self):
        self.item.expire_at = timezone.now() - timedelta(minutes=1)
        self.item.save()
        OutgoingMail.objects.create(content=b"", sender="a@example.org", recipients=["b@example.org"])

        call_command("tick")

        self.item.refresh_from_db()
        self.assertTrue(self.item.live)
        self.assertEqual(OutgoingMail.objects.get().attempts, 0)


class NoticeTests(ReadOnlyTestCase):
    def test_editors_read_it_on_every_page_beforehand_and_meanwhile(self):
        meanwhile = self.client.get(reverse("wagtailadmin_home"))
        ReadOnlyMode.switch_off()
        afterwards = self.client.get(reverse("wagtailadmin_home"))
        ReadOnlyMode.announce(timezone.localtime().replace(hour=12, minute=30))
        beforehand = self.client.get(self.edit_address())

        self.assertContains(meanwhile, 'class="read-only-notice"')
        self.assertContains(meanwhile, "een paar minuten kun je alles lezen, maar niets bewaren")
        self.assertNotContains(afterwards, "read-only-notice")
        self.assertContains(beforehand, "Om 12:30 beginnen we aan deze site te werken")

    def test_an_announcement_refuses_nothing(self):
        ReadOnlyMode.switch_off()
        ReadOnlyMode.announce(timezone.now())

        with writing():
            self.assertFalse(ReadOnlyMode.current().is_on)

    def test_the_script_that_keeps_texts_is_told(self):
        self.assertTrue(self.client.get(reverse("signed_in")).json()["isReadOnly"])
        ReadOnlyMode.switch_off()
        self.assertFalse(self.client.get(reverse("signed_in")).json()["isReadOnly"])


class SwitchingTests(ReadOnlyTestCase):
    def test_nothing_begins_to_write_once_it_is_on(self):
        with self.assertRaises(ReadOnlyError), writing():
            self.fail("It writes.")

    def test_the_command_says_in_a_sentence_how_it_is(self):
        self.assertIn("The site is read-only since", said_by("status"))
        with self.assertRaisesMessage(CommandError, "read-only already"):
            call_command("read_only", "announce")
        self.assertIn("Everything can be written.", said_by("off"))
        self.assertIn("Editors read that the site is read-only from", said_by("announce"))
        self.assertIn("The site is read-only since", said_by("on"))

    def test_operators_read_it_where_they_look(self):
        self.assertIn("manage.py read_only off", run_check(check_writing).problem)
        ReadOnlyMode.switch_off()
        self.assertEqual(run_check(check_writing).problem, "")


def said_by(action):
    output = StringIO()
    call_command("read_only", action, stdout=output)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_switching_on_waits_for_who_writes_and_gives_up_where_that_takes_too_long():
    began, may_end = Event(), Event()

    def write():
        with writing():
            began.set()
            may_end.wait(30)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    began.wait(30)

    with pytest.raises(StillWritingError):
        ReadOnlyMode.switch_on(patience=0.3)
    assert not ReadOnlyMode.current().is_on

    Timer(0.5, may_end.set).start()
    ReadOnlyMode.switch_on(patience=30)
    assert ReadOnlyMode.current().is_on
    assert may_end.is_set()
    writer.join()
