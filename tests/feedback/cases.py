"""The base of the tests of feedback: a page of a platform, and one of the whole site."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import override_settings

from feedback.models import Feedback, UsefulVotes
from platforms.models import PlatformPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user
from tests.registrations.cases import aged_key

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class FeedbackCase(SiteTestCase):
    """`page` belongs to the Westhoek, `general` to no platform; `them` edit the Westhoek, `us` another one."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = a_platform(cls.home, "Westhoek")
        cls.kempen = a_platform(cls.home, "Kempen")
        cls.reviewer = a_reviewer(cls.home)
        cls.us, cls.them = a_member_of(cls.kempen), a_member_of(cls.westhoek)
        cls.superuser = a_user(is_superuser=True)
        cls.page = cls.a_page(cls.westhoek, title="Een inloophuis")
        cls.general = NewsPageFactory(parent=cls.news, title="Nieuws van ons allen")

    @classmethod
    def a_page(cls, platform: PlatformPage, **fields):
        news = NewsPageFactory._meta.model
        return NewsPageFactory(parent=place_of(platform, news), **fields)

    def address(self, page=None, more=""):
        return f"/reactie/{(page or self.page).translation_key}/{more}"

    def write(self, text="Het telefoonnummer klopt niet.", page=None, key=None, **fields):
        """Posts the form."""
        data = {"text": text, "g-key": key or aged_key(), **fields}
        return self.client.post(self.address(page), data)

    def vote(self, answer="ja", page=None, headers=SAME_ORIGIN, **fields):
        return self.client.post(self.address(page, "nuttig/"), {"nuttig": answer, **fields}, headers=headers)

    def votes(self, page=None):
        return UsefulVotes.objects.filter(page=page or self.page).totals()

    def setUp(self):
        folder = self.enterContext(TemporaryDirectory())
        self.log_file = Path(folder) / "erasures.log"
        self.enterContext(override_settings(ERASURE_LOG=str(self.log_file)))


def some_feedback(page, text="Het adres is oud.", **fields):
    return Feedback.objects.create(page_id=page.pk, text=text, **fields)
